"""Rows of finished orders: need, lines, charges, Oscar's record, history, delivery, handover, stock and scores."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import connection
from oscar.apps.order.models import Line as OscarLine
from oscar.apps.order.models import Order as OscarOrder

from marketplace.accounts.roles import Role
from marketplace.demo.bulk.log import SYSTEM_WHO, Trail, Who
from marketplace.demo.bulk.rows import ids, write
from marketplace.demo.past.delivery_rows import write_deliveries, write_scores, write_stock
from marketplace.demo.past.order_papers import delivery_place, needed_by, rup_code, specification
from marketplace.demo.past.plan import Purchase
from marketplace.kernel.calendar import local_day
from orders.checks import (
    Level,
)
from orders.models import (
    Comparison,
    ComparisonOffer,
    Need,
    OrderCharge,
    OrderHistory,
    OrderLine,
    ProcurementOrder,
)


def number_orders(purchases: Sequence[Purchase]) -> None:
    """Order and need numbers from the sequence that submissions draw from."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('orders_number_seq') FROM generate_series(1, %s)", [2 * len(purchases)])
        drawn = [row[0] for row in cursor.fetchall()]
    for place, one in enumerate(sorted(purchases, key=lambda made: made.times["submit"])):
        month = f"{local_day(one.times['submit']):%Y-%m}"
        one.number, one.need_number = f"DSR-{month}-{drawn[2 * place]:06d}", f"PRM-{month}-{drawn[2 * place + 1]:06d}"


def write_orders(purchases: Sequence[Purchase], offers: dict[Any, list[dict]], trail: Trail) -> None:
    """Everything of the order's own room. Lines and charges come first: once the order is placed they are fixed."""
    _give_line_ids(purchases)
    write(Need, [_need_row(one) for one in purchases])
    write(OrderLine, [row for one in purchases for row in _line_rows(one)])
    write(OrderCharge, [_charge_row(one) for one in purchases])
    oscar = _write_oscar(purchases)
    hashes = _content_hashes(purchases)
    write(ProcurementOrder, [_order_row(one, oscar[one.id], hashes[one.id]) for one in purchases])
    write(OrderHistory, [row for one in purchases for row in _history_rows(one, hashes[one.id])])
    _write_comparisons(purchases, offers)
    write_deliveries(purchases)
    write_stock(purchases)
    write_scores(purchases)
    for one in purchases:
        _record(one, hashes[one.id], offers, trail)


def _give_line_ids(purchases: Sequence[Purchase]) -> None:
    fresh = iter(ids(OrderLine, sum(len(one.lines) for one in purchases)))
    for one in purchases:
        for line in one.lines:
            line.id = next(fresh)


def _need_row(one: Purchase) -> dict[str, Any]:
    at = one.times["submit"]
    return {
        "id": one.new_id("need", at),
        "number": one.need_number,
        "agency_id": one.desk.id,
        "requester_id": one.requester.id,
        "state": "submitted",
        "purpose": one.purpose,
        "needed_by": needed_by(one),
        "delivery_place": delivery_place(one),
        "rup_code": rup_code(one),
        "parts": {
            str(one.vendor.pk): {
                "charges": [[one.line_id, None]],
                "price_reason": one.price_reason,
                "split_reason": one.split_reason,
            }
        },
        "request_note_id": one.ids["request_note"],
        "created_at": at,
        "submitted_at": at,
    }


