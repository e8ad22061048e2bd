"""The rates and limits in force on one day, read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from marketplace.kernel.law import limit_on, rate_on
from marketplace.kernel.money import Rupiah


@dataclass(frozen=True)
class TaxLaw:
    ppn: Fraction
    ppn_share: Fraction
    pph22_goods: Fraction
    pph22_platform: Fraction
    pph23: Fraction
    final_umkm: Fraction
    rent_building: Fraction
    construction: dict[str, Fraction]
    without_npwp: dict[str, Fraction]
    pph21_base_share: Fraction
    pph21_brackets: tuple[tuple[Rupiah | None, Fraction], ...]
    small_payment: Rupiah
    small_platform_payment: Rupiah
    card_relieves_pph23: bool
    pbjt: Fraction

    @classmethod
    def on(cls, day: date) -> TaxLaw:
        """Raises RateNotPublished when a rate does not cover the day."""
        return cls(
            ppn=rate_on("tax.ppn_rate", day),
            ppn_share=Fraction(limit_on("tax.ppn_base_num", day), limit_on("tax.ppn_base_den", day)),
            pph22_goods=rate_on("tax.pph22_goods", day),
            pph22_platform=rate_on("tax.pph22_sipp", day),
            pph23=rate_on("tax.pph23", day),
            final_umkm=rate_on("tax.pph_final_umkm", day),
            rent_building=rate_on("tax.rent_building", day),
            construction={grade: rate_on(f"tax.construction_{grade}", day) for grade in ("small", "other", "none")},
            without_npwp={tax: rate_on(f"tax.no_npwp_multiplier_{tax}", day) for tax in ("21", "22", "23")},
            pph21_base_share=rate_on("tax.pph21_base_share", day),
            pph21_brackets=_brackets(day),
            small_payment=Rupiah(limit_on("tax.small_payment_limit_idr", day)),
            small_platform_payment=Rupiah(limit_on("tax.sipp_small_payment_limit_idr", day)),
            card_relieves_pph23=bool(limit_on("tax.kkpd_relieves_pph23", day)),
            pbjt=rate_on("tax.pbjt_rate", day),
        )

    @property
    def ppn_of_price(self) -> Fraction:
        """Value added tax as a share of the price without tax: 12 % of 11/12 is 11 %."""
        return self.ppn * self.ppn_share


def _brackets(day: date) -> tuple[tuple[Rupiah | None, Fraction], ...]:
    """Art. 17 as (upper bound, rate); the last has no bound."""
    bounds = [Rupiah(limit_on(f"tax.pph21_up_to_idr.{step}", day)) for step in range(1, 5)]
    return tuple((bound, rate_on(f"tax.pph21_rate.{step}", day)) for step, bound in enumerate([*bounds, None], start=1))
