"""Rules asked about rows of one's own, in place of the relations that they read."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from marketplace.oversight.flags import BY_CODE

AS_OF = date(2026, 11, 30)
SHAPES = {
    "purchase": "id uuid, number text, agency_id int, vendor_id int, requester_id int, chooser_id int, "
    "approver_id int, receiver_id int, total_idr bigint, rup_code text, delivery_place text, account text, day date, "
    "created_at timestamptz, chosen_at timestamptz, approved_at timestamptz, confirmed_at timestamptz, "
    "accepted_idr bigint, captured_idr bigint, vendor_since date",
    "line": "order_id uuid, number text, agency_id int, vendor_id int, submitted_at timestamptz, listing_id int, "
    "title text, category_code text, quantity int, unit_price_idr bigint, reference_idr bigint, "
    "published_at timestamptz",
    "dropped": "number text, agency_id int, vendor_id int, ended_at timestamptz, listing_id int, unit_price_idr bigint",
    "price": "listing_id int, unit_price_idr bigint, valid_from timestamptz",
    "offer": "comparison_id int, order_id uuid, number text, agency_id int, vendor_id int, total_idr bigint, won bool, "
    "day date",
    "delivery": "order_id uuid, number text, accepted_idr bigint, inspected_at timestamptz, shipped_at timestamptz, "
    "photos int, days_late int, penalty_idr bigint, amount_idr bigint",
    "identity": "kind text, key text, vendor_id int, person_id int",
    "account_change": "vendor_id int, changed_at timestamptz",
    "payout": "order_id uuid, number text, vendor_id int, net_idr bigint, paid_at timestamptz",
    "charge": "order_id uuid, number text, card_id int, amount_idr bigint, requested_at timestamptz, declined bool",
    "standing": "vendor_id int, state text, at timestamptz",
    "bill": "order_id uuid, numbers text[], sp2d text, paid_at timestamptz, ordered_at timestamptz, is_late bool, "
    "total_idr bigint",
}
USUAL: dict[str, dict[str, Any]] = {
    "purchase": {
        "agency_id": 1, "vendor_id": 1, "requester_id": 101, "chooser_id": 102, "approver_id": 103, "receiver_id": 104,
        "account": "5.1", "day": "2026-11-02", "rup_code": "", "delivery_place": "", "total_idr": 5_000_000,
        "vendor_since": "2025-01-01", "approved_at": "2026-11-03T03:00Z",
    },
    "line": {
        "agency_id": 1, "vendor_id": 1, "submitted_at": "2026-11-02T03:00Z", "listing_id": 1, "title": "Kertas",
        "category_code": "01.01", "quantity": 10, "unit_price_idr": 20_000,
    },
    "dropped": {"agency_id": 1, "vendor_id": 1, "listing_id": 1},
    "price": {"listing_id": 1},
    "offer": {"agency_id": 1, "day": "2026-11-02", "won": False},
    "delivery": {"accepted_idr": 3_500_000, "amount_idr": 3_500_000, "photos": 1, "days_late": 0, "penalty_idr": 0},
    "payout": {"vendor_id": 1},
    "account_change": {"vendor_id": 1},
    "charge": {"card_id": 1, "declined": False},
    "standing": {"vendor_id": 1},
    "bill": {"is_late": True},
}  # fmt: skip
NUMBERED = {"purchase": "id", "line": "order_id", "offer": "order_id", "delivery": "order_id", "payout": "order_id",
            "charge": "order_id", "bill": "order_id"}  # fmt: skip


def ask(code: str, *, free_days: list[date] | None = None, **relations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The answers of one rule about these rows; rows without a number are P0, P1 and so on."""
    rule = BY_CODE[code]
    facts: dict[str, Any] = {"as_of": AS_OF, "until": AS_OF + timedelta(days=1), "free_days": free_days or []}
    parts = []
    for name, shape in SHAPES.items():
        rows = [_row(name, place, row) for place, row in enumerate(relations.get(name, []))]
        facts[f"rows_{name}"] = json.dumps(rows)
        parts.append(f"{name} AS (SELECT * FROM jsonb_to_recordset(%(rows_{name})s::jsonb) AS x({shape}))")
    before, answer = rule.statement("WITH " + ", ".join(parts))
    with connection.cursor() as cursor:
        cursor.execute(f"{before}\n{answer}", facts | rule.parameters_on(AS_OF))
        names = [column.name for column in cursor.description]
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for one in found:
        one["evidence"] = json.loads(one["evidence"])
    return found


def _row(name: str, place: int, row: dict[str, Any]) -> dict[str, Any]:
    made = USUAL.get(name, {}) | row
    if name in NUMBERED:
        number = made.setdefault("number", f"P{place}")
        made.setdefault(NUMBERED[name], str(UUID(int=int(number[1:]) if number[1:].isdigit() else place)))
        if name == "bill":
            made.setdefault("numbers", [number])
    return made
