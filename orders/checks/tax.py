"""Whether a card can pay the order, or a treasurer would have to keep a tax back."""

from __future__ import annotations

from orders.checks.findings import Finding, Level


def check_card_tax(*, tax: str) -> Finding:
    """`tax`: the income tax that only a treasurer could withhold, "" when there is none.

    Asked before anything is delivered, so that no goods arrive that cannot be paid.
    Source  PMK 59/PMK.03/2022 art. 13; a card pays the vendor in full.
    """
    return Finding("CARD_CANNOT_WITHHOLD", Level.BLOCKS if tax else Level.PASSED, {"tax": tax})
