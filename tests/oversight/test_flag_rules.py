"""Each rule on its worked example of the red-flag list, and beside it what it must not ask."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from marketplace.kernel.law import limit_on
from marketplace.oversight.flags import RULES
from orders.checks import ChargedOrder, Level, SplitRules, check_conflict, check_splitting, check_vendor
from tests.oversight.rows import AS_OF, ask

pytestmark = pytest.mark.django_db
M = 1_000_000


def bought(*days_and_totals: tuple[str, int], **more: Any) -> list[dict[str, Any]]:
    return [{"day": day, "total_idr": total} | more for day, total in days_and_totals]


def times(count: int, **row: Any) -> list[dict[str, Any]]:
    return [dict(row) for _ in range(count)]


SPLIT = bought(("2026-11-01", 49_500_000), ("2026-11-03", 48 * M), ("2026-11-05", 20 * M))


def test_every_rule_names_its_source_and_thresholds_that_are_in_force():
    for rule in RULES:
        assert rule.source and str(rule.why) and str(rule.question), rule.code
        assert all(row.source for row in rule.rows_on(AS_OF)), rule.code
    assert len({rule.code for rule in RULES}) == len(RULES) >= 25


def test_rf01_orders_that_pass_a_limit_together_are_one_question():
    (found,) = [one for one in ask("RF-01", purchase=SPLIT) if one["evidence"]["limit_idr"] == 50 * M]

    assert found["numbers"] == ["P0", "P1", "P2"] and found["severity"] == "high"
    assert found["evidence"]["ratio"] == "2.35" and found["value_idr"] == 117_500_000


def test_rf01_fifty_days_apart_own_packages_and_a_steady_rhythm_ask_nothing():
    apart = bought(("2026-01-01", 30 * M), ("2026-02-20", 30 * M))
    packages = [row | {"rup_code": str(n), "delivery_place": f"Desa {n}"} for n, row in enumerate(SPLIT)]
    steady = bought(*[(f"2026-11-{day:02}", 4 * M) for day in (1, 4, 7, 10)])

    assert ask("RF-01", purchase=apart) == ask("RF-01", purchase=packages) == ask("RF-01", purchase=steady) == []


def test_rf01_the_basket_and_the_rule_see_the_same_set():
    orders = [
        ChargedOrder(f"P{n}", 1, "5.1", frozenset(), row["total_idr"], date.fromisoformat(row["day"]))
        for n, row in enumerate(SPLIT)
    ]
    limits = tuple(limit_on(f"split_threshold.{name}", AS_OF) for name in ("10m", "50m", "200m"))
    rules = SplitRules(limits, window_days=14, payee_limit_idr=200 * M)

    finding = check_splitting(orders[2:], orders[:2], rules=rules)

    assert finding.level is Level.NEEDS_REASON
    assert (finding.facts["sum_idr"], finding.facts["limit_idr"]) == (117_500_000, 50 * M)


@pytest.mark.parametrize(("just_under", "below", "asked"), [(9, 4, True), (5, 7, False)])
def test_rf02_too_many_just_under_a_limit(just_under, below, asked):
    rows = times(just_under, total_idr=49 * M) + times(below, total_idr=44 * M)

    found = ask("RF-02", purchase=rows)

    assert bool(found) == asked
    if asked:
        assert found[0]["evidence"] == {"just_under": 9, "below": 4, "limit_idr": 50 * M, "chance": "0.0088"}


def test_rf03_a_pair_far_above_the_officers_other_pairs():
    counts = [1, 1, 2, 2, 2, 3, 3, 4, 5, 18]
    rows = [{"vendor_id": vendor} for vendor, n in enumerate(counts) for _ in range(n)]

    (found,) = ask("RF-03", purchase=rows)

    assert found["evidence"]["orders"] == 18 and found["evidence"]["fence"] == "6.4"
    assert ask("RF-03", purchase=times(18)) == []  # an officer who has met one vendor only


@pytest.mark.parametrize(
    ("price", "quantity", "severity"),
    [(60_000, 100, "medium"), (50_000, 100, None), (90_000, 5, None), (90_000, 100, "high")],
)
def test_rf05_a_price_above_its_reference_asks_when_it_matters(price, quantity, severity):
    line = {"unit_price_idr": price, "quantity": quantity, "reference_idr": 45_000}

    found = ask("RF-05", line=[line])

    assert [one["severity"] for one in found] == ([severity] if severity else [])
    assert ask("RF-05", line=[line | {"reference_idr": None}]) == []


@pytest.mark.parametrize(
    ("cheap", "dear", "asked"),
    [((20_000, 50), (26_000, 40), True), ((20_000, 500), (26_000, 10), False), ((20_000, 50), (24_000, 50), False)],
)
def test_rf06_one_product_at_two_prices_in_one_month(cheap, dear, asked):
    rows = [
        {"agency_id": office, "unit_price_idr": price, "quantity": quantity}
        for office, (price, quantity) in enumerate((cheap, dear))
    ]

    found = ask("RF-06", line=rows)

    assert [one["numbers"] for one in found] == ([["P1", "P0"]] if asked else [])


@pytest.mark.parametrize(("november", "asked"), [(80 * M, True), (20 * M, False)])
def test_rf07_asleep_since_march_and_busy_in_november(november, asked):
    rows = bought(
        ("2026-02-01", 6 * M), ("2026-03-01", 6 * M), ("2026-11-10", november // 2), ("2026-11-25", november // 2)
    )

    found = ask("RF-07", purchase=rows)

    assert [one["evidence"]["mean_idr"] for one in found] == ([6 * M] if asked else [])


def test_rf08_certified_on_the_first_and_sold_much_by_the_twentieth():
    new = bought(("2026-11-03", 40 * M), ("2026-11-20", 35 * M), vendor_since="2026-11-01")

    (found,) = ask("RF-08", purchase=new)

    assert found["evidence"] == {"days": 2, "sum_idr": 75 * M, "percent": 100}
    assert ask("RF-08", purchase=[row | {"vendor_since": "2026-10-20"} for row in new]) == []
    assert ask("RF-08", purchase=bought(("2026-11-03", 4 * M), vendor_since="2026-11-01")) == []


def test_rf09_an_official_with_the_vendors_number():
    shared = [
        {"kind": "phone", "key": "6281234567890", "vendor_id": 1},
        {"kind": "phone", "key": "6281234567890", "person_id": 103},
    ]

    (found,) = ask("RF-09", purchase=[{}], identity=shared)

    assert found["severity"] == "high" and found["evidence"] == {"what": "phone"}
    assert ask("RF-09", purchase=[{}], identity=[shared[0], shared[1] | {"person_id": 999}]) == []
    assert check_conflict(officials_behind=["Budi"]).level is Level.BLOCKS


def test_rf10_two_vendors_with_one_bank_account():
    both = [{"kind": "bank", "key": "h", "vendor_id": 1}, {"kind": "bank", "key": "h", "vendor_id": 2}]

    (found,) = ask("RF-10", purchase=[{}, {"vendor_id": 2}], identity=both)

    assert found["severity"] == "high" and found["numbers"] == ["P0", "P1"]
    assert ask("RF-10", purchase=[{}, {"vendor_id": 2, "agency_id": 2}], identity=both) == []


@pytest.mark.parametrize(("off", "all_of", "asked"), [(3, 10, False), (6, 20, True), (5, 40, False)])
def test_rf11_approvals_on_free_days(off, all_of, asked):
    sunday, monday = "2026-11-15T03:00Z", "2026-11-16T03:00Z"
    rows = times(off, approved_at=sunday) + times(all_of - off, approved_at=monday)

    found = ask("RF-11", purchase=rows, free_days=[date(2026, 11, 15)])

    assert [one["evidence"] for one in found] == ([{"off": off, "approvals": all_of}] if asked else [])


def test_rf11_nights_count_and_a_late_afternoon_does_not():
    night, afternoon = times(6, approved_at="2026-11-16T16:30Z"), times(6, approved_at="2026-11-16T12:30Z")

    assert len(ask("RF-11", purchase=night)) == 1 and ask("RF-11", purchase=afternoon) == []


@pytest.mark.parametrize(("december", "asked"), [(420 * M, True), (200 * M, False)])
def test_rf12_a_third_of_the_year_in_december(december, asked):
    rest = (1_200 * M - december) // 11
    rows = bought(*[(f"2025-{month:02}-10", rest) for month in range(1, 12)], ("2025-12-20", december))

    found = ask("RF-12", purchase=rows)

    assert [one["evidence"]["ratio"] for one in found] == (["4.20"] if asked else [])
    assert ask("RF-12", purchase=bought(("2025-12-20", 500 * M))) == []  # the only month that is known


@pytest.mark.parametrize(("round_n", "asked"), [(9, True), (5, False)])
def test_rf13_nine_of_twelve_are_whole_millions(round_n, asked):
    rows = times(round_n, total_idr=3 * M) + times(12 - round_n, total_idr=3_123_456)

    found = ask("RF-13", purchase=rows)

    assert [one["evidence"]["chance"] for one in found] == (["0.0017"] if asked else [])


def test_rf14_up_before_the_order_and_down_after_it():
    line = {"unit_price_idr": 10 * M, "quantity": 1}
    prices = [
        {"unit_price_idr": 5 * M, "valid_from": "2026-01-01T00:00Z"},
        {"unit_price_idr": 10 * M, "valid_from": "2026-11-01T00:00Z"},
        {"unit_price_idr": 5 * M, "valid_from": "2026-11-09T00:00Z"},
    ]

    (found,) = ask("RF-14", line=[line], price=prices)
    (stayed,) = ask("RF-14", line=[line], price=prices[:2])
    small = [prices[0] | {"unit_price_idr": 100_000}, prices[1] | {"unit_price_idr": 105_000}]

    assert (found["severity"], stayed["severity"], found["value_idr"]) == ("high", "medium", 5 * M)
    assert ask("RF-14", line=[line], price=small) == []


def test_rf15_published_at_nine_and_ordered_at_nine_twentyfive():
    line = {
        "submitted_at": "2026-11-02T02:25Z",
        "published_at": "2026-11-02T02:00Z",
        "quantity": 10,
        "unit_price_idr": 3 * M,
    }

    (found,) = ask("RF-15", line=[line])

    assert (found["severity"], found["evidence"]["minutes"]) == ("high", 25)
    assert ask("RF-15", line=[line | {"published_at": "2026-10-20T02:00Z"}]) == []


def test_rf16_a_pair_that_is_often_done_in_ten_minutes():
    def orders(quick: int) -> list[dict[str, Any]]:
        ends = ["03:09"] * quick + ["08:00"] * (12 - quick)
        return [
            {"total_idr": 12 * M, "created_at": "2026-11-02T03:00Z", "confirmed_at": f"2026-11-02T{end}Z"}
            for end in ends
        ]

    assert len(ask("RF-16", purchase=orders(5))) == 5
    assert ask("RF-16", purchase=orders(3)) == []


def test_rf17_another_account_nine_days_before_the_payment():
    paid = {"net_idr": 25 * M, "paid_at": "2026-11-10T03:00Z"}

    (found,) = ask("RF-17", payout=[paid], account_change=[{"changed_at": "2026-11-01T03:00Z"}])

    assert found["evidence"] == {"days": 9, "paid_idr": 25 * M}
    assert ask("RF-17", payout=[paid], account_change=[{"changed_at": "2026-09-01T03:00Z"}]) == []


@pytest.mark.parametrize(("minutes", "asked"), [(10, True), (20, False)])
def test_rf19_inspected_before_it_can_have_arrived(minutes, asked):
    row = {"shipped_at": "2026-11-02T03:00Z", "inspected_at": f"2026-11-02T03:{minutes}Z"}

    assert bool(ask("RF-19", delivery=[row])) == asked


@pytest.mark.parametrize(
    ("photos", "value", "asked"), [(0, 3_500_000, True), (1, 3_500_000, False), (0, 500_000, False)]
)
def test_rf20_accepted_without_a_photo(photos, value, asked):
    row = {"photos": photos, "accepted_idr": value, "inspected_at": "2026-11-02T03:00Z"}

    assert bool(ask("RF-20", delivery=[row])) == asked


def test_rf21_the_same_goods_and_sum_twice():
    twins = bought(("2026-10-01", 4 * M), ("2026-10-09", 4 * M))
    lines = [{"number": "P0"}, {"number": "P1"}]

    (found,) = ask("RF-21", purchase=twins, line=lines)

    assert found["numbers"] == ["P0", "P1"] and found["evidence"]["days"] == 8
    planned = [row | {"rup_code": str(n)} for n, row in enumerate(twins)]
    assert ask("RF-21", purchase=planned, line=lines) == []
    assert ask("RF-21", purchase=twins, line=[lines[0], lines[1] | {"quantity": 9}]) == []


@pytest.mark.parametrize(("shares", "hhi"), [((60, 25, 10, 5), "0.435"), ((25, 25, 25, 25), None)])
def test_rf23_few_vendors_take_nearly_all(shares, hhi):
    rows = [{"vendor_id": vendor, "total_idr": share * M} for vendor, share in enumerate(shares) for _ in range(3)] + [
        {"agency_id": 2, "vendor_id": 9, "total_idr": M}
    ]

    found = ask("RF-23", purchase=rows)

    assert [one["evidence"]["hhi"] for one in found] == ([hhi] if hhi else [])


@pytest.mark.parametrize(("ratios", "asked"), [((105, 105, 105), True), ((101, 109, 120), False), ((105, 105), False)])
def test_rf25_a_loser_at_a_constant_ratio(ratios, asked):
    rows = [
        {"comparison_id": n, "number": f"P{n}", "vendor_id": vendor, "total_idr": total * (n + 1) * 1000, "won": won}
        for n, ratio in enumerate(ratios)
        for vendor, total, won in ((1, 100, True), (2, ratio, False))
    ]

    assert bool(ask("RF-25", offer=rows)) == asked


def test_rf26_two_vendors_with_one_total():
    rows = [{"comparison_id": 1, "number": "P1", "vendor_id": vendor, "total_idr": 12_500_000} for vendor in (1, 2)]

    (found,) = ask("RF-26", offer=rows)

    assert found["evidence"] == {"vendors": 2, "total_idr": 12_500_000}
    assert ask("RF-26", offer=[rows[0], rows[1] | {"total_idr": 12_400_000}]) == []


@pytest.mark.parametrize(("won", "asked"), [(0, False), (1, True)])
def test_rf26_an_equal_pair_that_decides_nothing_is_not_asked_about(won, asked):
    totals = (12_400_000, 12_500_000, 12_500_000)
    rows = [
        {"comparison_id": 1, "number": "P1", "vendor_id": n, "total_idr": total, "won": n == won}
        for n, total in enumerate(totals)
    ]

    assert bool(ask("RF-26", offer=rows)) == asked


def test_rf29_approved_while_the_vendor_was_suspended():
    states = [{"state": "active", "at": "2026-01-01T00:00Z"}, {"state": "suspended", "at": "2026-10-31T00:00Z"}]

    (found,) = ask("RF-29", purchase=[{}], standing=states)

    assert found["evidence"] == {"state": "suspended"}
    assert ask("RF-29", purchase=[{}], standing=states[:1]) == []
    assert check_vendor(may_sell=False).level is Level.BLOCKS


@pytest.mark.parametrize(("price", "asked"), [(1_150_000, True), (1_050_000, False)])
def test_rf30_dropped_and_ordered_again_dearer(price, asked):
    dropped = {"number": "X1", "unit_price_idr": M, "ended_at": "2026-11-01T03:00Z"}

    found = ask("RF-30", line=[{"unit_price_idr": price, "quantity": 2}], dropped=[dropped])

    assert [one["numbers"] for one in found] == ([["X1", "P0"]] if asked else [])


def test_rf32_paid_above_accepted_asks_always_and_equal_never():
    row = {"total_idr": 11 * M, "accepted_idr": 10 * M, "captured_idr": 11 * M}

    (found,) = ask("RF-32", purchase=[row])

    assert (found["severity"], found["value_idr"]) == ("high", M)
    assert ask("RF-32", purchase=[row | {"captured_idr": 10 * M}]) == []


def test_rf33_late_and_no_penalty():
    late = {"days_late": 5, "amount_idr": 20 * M, "inspected_at": "2026-11-02T03:00Z"}

    (found,) = ask("RF-33", delivery=[late])

    assert found["evidence"] == {"days": 5, "due_idr": 100_000}
    assert ask("RF-33", delivery=[late | {"penalty_idr": 100_000}]) == []


def test_rf34_declined_and_then_in_two_parts():
    rows = [
        {"amount_idr": 12 * M, "requested_at": "2026-11-02T03:00Z", "declined": True},
        {"amount_idr": 6 * M, "requested_at": "2026-11-02T03:10Z"},
        {"amount_idr": 6 * M, "requested_at": "2026-11-02T03:20Z"},
    ]

    (found,) = ask("RF-34", charge=rows)

    assert sorted(found["numbers"]) == ["P0", "P1", "P2"] and found["value_idr"] == 12 * M
    assert ask("RF-34", charge=rows[:2]) == []


@pytest.mark.parametrize(("second", "asked"), [(45 * M, True), (20 * M, False)])
def test_rf37_a_small_order_and_then_a_large_one(second, asked):
    found = ask("RF-37", purchase=bought(("2026-10-01", 1_500_000), ("2026-11-01", second)))

    assert [one["numbers"] for one in found] == ([["P0", "P1"]] if asked else [])


def test_ds01_an_approval_within_a_minute_asks_and_a_small_one_does_not():
    quick = {"chosen_at": "2026-11-02T03:00:00Z", "approved_at": "2026-11-02T03:00:41Z", "total_idr": 4 * M}

    assert ask("DS-01", purchase=[quick])[0]["evidence"] == {"seconds": 41}
    assert ask("DS-01", purchase=[quick | {"approved_at": "2026-11-02T03:01:00Z"}]) == []
    assert ask("DS-01", purchase=[quick | {"total_idr": 900_000}]) == []


def test_ds02_a_week_from_the_payment_order_to_the_disbursement():
    start = date(2026, 11, 2)
    bill = {
        "sp2d": "900/1",
        "ordered_at": f"{start}T03:00Z",
        "paid_at": f"{start + timedelta(days=7)}T03:00Z",
        "total_idr": M,
    }

    (found,) = ask("DS-02", bill=[bill])

    assert found["evidence"] == {"sp2d": "900/1", "days": 7}
    assert ask("DS-02", bill=[bill | {"is_late": False}]) == []
