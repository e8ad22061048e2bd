"""Rupiah and minor units: a hundredfold error must be impossible to write unnoticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.money import Rupiah
from payments.gateways.minor_units import from_minor, to_minor

AMOUNTS = st.integers(min_value=-(10**13), max_value=10**13)


@given(AMOUNTS)
def test_there_and_back_is_the_same_amount(idr):
    assert from_minor(to_minor(Rupiah(idr)), currency="idr") == Rupiah(idr)


@given(AMOUNTS)
def test_a_rupiah_is_a_hundred_minor_units(idr):
    assert to_minor(Rupiah(idr)) == idr * 100


@given(AMOUNTS, st.integers(min_value=1, max_value=99))
def test_a_fraction_of_a_rupiah_is_refused(idr, rest):
    with pytest.raises(ValueError):
        from_minor(idr * 100 + rest, currency="idr")


def test_another_currency_is_refused():
    with pytest.raises(ValueError):
        from_minor(100, currency="usd")
