"""The acquirer's fee and stamp duty."""

from datetime import date

import pytest

from marketplace.kernel.law import RateNotPublished
from marketplace.kernel.money import Rupiah
from marketplace.tax.card_fee import merchant_fee
from marketplace.tax.stamp import stamp_duty

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("amount", "criteria", "fee"),
    [
        (2_800_000, "UMI", 8_400),
        (4_440_000, "UKE", 31_080),
        (500_000, "UMI", 0),
        (500_001, "UMI", 1_500),
        (500_000, "UKE", 3_500),
    ],
)
def test_t43_the_fee_follows_the_merchant_s_class(amount, criteria, fee):
    assert merchant_fee(Rupiah(amount), criteria=criteria, on=DAY) == Rupiah(fee)


def test_a_class_without_a_published_rate_is_refused():
    with pytest.raises(RateNotPublished):
        merchant_fee(Rupiah(1_000_000), criteria="XXX", on=DAY)


@pytest.mark.parametrize(("amount", "duty"), [(5_000_000, 0), (5_000_001, 10_000)])
def test_stamp_duty_is_due_above_five_million_and_not_at_it(amount, duty):
    assert stamp_duty(Rupiah(amount), on=DAY) == Rupiah(duty)
