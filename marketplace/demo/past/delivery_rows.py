"""Rows of what came after the vendor said yes: delivery, handover, stock sold and scores."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import connection

from catalog.models import PaidPrice, StockHold
from catalog.states import StockKind
from marketplace.accounts.roles import Role
from marketplace.demo.bulk.rows import array, write
from marketplace.demo.past.order_papers import CARRIER, vehicle
from marketplace.demo.past.plan import Purchase
from marketplace.kernel import law
from marketplace.kernel.calendar import local_day
from orders.models import (
    Handover,
    Inspection,
    InspectionLine,
    PerformanceReview,
    Shipment,
    ShipmentLine,
)
from orders.penalties import late_penalty
from vendors.models import PerformanceRecord

#: Marks from 1 to 3 of vendors who work very well, well, well enough and poorly, and how many of a hundred do.
MARKS = (((2, 3, 3, 3), (2, 2, 3), (1, 1, 2), (1, 1, 1, 2)), (25, 54, 19, 2))


def write_deliveries(purchases: Sequence[Purchase]) -> None:
    write(Inspection, [_inspection_row(one) for one in purchases])
    write(
        InspectionLine,
        [
            {
                "inspection_id": one.ids["inspection"],
                "order_line_id": line.id,
                "received_quantity": line.quantity,
                "accepted_quantity": line.quantity,
                "rejected_quantity": 0,
                "condition": "good",
            }
            for one in purchases
            for line in one.lines
        ],
    )
    write(Shipment, [_shipment_row(one) for one in purchases])
    write(
        ShipmentLine,
        [
            {"shipment_id": one.ids["shipment"], "order_line_id": line.id, "quantity": line.quantity}
            for one in purchases
            for line in one.lines
        ],
    )
    write(Handover, [_handover_row(one) for one in purchases])


def _inspection_row(one: Purchase) -> dict[str, Any]:
    return {
        "id": one.new_id("inspection", one.times["inspect"]),
        "order_id": one.id,
        "sequence": 1,
        "receiver_id": one.desk.who(Role.RECEIVER).id,
        "at": one.times["inspect"],
        "accepted_idr": one.total_idr,
        "document_id": one.ids["inspection_report"],
    }


def _shipment_row(one: Purchase) -> dict[str, Any]:
    return {
        "id": one.new_id("shipment", one.times["ship"]),
        "order_id": one.id,
        "lot": 1,
        "state": "inspected",
        "carrier": CARRIER,
        "vehicle": vehicle(one),
        "document_id": one.ids["delivery_note"],
        "shipped_by_id": one.owner.id,
        "shipped_at": one.times["ship"],
        "arrived_at": one.times["arrive"],
        "arrival_recorded_by_id": one.desk.who(Role.RECEIVER).id,
        "inspection_id": one.ids["inspection"],
    }


def _handover_row(one: Purchase) -> dict[str, Any]:
    late, penalty = one.days_late, 0
    if late:
        per_mille = law.limit_on("late_penalty_per_mille", local_day(one.times["inspect"]))
        penalty = late_penalty(one.tax.base, days=late, per_mille=per_mille).idr
    return {
        "id": one.new_id("handover", one.times["inspect"]),
        "order_id": one.id,
        "inspection_id": one.ids["inspection"],
        "sequence": 1,
        "amount_idr": one.total_idr,
        "days_late": late,
        "penalty_idr": penalty,
        "receiver_id": one.desk.who(Role.RECEIVER).id,
        "vendor_signed_by_id": one.owner.id,
        "vendor_signed_at": one.times["sign"],
        "accepted_by_id": one.desk.who(Role.COMMITMENT_OFFICER).id,
        "accepted_at": one.times["accept"],
        "document_id": one.ids["handover_report"],
        "payable_id": one.ids["payable"],
        "paid_at": one.times["capture"],
    }


def write_stock(purchases: Sequence[Purchase]) -> None:
    """Goods were held and handed over; counted ones left the stock. What was paid becomes a comparable."""
    write(
        StockHold,
        [
            {
                "listing_id": line.goods.listing.id,
                "order_id": one.id,
                "order_number": one.number,
                "quantity": line.quantity,
                "consumed": line.quantity,
                "held_at": one.times["submit"],
                "changed_at": one.times["accept"],
            }
            for one in purchases
            for line in one.lines
        ],
    )
    gone: dict[int, int] = defaultdict(int)
    for one in purchases:
        for line in one.lines:
            if line.goods.listing.stock_kind == StockKind.COUNTED:
                gone[line.goods.listing.stock_record_id] += line.quantity
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE partner_stockrecord AS stock SET num_in_stock = stock.num_in_stock - gone.quantity
                 FROM unnest(%s::bigint[], %s::int[]) AS gone(id, quantity) WHERE stock.id = gone.id""",
            [array(gone), array(gone.values())],
        )
    write(
        PaidPrice,
        [
            {
                "listing_id": line.goods.listing.id,
                "order_id": one.id,
                "order_number": one.number,
                "unit_price_idr": line.unit_price_idr,
                "quantity": line.quantity,
                "regency_id": one.desk.agency.regency_id,
                "paid_at": one.times["capture"],
            }
            for one in purchases
            for line in one.lines
        ],
    )


def write_scores(purchases: Sequence[Purchase]) -> None:
    judged = [one for one in purchases if "review" in one.times]
    scores = {
        one.id: {
            "quality": one.dice.choice(_usual_marks(one)),
            "cost": one.dice.choice(_usual_marks(one)),
            "time": min(one.dice.choice(_usual_marks(one)), 1 if one.days_late else 3),
            "service": one.dice.choice(_usual_marks(one)),
        }
        for one in judged
    }
    write(PerformanceReview, [_review_row(one, scores[one.id]) for one in judged])
    write(
        PerformanceRecord,
        [
            {
                "vendor_id": one.vendor.pk,
                "order_id": one.id,
                "order_number": one.number,
                **scores[one.id],
                "is_on_time": not one.days_late,
                "days_late": one.days_late,
                "given_by_id": one.desk.who(Role.COMMITMENT_OFFICER).id,
                "at": one.times["review"],
            }
            for one in judged
        ],
    )


def _usual_marks(one: Purchase) -> tuple[int, ...]:
    """What this vendor is used to get; the same for every purchase."""
    return random.Random(f"marks {one.vendor.nib}").choices(*MARKS)[0]


def _review_row(one: Purchase, scores: dict[str, int]) -> dict[str, Any]:
    return {
        "order_id": one.id,
        "quality": scores["quality"],
        "cost": scores["cost"],
        "timeliness": scores["time"],
        "service": scores["service"],
        "reviewed_by_id": one.desk.who(Role.COMMITMENT_OFFICER).id,
        "reviewed_at": one.times["review"],
    }
