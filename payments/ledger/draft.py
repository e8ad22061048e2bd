"""A journal entry before it is posted: plain values, composed by `entries.py`, written by `post.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from marketplace.kernel.money import Rupiah
from marketplace.kernel.refs import OrderRef
from payments.ledger.chart import LedgerAccount


@dataclass(frozen=True, slots=True)
class Leg:
    """One side of one account. `entity_id` is given where an entry spans two entities."""

    side: str
    account: LedgerAccount
    amount: Rupiah
    line_id: int | None = None
    card_id: int | None = None
    vendor_id: int | None = None
    entity_id: int | None = None


def debit(account: LedgerAccount, amount: Rupiah, **about: int | None) -> Leg:
    return Leg("D", account, amount, **about)


def credit(account: LedgerAccount, amount: Rupiah, **about: int | None) -> Leg:
    return Leg("C", account, amount, **about)


@dataclass(frozen=True, slots=True)
class Draft:
    """One business fact to post. Amounts are positive; the side says the rest. `key` names the fact for ever."""

    kind: str
    key: str
    effective_at: date
    entity_id: int
    postings: Sequence[Leg]
    order: OrderRef | None = None
    reason: str = ""
    reverses_id: int | None = None
    fiscal_year: int = field(default=0)

    @property
    def year(self) -> int:
        """The fiscal year: that of the business day (UU 17/2003 art. 4), and the database checks it."""
        return self.fiscal_year or self.effective_at.year