def _line_rows(one: Purchase) -> list[dict[str, Any]]:
    return [
        {
            "id": line.id,
            "order_id": one.id,
            "position": position,
            "listing_id": line.goods.listing.id,
            "price_record_id": line.goods.listing.price_record_id,
            "title": line.goods.listing.name,
            "specification": specification(line),
            "category_code": line.goods.listing.category_id,
            "account_code": line.goods.listing.category.account_id or "",
            "tax_class": line.tax_class,
            "unit_code": line.goods.listing.unit_id,
            "unit_price_idr": line.unit_price_idr,
            "quantity": line.quantity,
            "amount_idr": line.amount_idr,
            "verdict": line.goods.facts.verdict,
            "band": {
                "low": line.goods.facts.low_idr,
                "high": line.goods.facts.high_idr,
                "median": line.goods.facts.median_idr,
                "standard": line.goods.facts.standard_idr,
            },
            "listing_sha256": line.goods.sha256,
            "shipped_quantity": line.quantity,
            "accepted_quantity": line.quantity,
        }
        for position, line in enumerate(one.lines, start=1)
    ]


def _charge_row(one: Purchase) -> dict[str, Any]:
    return {
        "order_id": one.id,
        "budget_line_id": one.line_id,
        "amount_idr": one.total_idr,
        "obligated_idr": one.total_idr,
    }


def _write_oscar(purchases: Sequence[Purchase]) -> dict[Any, int]:
    """Oscar's own record of each approved order, as `orders.oscar_record` makes it."""
    fresh = dict(zip((one.id for one in purchases), ids(OscarOrder, len(purchases)), strict=True))
    zero = Decimal(0)
    write(
        OscarOrder,
        [
            {
                "id": fresh[one.id],
                "number": one.number,
                "user_id": one.requester.id,
                "currency": "IDR",
                "total_incl_tax": Decimal(one.total_idr),
                "total_excl_tax": Decimal(one.total_idr),
                "shipping_incl_tax": zero,
                "shipping_excl_tax": zero,
                "shipping_method": "-",
                "status": "placed",
                "date_placed": one.times["approve"],
            }
            for one in purchases
        ],
    )
    write(OscarLine, [row for one in purchases for row in _oscar_lines(one, fresh[one.id])])
    return fresh


def _oscar_lines(one: Purchase, order_id: int) -> list[dict[str, Any]]:
    rows = []
    for line in one.lines:
        unit, amount = Decimal(line.unit_price_idr), Decimal(line.amount_idr)
        listing = line.goods.listing
        rows.append(
            {
                "order_id": order_id,
                "partner_id": one.vendor.partner_id,
                "partner_name": one.vendor.display_name[:128],
                "partner_sku": f"listing-{listing.id}",
                "stockrecord_id": listing.stock_record_id,
                "product_id": listing.product_id,
                "title": listing.name,
                "quantity": line.quantity,
                "line_price_incl_tax": amount,
                "line_price_excl_tax": amount,
                "line_price_before_discounts_incl_tax": amount,
                "line_price_before_discounts_excl_tax": amount,
                "unit_price_incl_tax": unit,
                "unit_price_excl_tax": unit,
                "status": "placed",
                "num_allocated": 0,
            }
        )
    return rows


def _content_hashes(purchases: Sequence[Purchase]) -> dict[Any, str]:
    """The hash of what the approver was shown, by the words of `order_content_sha256` over rows that are not there yet.

    The function itself judges them at commit through the invariant I-14, and any difference would be told.
    """
    hashes = {}
    for one in purchases:
        lines = "\n".join(
            "|".join(
                str(part)
                for part in (
                    position, line.goods.listing.id, line.goods.listing.price_record_id, line.goods.listing.unit_id,
                    line.unit_price_idr, line.quantity, line.amount_idr, line.goods.sha256, line.goods.listing.name,
                )
            )
            for position, line in enumerate(one.lines, start=1)
        )  # fmt: skip
        parts = (
            one.number, one.desk.id, one.vendor.pk, one.requester.id, one.year, one.total_idr, lines,
            f"{one.line_id}|{one.total_idr}",
        )  # fmt: skip
        hashes[one.id] = hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
    return hashes


