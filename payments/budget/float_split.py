"""How an agency's float (UP) is split into cash and card."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from marketplace.kernel.money import Rupiah

BASIS_POINTS = 10_000


@dataclass(frozen=True)
class FloatSplit:
    cash: Rupiah
    card: Rupiah


def split_float(total: Rupiah, *, card_share_bp: int) -> FloatSplit:
    """The card's part of a float, and the rest in cash; they sum to the float.

    Units   `card_share_bp` in basis points: 4000 is 40 %.
    Rounds  the card's part down to the rupiah; cash gets the remainder.
    Source  Permendagri 79/2022 and the pattern of PMK 196/PMK.05/2018; the share is a dated setting.
    """
    if not 0 <= card_share_bp <= BASIS_POINTS:
        raise ValueError(f"{card_share_bp} basis points is not a share")
    card = total.share_of(Fraction(card_share_bp, BASIS_POINTS), rounding="down")
    return FloatSplit(cash=total - card, card=card)
