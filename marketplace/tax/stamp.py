"""Stamp duty (bea meterai)."""

from datetime import date

from marketplace.kernel.law import limit_on
from marketplace.kernel.money import Rupiah


def stamp_duty(amount: Rupiah, *, on: date) -> Rupiah:
    """Duty on a receipt stating this amount: due above the threshold, not at it. No page asks it yet.

    Source  UU 10/2020 arts. 3, 5.
    """
    if amount.idr <= limit_on("tax.meterai_threshold_idr", on):
        return Rupiah(0)
    return Rupiah(limit_on("tax.meterai_amount_idr", on))
