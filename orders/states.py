"""The life of an order, as a table that can be printed.

Source  Perpres 16/2018 as amended (art. 50: direct procurement), and the house flow of docs: one row per move. The same
table is written to `orders_legalmove` by a migration; the database refuses a history row that is not in it.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.roles import Role
from marketplace.kernel.states import Flow, move


class OrderState(models.TextChoices):
    """Every state an order can be in. The label is the word on papers; for the screen see `orders.labels`."""

    DRAFT = "draft", _("Draf")
    SUBMITTED = "submitted", _("Diajukan")
    COMPARING = "comparing", _("Perbandingan")
    NEGOTIATING = "negotiating", _("Negosiasi")
    AWAITING_APPROVAL = "awaiting_approval", _("Menunggu persetujuan PPK")
    ORDERED = "ordered", _("Dipesan - menunggu konfirmasi penyedia")
    CONFIRMED = "confirmed", _("Dikonfirmasi")
    IN_PROGRESS = "in_progress", _("Diproses penyedia")
    PARTIALLY_DELIVERED = "partially_delivered", _("Dikirim sebagian")
    DELIVERED = "delivered", _("Pesanan tiba")
    INSPECTION = "inspection", _("Pemeriksaan")
    PARTIALLY_ACCEPTED = "partially_accepted", _("Diterima sebagian")
    ACCEPTED = "accepted", _("Diterima (BAST)")
    INVOICED = "invoiced", _("Ditagihkan")
    PAYMENT_PENDING = "payment_pending", _("Menunggu pembayaran")
    PAID = "paid", _("Dibayar")
    COMPLETED = "completed", _("Selesai")
    CANCELLED = "cancelled", _("Dibatalkan")
    REJECTED = "rejected", _("Ditolak")
    EXPIRED = "expired", _("Kedaluwarsa")
    TERMINATED = "terminated", _("Diputus")
    HALTED_PERMANENT = "halted_permanent", _("Dihentikan")


S = OrderState

#: A lot may arrive while nothing of another has, or after that other one was accepted.
UNDER_WAY = [S.IN_PROGRESS, S.PARTIALLY_DELIVERED, S.PARTIALLY_ACCEPTED]

ORDER_FLOW = Flow(
    move("submit", sources=[S.DRAFT], target=S.SUBMITTED),
    move("open_comparison", sources=[S.SUBMITTED], target=S.COMPARING),
    move("choose", sources=[S.COMPARING], target=S.AWAITING_APPROVAL),
    move("choose_direct", sources=[S.SUBMITTED], target=S.AWAITING_APPROVAL),
    move("approve", sources=[S.AWAITING_APPROVAL], target=S.ORDERED),
    move("return", sources=[S.AWAITING_APPROVAL], target=S.SUBMITTED),
    move("expire", sources=[S.SUBMITTED, S.COMPARING, S.AWAITING_APPROVAL, S.ORDERED], target=S.EXPIRED),
    move("cancel", sources=[S.DRAFT, S.SUBMITTED, S.COMPARING, S.AWAITING_APPROVAL], target=S.CANCELLED),
    move("withdraw", sources=[S.ORDERED], target=S.CANCELLED),
    move("confirm", sources=[S.ORDERED], target=S.CONFIRMED),
    move("decline", sources=[S.ORDERED], target=S.REJECTED),
    move("start", sources=[S.CONFIRMED], target=S.IN_PROGRESS),
    move("ship", sources=[S.CONFIRMED, S.IN_PROGRESS], target=S.IN_PROGRESS),
    move("ship_next", sources=[S.PARTIALLY_DELIVERED, S.PARTIALLY_ACCEPTED], target=S.PARTIALLY_DELIVERED),
    move("arrive_part", sources=UNDER_WAY, target=S.PARTIALLY_DELIVERED),
    move("arrive_all", sources=UNDER_WAY, target=S.DELIVERED),
    move("inspect", sources=[S.PARTIALLY_DELIVERED, S.DELIVERED], target=S.INSPECTION),
    move("reject_lines", sources=[S.INSPECTION], target=S.IN_PROGRESS),
    move("reject_lot", sources=[S.INSPECTION], target=S.PARTIALLY_ACCEPTED),
    move("accept_part", sources=[S.INSPECTION], target=S.PARTIALLY_ACCEPTED),
    move("accept_all", sources=[S.INSPECTION], target=S.ACCEPTED),
    move("close_short", sources=[S.PARTIALLY_ACCEPTED], target=S.ACCEPTED),
    move("invoice", sources=[S.ACCEPTED], target=S.INVOICED),
    move("verify", sources=[S.INVOICED], target=S.PAYMENT_PENDING),
    move("pay", sources=[S.PAYMENT_PENDING], target=S.PAID),
    move("fail_payment", sources=[S.PAYMENT_PENDING], target=S.INVOICED),
    move("complete", sources=[S.PAID], target=S.COMPLETED),
)

SYSTEM = "system"
BUYERS = (Role.ACTIVITY_OFFICER, Role.PURCHASING_OFFICER)
SELLERS = (Role.VENDOR_OWNER, Role.VENDOR_STAFF)
PAYERS = (Role.CARD_HOLDER, Role.CARD_DELEGATE, Role.TREASURER, Role.ASSISTANT_TREASURER)

#: Who may make each move: a role held, at that moment, in the order's agency or vendor; or the system by its timers.
MOVE_ROLES: dict[str, tuple[str, ...]] = {
    "create": (Role.ACTIVITY_OFFICER,),
    "submit": (Role.ACTIVITY_OFFICER,),
    "open_comparison": (Role.PURCHASING_OFFICER,),
    "choose": (Role.PURCHASING_OFFICER,),
    "choose_direct": (Role.PURCHASING_OFFICER,),
    "approve": (Role.COMMITMENT_OFFICER,),
    "return": (Role.COMMITMENT_OFFICER,),
    "expire": (SYSTEM,),
    "cancel": BUYERS,
    "withdraw": (Role.COMMITMENT_OFFICER,),
    "confirm": (Role.VENDOR_OWNER,),
    "decline": (Role.VENDOR_OWNER,),
    "start": SELLERS,
    "ship": SELLERS,
    "ship_next": SELLERS,
    "arrive_part": (Role.RECEIVER,),
    "arrive_all": (Role.RECEIVER,),
    "inspect": (Role.RECEIVER,),
    "reject_lines": (Role.RECEIVER,),
    "reject_lot": (Role.RECEIVER,),
    "accept_part": (Role.COMMITMENT_OFFICER,),
    "accept_all": (Role.COMMITMENT_OFFICER,),
    "close_short": (Role.VENDOR_OWNER,),
    "invoice": (SYSTEM,),
    "verify": (SYSTEM, *PAYERS),
    "pay": (SYSTEM, *PAYERS),
    "fail_payment": (SYSTEM, *PAYERS),
    "complete": (SYSTEM, Role.COMMITMENT_OFFICER),
}

#: Before the purchase letter the goods may still be exchanged; afterwards lines, price and parties are fixed.
CHANGEABLE = frozenset({S.DRAFT, S.SUBMITTED, S.COMPARING})
#: The vendor is bound and goods are under way.
DELIVERING = frozenset(
    {S.CONFIRMED, S.IN_PROGRESS, S.PARTIALLY_DELIVERED, S.DELIVERED, S.INSPECTION, S.PARTIALLY_ACCEPTED}
)
AFTER_HANDOVER = frozenset({S.ACCEPTED, S.INVOICED, S.PAYMENT_PENDING, S.PAID, S.COMPLETED})
WITHOUT_RESULT = frozenset({S.CANCELLED, S.REJECTED, S.EXPIRED, S.TERMINATED, S.HALTED_PERMANENT})
#: What a vendor may see of an order: nothing before the purchase letter was signed.
SEEN_BY_VENDOR = frozenset({S.ORDERED, *DELIVERING, *AFTER_HANDOVER, S.REJECTED, S.TERMINATED, S.HALTED_PERMANENT})


def legal_moves() -> list[tuple[str, str, str, list[str]]]:
    """(action, before, after, roles) of every move, the first one included: the rows of `orders_legalmove`."""
    rows = [("create", "", str(S.DRAFT), [str(role) for role in MOVE_ROLES["create"]])]
    for state in OrderState:
        for action in ORDER_FLOW.actions_from(state):
            after = ORDER_FLOW.target(action, state)
            rows.append((action, str(state), str(after), [str(role) for role in MOVE_ROLES[action]]))
    return sorted(rows)


class ShipmentState(models.TextChoices):
    SHIPPED = "shipped", _("Dikirim")
    ARRIVED = "arrived", _("Tiba")
    INSPECTED = "inspected", _("Diperiksa")


class Condition(models.TextChoices):
    """What the receiver saw."""

    GOOD = "good", _("Baik semua")
    DAMAGED = "damaged", _("Ada rusak")
    WRONG = "wrong", _("Tidak sesuai")