def _order_row(one: Purchase, oscar_id: int, content: str) -> dict[str, Any]:
    times = one.times
    return {
        "id": one.id,
        "number": one.number,
        "need_id": one.ids["need"],
        "agency_id": one.desk.id,
        "vendor_id": one.vendor.pk,
        "state": one.ending,
        "title": one.title,
        "fiscal_year": one.year,
        "requester_id": one.requester.id,
        "chooser_id": one.desk.who(Role.PURCHASING_OFFICER).id,
        "approver_id": one.desk.who(Role.COMMITMENT_OFFICER).id,
        "confirmed_by_id": one.owner.id,
        "receiver_id": one.desk.who(Role.RECEIVER).id,
        "total_idr": one.total_idr,
        "accepted_idr": one.total_idr,
        "price_reason": one.price_reason,
        "split_reason": one.split_reason,
        "choice_reason": one.choice_reason,
        "checks": [finding.as_json() for finding in one.findings],
        "created_at": times["submit"],
        "submitted_at": times["submit"],
        "chosen_at": times["choose"],
        "approved_at": times["approve"],
        "confirmed_at": times["confirm"],
        "lead_time_days": max(line.goods.listing.lead_time_days for line in one.lines),
        "due_on": one.due_on,
        "delivered_at": times["arrive"],
        "accepted_at": times["accept"],
        "paid_at": times["capture"],
        "ended_at": times.get("complete") if one.ending == "completed" else None,
        "purchase_letter_id": one.ids["purchase_letter"],
        "content_sha256": content,
        "oscar_order_id": oscar_id,
    }


# ---- history ---------------------------------------------------------------------------------------------------------


def _history_rows(one: Purchase, content: str) -> list[dict[str, Any]]:
    rows, before = [], ""
    for step, (action, after, who, at, facts) in enumerate(_moves(one, content), start=1):
        rows.append(
            {
                "order_id": one.id,
                "step": step,
                "action": action,
                "before": before,
                "after": after,
                "actor_id": who.id,
                "actor_name": who.name,
                "role": "system" if who.id is None else str(who.role),
                "reason": one.choice_reason if action == "choose" else "",
                "facts": facts,
                "at": at,
            }
        )
        before = after
    return rows


def _moves(one: Purchase, content: str) -> list[tuple[str, str, Who, Any, dict]]:
    desk, times = one.desk, one.times
    pp, ppk, receiver = (desk.who(role) for role in (Role.PURCHASING_OFFICER, Role.COMMITMENT_OFFICER, Role.RECEIVER))
    letter, handover = str(one.ids["purchase_letter"]), str(one.ids["handover_report"])
    moves: list[tuple[str, str, Who, Any, dict]] = [
        ("create", "draft", one.requester, times["submit"], {}),
        ("submit", "submitted", one.requester, times["submit"], {}),
    ]
    if one.compared:
        moves.append(("open_comparison", "comparing", pp, times["compare"], {}))
    moves += [
        ("choose" if one.compared else "choose_direct", "awaiting_approval", pp, times["choose"], {}),
        ("approve", "ordered", ppk, times["approve"], {"document": letter, "content": content}),
        ("confirm", "confirmed", one.owner, times["confirm"], {"due_on": one.due_on.isoformat(), "document": letter}),
        ("ship", "in_progress", one.owner, times["ship"], {}),
        ("arrive_all", "delivered", receiver, times["arrive"], {"lot": 1}),
        ("inspect", "inspection", receiver, times["inspect"], {}),
        (
            "accept_all", "accepted", ppk, times["accept"],
            {"handover": 1, "amount_idr": one.total_idr, "document": handover},
        ),
        ("invoice", "invoiced", SYSTEM_WHO, times["accept"], {}),
        ("verify", "payment_pending", SYSTEM_WHO, times["capture"], {}),
        ("pay", "paid", SYSTEM_WHO, times["capture"], {}),
    ]  # fmt: skip
    if one.ending == "completed":
        who = ppk if "review" in times else SYSTEM_WHO
        moves.append(("complete", "completed", who, times["complete"], {}))
    return moves


# ---- comparison ------------------------------------------------------------------------------------------------------


