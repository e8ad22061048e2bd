from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.money import Rupiah, split, sum_rupiah


@pytest.mark.parametrize("wrong", [1.0, True, "1", None, Fraction(1)])
def test_only_whole_numbers_are_rupiah(wrong):
    with pytest.raises(TypeError):
        Rupiah(wrong)


def test_amounts_add_multiply_and_compare():
    price = Rupiah(54_500)

    assert price * 3 - Rupiah(500) == Rupiah(163_000)
    assert price < Rupiah(54_501) and not Rupiah.zero()


def test_an_amount_is_never_added_to_a_bare_number():
    with pytest.raises(TypeError):
        Rupiah(1) + 1


def test_half_a_rupiah_goes_up_and_income_tax_goes_down():
    assert Rupiah(5).share_of(Fraction(1, 2)) == Rupiah(3)
    assert Rupiah(5).share_of(Fraction(1, 2), rounding="down") == Rupiah(2)


def test_inclusive_price_gives_the_published_base():
    assert Rupiah(1_000_000).share_of(Fraction(100, 111)) == Rupiah(900_901)


@given(st.integers(0, 10**15), st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any))
def test_parts_sum_to_the_whole_and_follow_the_weights(total, weights):
    parts = split(Rupiah(total), weights)

    assert sum_rupiah(parts) == Rupiah(total)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.idr * sum(weights) - total * weight) < sum(weights)


def test_on_screen_an_amount_has_dots_and_a_true_minus():
    assert str(Rupiah(1_250_000)) == "Rp1.250.000"
    assert str(Rupiah(-100_000)) == "\N{MINUS SIGN}Rp100.000"
