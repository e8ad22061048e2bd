"""What the acquirer keeps from the vendor (merchant discount rate, MDR)."""

from datetime import date
from enum import StrEnum
from fractions import Fraction

from marketplace.kernel.law import RateNotPublished, limit_on
from marketplace.kernel.money import Rupiah


class Criteria(StrEnum):
    """The merchant's class as QRIS registers it."""

    MICRO = "UMI"
    SMALL = "UKE"
    MEDIUM = "UME"
    LARGE = "UBE"
    EDUCATION = "URE"


def merchant_fee(amount: Rupiah, *, criteria: str, on: date) -> Rupiah:
    """The fee on one payment.

    Rounds  half up.      Raises  RateNotPublished.
    Source  Bank Indonesia, MDR QRIS: micro pays nothing up to a small amount, rates by class above it.
    """
    if amount <= _free_up_to(criteria, on):
        return Rupiah(0)
    return amount.share_of(Fraction(limit_on(f"mdr_bp.{criteria}", on), 10_000))


def _free_up_to(criteria: str, on: date) -> Rupiah:
    if criteria != Criteria.MICRO:
        return Rupiah(0)
    try:
        return Rupiah(limit_on(f"mdr_free_max_idr.{criteria}", on))
    except RateNotPublished:
        return Rupiah(0)
