"""Tone and icon of each stored state (design language §10). Words come from the package that owns the state.

A state missing here still gets a badge: idle, with the icon of something that has not happened yet.
"""

from typing import NamedTuple


class Look(NamedTuple):
    """`tone` is for the one whose move it is; everybody else sees `other_tone`."""

    tone: str
    icon: str
    other_tone: str = ""


PLAIN = Look("idle", "circle-dashed")

ORDER = {
    "draft": Look("idle", "pencil"),
    "submitted": Look("warn", "inbox", "info"),
    "comparing": Look("warn", "git-compare", "info"),
    "negotiating": Look("warn", "message-circle", "info"),
    "awaiting_approval": Look("warn", "hourglass", "info"),
    "returned": Look("warn", "undo-2", "info"),
    "ordered": Look("warn", "send", "info"),
    "confirmed": Look("warn", "loader", "info"),
    "in_progress": Look("warn", "loader", "info"),
    "partially_delivered": Look("warn", "truck", "info"),
    "shipped": Look("warn", "truck", "info"),
    "delivered": Look("warn", "package-check", "info"),
    "inspection": Look("warn", "clipboard-check", "info"),
    "partially_accepted": Look("warn", "package-x", "info"),
    "accepted": Look("warn", "file-check-2", "info"),
    "invoiced": Look("warn", "receipt-text", "info"),
    "payment_pending": Look("warn", "credit-card", "info"),
    "paid": Look("ok", "circle-check"),
    "completed": Look("ok", "check-check"),
    "cancelled": Look("idle", "ban"),
    "rejected": Look("bad", "octagon-x"),
    "expired": Look("idle", "timer"),
    "terminated": Look("bad", "octagon-x"),
    "halted_permanent": Look("bad", "ban"),
    "on_hold": Look("warn", "snowflake"),
    "disputed": Look("bad", "scale"),
    "late": Look("warn", "timer"),
    "audit_hold": Look("bad", "shield-alert"),
}
SHIPMENT = {
    "planned": Look("idle", "calendar"),
    "packed": Look("info", "package"),
    "shipped": Look("info", "truck"),
    "arrived": Look("warn", "package-check", "info"),
    "inspected": Look("info", "clipboard-check"),
    "accepted": Look("ok", "circle-check"),
    "partly_rejected": Look("warn", "package-x"),
    "rejected": Look("bad", "octagon-x"),
    "scheduled": Look("idle", "calendar"),
    "started": Look("info", "loader"),
    "finished": Look("warn", "check", "info"),
}
PAYMENT = {
    "open": Look("warn", "credit-card", "info"),
    "charging": Look("info", "loader"),
    "authorised": Look("info", "loader"),
    "captured": Look("ok", "circle-check"),
    "paid": Look("ok", "circle-check"),
    "settled": Look("ok", "check-check"),
    "blocked": Look("bad", "snowflake"),
    "failed": Look("bad", "octagon-x"),
    "declined": Look("bad", "octagon-x"),
    "reversed": Look("idle", "undo-2"),
    "refunded": Look("idle", "undo-2"),
    "disputed": Look("bad", "scale"),
    "imported": Look("warn", "upload", "info"),
    "matching": Look("warn", "git-compare", "info"),
    "draft": Look("idle", "pencil"),
    "submitted": Look("warn", "hourglass", "info"),
    "verified": Look("ok", "user-round-check"),
    "approved": Look("ok", "circle-check"),
    "signed": Look("ok", "signature"),
    "issued": Look("ok", "file-check-2"),
    "returned": Look("warn", "undo-2", "info"),
    "rejected": Look("bad", "octagon-x"),
    "repaid": Look("ok", "check-check"),
    "active": Look("ok", "circle-check"),
    "suspended": Look("bad", "snowflake"),
    "closed": Look("idle", "archive"),
    "expired": Look("idle", "timer"),
}
DOCUMENT = {
    "draft": Look("idle", "circle-dashed"),
    "not_yet": Look("idle", "circle-dashed"),
    "issued": Look("warn", "hourglass", "info"),
    "unsigned": Look("warn", "hourglass", "info"),
    "partly_signed": Look("info", "signature"),
    "valid": Look("ok", "signature"),
    "void": Look("idle", "ban"),
}
PRICE = {
    "below": Look("info", "info"),
    "fair": Look("ok", "circle-check"),
    "needs_reason": Look("warn", "triangle-alert"),
    "above_standard": Look("bad", "octagon-x"),
    "unknown": Look("idle", "circle-dashed"),
}
RECONCILIATION = {
    "matched": Look("ok", "circle-check"),
    "different": Look("warn", "triangle-alert"),
    "difference": Look("warn", "triangle-alert"),
    "unmatched": Look("bad", "octagon-x"),
    "disputed": Look("info", "scale"),
}
SELLER = {
    "draft": Look("idle", "pencil"),
    "submitted": Look("info", "hourglass"),
    "in_review": Look("info", "search"),
    "needs_fix": Look("warn", "undo-2", "info"),
    "verified": Look("ok", "badge-check"),
    "active": Look("ok", "badge-check"),
    "suspended": Look("bad", "snowflake"),
    "rejected": Look("bad", "octagon-x"),
    "blacklisted": Look("bad", "octagon-x"),
    "expired": Look("warn", "file-clock"),
    "closed": Look("idle", "archive"),
}
PRODUCT = {
    "draft": Look("idle", "pencil"),
    "pending_review": Look("info", "hourglass"),
    "published": Look("ok", "circle-check"),
    "active": Look("ok", "circle-check"),
    "in_review": Look("info", "hourglass"),
    "needs_correction": Look("warn", "undo-2", "info"),
    "needs_fix": Look("warn", "undo-2", "info"),
    "withdrawn": Look("idle", "eye-off"),
    "archived": Look("idle", "archive"),
}
SHEET = {
    "uploaded": Look("info", "hourglass"),
    "checked": Look("warn", "file-check-2"),
    "applying": Look("info", "hourglass"),
    "done": Look("ok", "circle-check"),
    "dropped": Look("idle", "ban"),
}
REVIEW = {
    "new": Look("warn", "flag", "info"),
    "under_review": Look("info", "search"),
    "awaiting_answer": Look("info", "hourglass"),
    "cleared": Look("ok", "circle-check"),
    "escalated": Look("bad", "arrow-up-right"),
}
RISK = {
    "high": Look("bad", "flag"),
    "medium": Look("warn", "flag"),
    "low": Look("info", "flag"),
}
KINDS = {
    "order": ORDER,
    "shipment": SHIPMENT,
    "payment": PAYMENT,
    "document": DOCUMENT,
    "price": PRICE,
    "reconciliation": RECONCILIATION,
    "seller": SELLER,
    "product": PRODUCT,
    "sheet": SHEET,
    "review": REVIEW,
    "risk": RISK,
}


def look_of(kind: str, value: str) -> Look:
    """Tone and icon of a stored state, in any letter case."""
    return KINDS.get(kind, {}).get(str(value or "").lower(), PLAIN)
