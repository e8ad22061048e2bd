"""Whole rupiah. Nothing in this project counts money in any other type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Rounding = Literal["half_up", "down"]


@dataclass(frozen=True, order=True, slots=True)
class Rupiah:
    """An amount of whole rupiah; may be negative where a difference is meant.

    Units   whole rupiah (IDR has no subunit in use).
    Raises  TypeError for floats, booleans, fractions and anything else that is not an `int`.
    """

    idr: int

    def __post_init__(self) -> None:
        if type(self.idr) is not int:
            raise TypeError(f"Rupiah counts whole rupiah, not {self.idr!r}")

    @classmethod
    def zero(cls) -> Rupiah:
        return cls(0)

    def to_decimal(self) -> Decimal:
        return Decimal(self.idr)

    def __add__(self, other: Rupiah) -> Rupiah:
        return Rupiah(self.idr + other.idr) if isinstance(other, Rupiah) else NotImplemented

    def __sub__(self, other: Rupiah) -> Rupiah:
        return Rupiah(self.idr - other.idr) if isinstance(other, Rupiah) else NotImplemented

    def __mul__(self, times: int) -> Rupiah:
        return Rupiah(self.idr * times) if type(times) is int else NotImplemented

    __rmul__ = __mul__

    def __neg__(self) -> Rupiah:
        return Rupiah(-self.idr)

    def __bool__(self) -> bool:
        return self.idr != 0

    def __str__(self) -> str:
        sign = "\N{MINUS SIGN}" if self.idr < 0 else ""
        return f"{sign}Rp{abs(self.idr):,}".replace(",", ".")

    def share_of(self, fraction: Fraction | Decimal | int, *, rounding: Rounding = "half_up") -> Rupiah:
        """This amount times a fraction, as whole rupiah: the one home of rounding.

        Rounds  `half_up` for tax bases and value added tax, `down` for income tax withheld.
        Source  PMK 131/2024 and the published examples of the tax office; the direction is a dated setting.
        """
        exact = Fraction(self.idr) * Fraction(fraction)
        if rounding == "down":
            return Rupiah(exact.numerator // exact.denominator)
        if rounding == "half_up":
            return Rupiah((2 * exact.numerator + exact.denominator) // (2 * exact.denominator))
        raise ValueError(f"unknown rounding {rounding!r}")


def sum_rupiah(amounts: Iterable[Rupiah]) -> Rupiah:
    return Rupiah(sum(amount.idr for amount in amounts))


def split(total: Rupiah, weights: Sequence[int]) -> list[Rupiah]:
    """Share `total` by weight so that the parts sum to it exactly (largest remainder, earlier part first).

    Raises  ValueError when there is no weight above zero or one is negative.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must be zero or more, and at least one above zero")
    parts = [total.idr * weight // whole for weight in weights]
    remainders = [total.idr * weight % whole for weight in weights]
    left = total.idr - sum(parts)
    for index in sorted(range(len(weights)), key=lambda i: (-remainders[i], i))[:left]:
        parts[index] += 1
    return [Rupiah(part) for part in parts]
