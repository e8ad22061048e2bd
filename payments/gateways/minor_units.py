"""The one place where rupiah and a gateway's minor units meet.

Stripe counts IDR with two decimals although none is in use, so an amount there is rupiah times 100; a hundredfold
error would be one line away anywhere else.
"""

from marketplace.kernel.money import Rupiah

MINOR_PER_RUPIAH = 100
CURRENCY = "idr"


def to_minor(amount: Rupiah) -> int:
    return amount.idr * MINOR_PER_RUPIAH


def from_minor(minor: int, *, currency: str) -> Rupiah:
    """Raises ValueError for another currency or a fraction of a rupiah."""
    if currency.lower() != CURRENCY:
        raise ValueError(f"expected {CURRENCY}, got {currency}")
    rupiah, rest = divmod(minor, MINOR_PER_RUPIAH)
    if rest:
        raise ValueError(f"{minor} is not a whole number of rupiah")
    return Rupiah(rupiah)