def _write_comparisons(purchases: Sequence[Purchase], offers: dict) -> None:
    compared = [one for one in purchases if one.compared]
    write(
        Comparison,
        [
            {
                "id": one.new_id("comparison", one.times["compare"]),
                "order_id": one.id,
                "opened_by_id": one.desk.who(Role.PURCHASING_OFFICER).id,
                "opened_at": one.times["compare"],
                "minimum": offers[one.id][0]["minimum"],
                "reason": one.choice_reason,
                "closed_at": one.times["choose"],
                "document_id": one.ids["comparison_sheet"],
            }
            for one in compared
        ],
    )
    write(
        ComparisonOffer,
        [
            {
                "comparison_id": one.ids["comparison"],
                "position": position,
                "vendor_id": offer["vendor"].pk,
                "lines": offer["lines"],
                "total_idr": offer["total_idr"],
                "lead_time_days": offer["lead_time_days"],
                "is_asked": offer["is_chosen"],
                "is_chosen": offer["is_chosen"],
            }
            for one in compared
            for position, offer in enumerate(offers[one.id], start=1)
        ],
    )


# ---- the log ---------------------------------------------------------------------------------------------------------


def _record(one: Purchase, content: str, offers: dict, trail: Trail) -> None:
    desk, times = one.desk, one.times
    pp, ppk, receiver = (desk.who(role) for role in (Role.PURCHASING_OFFICER, Role.COMMITMENT_OFFICER, Role.RECEIVER))

    def add(what: str, who: Who, at, after=None, why: str = "") -> None:
        trail.add(what, "orders.procurementorder", one.id, who, at, organisation=desk.id, after=after, why=why)

    submitted = {"number": one.number, "total_idr": one.total_idr, "vendor": one.vendor.pk, "state": "submitted"}
    add("orders.order.submitted", one.requester, times["submit"], submitted)
    for finding in one.findings:
        if finding.check.startswith("SPLIT") and finding.level is not Level.PASSED:
            add("orders.split.suspected", one.requester, times["submit"], finding.as_json(), one.split_reason)
    if one.compared:
        opened = {"offers": len(offers[one.id]), "minimum": offers[one.id][0]["minimum"]}
        add("orders.comparison.opened", pp, times["compare"], opened)
    chosen = {"vendor": one.vendor.pk, "total_idr": one.total_idr}
    add("orders.offer.chosen", pp, times["choose"], chosen, one.choice_reason)
    letter, paper = str(one.ids["purchase_letter"]), str(one.ids["handover_report"])
    add(
        "orders.order.approved",
        ppk,
        times["approve"],
        {"document": letter, "content": content, "total_idr": one.total_idr},
    )
    add("orders.order.confirmed", one.owner, times["confirm"], {"due_on": one.due_on.isoformat(), "document": letter})
    lines = {str(place): line.quantity for place, line in enumerate(one.lines, start=1)}
    add("orders.order.shipped", one.owner, times["ship"], {"lot": 1, "lines": lines})
    add("orders.delivery.arrived", receiver, times["arrive"], {"lot": 1})
    add("orders.delivery.inspected", receiver, times["inspect"], {"accepted_idr": one.total_idr, "rejected": 0})
    signed = {"document": paper, "amount_idr": one.total_idr}
    add("orders.handover.signed_by_vendor", one.owner, times["sign"], signed)
    add(
        "orders.delivery.accepted",
        ppk,
        times["accept"],
        {"handover": 1} | signed | {"payable": str(one.ids["payable"])},
    )
    add(
        "orders.handover.paid",
        SYSTEM_WHO,
        times["capture"],
        {"payable": str(one.ids["payable"]), "amount_idr": one.total_idr},
    )
    add("orders.order.paid", SYSTEM_WHO, times["capture"], {"paid_idr": one.total_idr})
    if one.ending == "completed":
        add("orders.order.completed", ppk if "review" in times else SYSTEM_WHO, times["complete"])
