"""An office with a budget, for tests of money: made by the real services, so no test starts where nobody could."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any
from uuid import uuid4

from django.db import connection

from marketplace.accounts.models import Agency, Organisation
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import JAKARTA
from marketplace.kernel.money import Rupiah
from marketplace.kernel.refs import OrderRef
from payments.budget import services as budget
from payments.budget.invariants import INVARIANTS as BUDGET_INVARIANTS
from payments.budget.models import BudgetDocument, BudgetLine, FundSource, SubActivity
from payments.budget.services import Charge
from payments.ledger.invariants import INVARIANTS as LEDGER_INVARIANTS
from payments.ledger.models import JournalEntry
from payments.payables.invariants import INVARIANTS as PAYABLE_INVARIANTS

NOON = datetime(2026, 3, 6, 12, 0, tzinfo=JAKARTA)
ANI = Actor(id=1, name="Ani")
STATIONERY = "5.1.02.01.01.0024"
_numbers = count(1)


def at(day: str) -> datetime:
    """Noon in Jakarta of a day such as `2026-03-06`."""
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=JAKARTA)


def order_ref() -> OrderRef:
    return OrderRef(uuid4(), f"DSR-2026-{next(_numbers):06d}")


def broken_invariants(cursor: Any = None) -> list[str]:
    """The codes of all invariants of journal, budget and payables that some row breaks."""
    if cursor is None:
        with connection.cursor() as own:
            return broken_invariants(own)
    broken = []
    for invariant in [*LEDGER_INVARIANTS, *BUDGET_INVARIANTS, *PAYABLE_INVARIANTS]:
        cursor.execute(invariant.sql)
        if cursor.fetchone():
            broken.append(invariant.code)
    return broken


@dataclass
class Office:
    """One agency with a budget document of 2026 and a sub activity."""

    name: str = "Dinas Komunikasi dan Informatika"
    year: int = 2026
    agency: Agency = field(init=False)
    document: BudgetDocument = field(init=False)
    sub_activity: SubActivity = field(init=False)

    def __post_init__(self) -> None:
        number = next(_numbers)
        organisation = Organisation.objects.create(kind="agency", name=self.name, short_code=f"DINAS{number}")
        self.agency = Agency.objects.create(
            organisation=organisation,
            short_code=f"DINAS{number}",
            kind="dinas",
            unit_code=f"UNIT{number}",
            valid_from=date(2020, 1, 1),
        )
        self.document = budget.open_document(
            agency_id=self.agency.pk, fiscal_year=self.year, number="DPA/1", effective_from=date(self.year, 1, 2)
        )
        self.sub_activity = SubActivity.objects.create(
            agency=self.agency, code="2.16.02.1.01.0005", name="Pengelolaan media komunikasi publik"
        )
        FundSource.objects.get_or_create(code="PAD", name="Pendapatan Asli Daerah")

    def line(self, ceiling: int = 10_000_000, account: str = STATIONERY, **how: object) -> BudgetLine:
        return budget.open_line(
            sub_activity=self.sub_activity,
            document=self.document,
            account_code=account,
            fund_source_code="PAD",
            ceiling=Rupiah(ceiling),
            **how,
        )


def charge(line: BudgetLine, amount: int) -> Charge:
    return Charge(line.pk, Rupiah(amount))


def reserve(line: BudgetLine, amount: int, *, order: OrderRef | None = None, when: datetime = NOON) -> OrderRef:
    order = order or order_ref()
    budget.reserve(charges=[charge(line, amount)], order=order, actor=ANI, at=when)
    return order


def figures(line: BudgetLine) -> tuple[int, int, int, int, int]:
    """Available, reserved, committed, obligated, realised of a line, now."""
    fresh = BudgetLine.objects.get(pk=line.pk)
    return (
        fresh.available.idr,
        fresh.reserved_idr,
        fresh.committed_idr,
        fresh.obligated_idr,
        fresh.realised_idr,
    )


def entry_count() -> int:
    return JournalEntry.objects.count()


def rows_of(entries: Iterable[JournalEntry]) -> list[tuple[str, str, str, str, int]]:
    """Entries as an accountant writes them: date, book, debit, credit, amount; one row for each balanced pair."""
    rows = []
    for entry in entries:
        legs = list(entry.postings.order_by("position"))
        for taken, given in zip(legs[::2], legs[1::2], strict=True):
            assert (taken.side, given.side, taken.amount_idr) == ("D", "C", given.amount_idr)
            rows.append((entry.effective_at.isoformat(), taken.book, taken.account, given.account, taken.amount_idr))
    return rows
