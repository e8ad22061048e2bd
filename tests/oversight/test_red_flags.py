"""Rules on rows of one's own, then the run over real purchases. A rule asks; it does not judge."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection

from marketplace.kernel.money import Rupiah
from marketplace.oversight.models import Flag
from marketplace.oversight.red_flags import BY_CODE
from marketplace.oversight.services import run_red_flags

ROWS = """
WITH purchase AS (SELECT * FROM jsonb_to_recordset(%s) AS x(
  id uuid, number text, agency_id int, vendor_id int, total_idr bigint, rup_code text, delivery_place text,
  account text, day date, created_at timestamptz, chosen_at timestamptz, approved_at timestamptz,
  confirmed_at timestamptz,
  accepted_idr bigint, captured_idr bigint)),
line AS (SELECT * FROM jsonb_to_recordset(%s) AS x(
  order_id uuid, number text, submitted_at timestamptz, title text, quantity int, unit_price_idr bigint,
  reference_idr bigint))
"""


def ask(code: str, purchases: list[dict] | None = None, lines: list[dict] | None = None) -> list[dict]:
    """The answers of one rule about these rows."""
    common = {
        "agency_id": 1,
        "vendor_id": 1,
        "account": "5.1",
        "day": "2026-11-02",
        "rup_code": "",
        "delivery_place": "",
    }
    rows = [common | {"id": str(UUID(int=n)), "number": f"P{n}"} | row for n, row in enumerate(purchases or [])]
    items = [
        {"order_id": str(UUID(int=n)), "submitted_at": "2026-11-02T03:00Z"} | row for n, row in enumerate(lines or [])
    ]
    with connection.cursor() as cursor:
        cursor.execute(ROWS + BY_CODE[code].sql, [json.dumps(rows), json.dumps(items)])
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def bought(*days_and_totals: tuple[str, int], **more: str) -> list[dict]:
    return [{"day": day, "total_idr": total} | more for day, total in days_and_totals]


REASON = "Kegiatan kedua baru ditetapkan hari ini"
SPLIT = bought(("2026-11-01", 49_500_000), ("2026-11-03", 48_000_000), ("2026-11-05", 20_000_000))


def test_orders_that_pass_a_limit_together_are_one_question(db):
    (found,) = [one for one in ask("RF-01", SPLIT) if json.loads(one["evidence"])["limit_idr"] == 50_000_000]

    assert found["numbers"] == ["P0", "P1", "P2"] and found["severity"] == "high"
    assert json.loads(found["evidence"])["ratio"] == "2.35" and found["value_idr"] == 117_500_000


def test_fifty_days_apart_own_packages_and_a_steady_rhythm_ask_nothing(db):
    apart = bought(("2026-01-01", 30_000_000), ("2026-02-20", 30_000_000))
    packages = [row | {"rup_code": str(n), "delivery_place": f"Desa {n}"} for n, row in enumerate(SPLIT)]
    steady = bought(*[(f"2026-11-{day:02}", 4_000_000) for day in (1, 4, 7, 10)])

    assert ask("RF-01", apart) == ask("RF-01", packages) == ask("RF-01", steady) == []


@pytest.mark.parametrize(
    ("price", "quantity", "severity"),
    [(60_000, 100, "medium"), (50_000, 100, None), (90_000, 5, None), (90_000, 100, "high")],
)
def test_a_price_above_its_reference_asks_when_it_matters(db, price, quantity, severity):
    line = {"number": "P0", "title": "Kertas", "unit_price_idr": price, "quantity": quantity, "reference_idr": 45_000}

    found = ask("RF-05", lines=[line])

    assert [one["severity"] for one in found] == ([severity] if severity else [])
    assert ask("RF-05", lines=[line | {"reference_idr": None}]) == []


def test_a_pair_that_is_often_done_in_ten_minutes_asks(db):
    def orders(quick: int) -> list[dict]:
        ends = ["03:09"] * quick + ["08:00"] * (12 - quick)
        return [
            {"total_idr": 12_000_000, "created_at": "2026-11-02T03:00Z", "confirmed_at": f"2026-11-02T{end}Z"}
            for end in ends
        ]

    assert len(ask("RF-16", orders(5))) == 5
    assert ask("RF-16", orders(3)) == []


def test_paid_above_accepted_asks_always_and_equal_never(db):
    (found,) = ask("RF-32", [{"total_idr": 11_000_000, "accepted_idr": 10_000_000, "captured_idr": 11_000_000}])

    assert (found["severity"], found["value_idr"]) == ("high", 1_000_000)
    assert ask("RF-32", [{"total_idr": 1, "accepted_idr": 10_000_000, "captured_idr": 10_000_000}]) == []


def test_an_approval_within_a_minute_asks_and_a_small_one_does_not(db):
    quick = {"chosen_at": "2026-11-02T03:00:00Z", "approved_at": "2026-11-02T03:00:41Z", "total_idr": 4_000_000}

    assert json.loads(ask("DS-01", [quick])[0]["evidence"]) == {"seconds": 41}
    assert ask("DS-01", [quick | {"approved_at": "2026-11-02T03:01:00Z"}]) == []
    assert ask("DS-01", [quick | {"total_idr": 900_000}]) == []


# ---- over real purchases ---------------------------------------------------------------------------------------------


def test_the_run_keeps_the_same_questions_each_time_and_ranks_them(scene):
    orders = [scene.submitted_order(total=Rupiah(9_000_000), reason=REASON) for _ in range(2)]

    first = run_red_flags(as_of=date(2026, 11, 30))
    kept = list(Flag.objects.values("rule", "numbers", "rank", "value_idr"))
    call_command("run_red_flags", "--as-of", "2026-11-30")

    assert first["RF-01"] == 1 and list(Flag.objects.values("rule", "numbers", "rank", "value_idr")) == kept
    flag = Flag.objects.get(rule="RF-01")
    assert sorted(flag.numbers) == sorted(order.number for order in orders)
    assert flag.rank == round(flag.value_idr * Decimal("0.6") * flag.score)


def test_a_frozen_day_knows_nothing_of_later_purchases(scene):
    for _ in range(2):
        scene.submitted_order(total=Rupiah(9_000_000), reason=REASON)

    assert set(run_red_flags(as_of=date(2026, 11, 1)).values()) == {0}
    assert not Flag.objects.exists()


def test_auditors_see_the_question_in_the_queue_and_the_dossier_and_nobody_else_does(scene, as_person):
    orders = [scene.submitted_order(total=Rupiah(9_000_000), reason=REASON) for _ in range(2)]
    run_red_flags(as_of=date(2026, 11, 30))

    client = as_person(scene.dewi)
    queue = client.get("/pengawasan/pertanyaan/", {"aturan": "RF-01", "bobot": "medium"}).content.decode()
    dossiers = [client.get(f"/pengawasan/transaksi/{order.number}/").content.decode() for order in orders]
    other = client.get("/pengawasan/pertanyaan/", {"aturan": "RF-32"}).content.decode()
    strangers = [
        as_person(who).get("/pengawasan/pertanyaan/").status_code for who in (scene.ani, scene.budi, scene.sari)
    ]

    assert all("2 pesanan bernilai Rp18.000.000" in text for text in [queue, *dossiers])
    assert "Tidak ada pertanyaan" in other
    assert not {200} & set(strangers)


def test_the_queue_costs_a_fixed_number_of_queries(scene, as_person, django_assert_max_num_queries):
    for _ in range(3):
        scene.submitted_order(total=Rupiah(9_000_000), reason=REASON)
    run_red_flags(as_of=date(2026, 11, 30))
    client = as_person(scene.dewi)

    with django_assert_max_num_queries(12):
        assert client.get("/pengawasan/pertanyaan/").status_code == 200
