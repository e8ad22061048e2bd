"""Geometry of bars, meters and charts."""

from hypothesis import given
from hypothesis import strategies as st

from marketplace.ui.figures import BudgetBar, PriceMeter, bars, columns, css, percent_of, tiles

AMOUNTS = st.integers(min_value=0, max_value=10**12)


def number(text: str) -> int:
    whole, rest = text.removesuffix("%").split(".")
    return int(whole) * 100 + int(rest)


def test_a_budget_bar_shows_spent_held_and_this_order():
    bar = BudgetBar(ceiling=180_000_000, used=72_450_000, held=31_200_000, this=32_650_000)

    assert [(part.kind, part.x, part.width) for part in bar.segments] == [
        ("used", "0.00%", "40.25%"),
        ("held", "40.25%", "17.33%"),
        ("this", "57.58%", "18.13%"),
    ]
    assert bar.free == 43_700_000 and bar.over == 0
    assert "Rp43.700.000" in bar.sentence and bar.sentence.startswith("Pagu Rp180.000.000")


def test_an_exceeded_ceiling_shows_the_excess_and_names_it():
    bar = BudgetBar(ceiling=48_000_000, used=39_600_000, held=5_100_000, this=4_140_000)

    assert bar.over == 840_000
    assert [part.kind for part in bar.segments] == ["used", "held", "this", "over"]
    assert bar.legend[-1].kind == "over" and bar.legend[-1].amount == 840_000


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_segments_never_overrun_the_bar_and_never_overlap(ceiling, used, held, this):
    end = 0
    for part in BudgetBar(ceiling, used, held, this).segments:
        assert number(part.x) >= end - 1
        end = number(part.x) + number(part.width)
    assert end <= 10_000


@given(st.lists(st.integers(min_value=1, max_value=10**9), min_size=1, max_size=30), st.integers(1, 10**9))
def test_everything_on_a_price_meter_lies_on_its_axis(comparables, price):
    ordered = sorted(comparables)
    meter = PriceMeter(price, ordered[0], ordered[-1], ordered[len(ordered) // 2], ordered[-1] * 2, tuple(comparables))

    places = [*meter.dots, meter.median_x, meter.standard_x, meter.price_x]
    assert all(0 <= number(place) <= 10_000 for place in places)
    assert sum(number(zone.width) for zone in meter.zones) <= 10_000


def test_a_region_without_standard_price_has_no_red_zone():
    meter = PriceMeter(785_000, 690_000, 812_000, 772_000)

    assert meter.standard_x == "" and "Standar" not in meter.sentence
    assert [zone.kind for zone in meter.zones] == ["low", "ok", "why"]


def test_columns_stand_on_zero_and_the_largest_is_full():
    drawn = columns(
        [{"label": "Jun", "value": 50}, {"label": "Jul", "value": 100, "text": "100"}, {"label": "Agt", "value": 0}]
    )

    assert [column.height for column in drawn] == ["48.0", "96.0", "0.0"]
    assert drawn[-1].last and columns([]) == []


def test_bars_and_tiles_of_nothing_are_empty():
    assert bars([{"label": "A", "value": 0}])[0]["width"] == "0.00%"
    assert tiles([])["tiles"] == []
    assert tiles([{"label": "A", "name": "A", "value": 0, "column": 0, "line": 0}])["tiles"][0]["heat"] == 0


def test_tiles_have_as_many_regions_in_each_step_and_name_both_ends():
    rows = [{"label": str(n), "name": str(n), "value": 10**n, "column": n, "line": 0} for n in range(5)]

    drawn = tiles(rows)

    assert [tile["heat"] for tile in drawn["tiles"]] == [1, 2, 3, 4, 5]
    assert (drawn["least"], drawn["most"]) == ("1", "10.000")


def test_percentages_are_rounded_down_to_hundredths():
    assert css(percent_of(1, 3)) == "33.33%" and css(percent_of(2, 3)) == "66.66%" and css(percent_of(5, 0)) == "0.00%"
