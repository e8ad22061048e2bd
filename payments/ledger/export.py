"""The journal as plain text for accounting programs, its balances and its limits, from one snapshot.

Accounts are named `Root:Entity:Book:Account:Dimension`; the five roots are fixed by the account's nature. The same
journal gives the same bytes. Source: domain reference §5; formats of hledger 1.25, ledger 3 and beancount 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import ExternalFailure
from payments.ledger.chart import ACCOUNTS, ROOTS, Dimension
from payments.ledger.models import journal_code

COMMODITY = "IDR"
_LABELS = {Dimension.LINE: "Line", Dimension.CARD: "Card", Dimension.VENDOR: "Vendor"}
_BATCH = 2_000


class NotYetNumbered(ExternalFailure):
    """The sequencer has not given every entry its number; safe to try again in a moment."""

    code = "NOT_YET_NUMBERED"
    template = _("{waiting} jurnal belum bernomor. Jalankan sequencer, lalu ulangi.")


@dataclass(frozen=True)
class Leg:
    account: str
    amount: int


@dataclass(frozen=True)
class Entry:
    code: str
    day: str
    kind: str
    key: str
    order: str
    legs: tuple[Leg, ...]


def account_name(entity: str, book: str, account: str, dimension_id: int | None) -> str:
    """`Liabilities:DISKOMINFO-12:BUD:TERSEDIA:Line-7`; only letters, digits and hyphens, as beancount wants."""
    of = ACCOUNTS[book, account]
    label = "General" if of.dimension is Dimension.NONE else f"{_LABELS[of.dimension]}-{dimension_id}"
    return ":".join((ROOTS[of.nature], entity, book, account.replace("_", "-"), label))


def _entity_name(entity_id: int, short_code: str) -> str:
    """The office's short code as far as it is plain letters and digits, and its id, which alone would be enough."""
    plain = re.sub(r"[^A-Z0-9]+", "-", short_code.upper()).strip("-")
    return f"{plain}-{entity_id}" if plain else f"E{entity_id}"


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Everything inside reads one moment: a REPEATABLE READ transaction that changes nothing.

    Raises  NotYetNumbered when entries of that moment still wait for the sequencer.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        # Inside a test's own transaction the snapshot is already taken; there the statement is refused and not needed.
        if len(connection.savepoint_ids) == 0:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT count(*) FROM kernel_logqueue WHERE kind = 'journal'")
        waiting = cursor.fetchone()[0]
        if waiting:
            raise NotYetNumbered(waiting=waiting)
        yield Snapshot()


class Snapshot:
    """The journal at one moment. `as_of` leaves out what was recorded later."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, short_code FROM accounts_organisation")
            self._entities = {row[0]: _entity_name(*row) for row in cursor.fetchall()}

    def entity(self, entity_id: int) -> str:
        return self._entities.get(entity_id) or f"E{entity_id}"

    def entries(self, *, as_of: datetime | None = None) -> Iterator[Entry]:
        """All entries in the order of their numbers, read in batches."""
        after = 0
        while rows := self._rows(after, as_of):
            for number, legs in groupby(rows, key=lambda row: row[0]):
                yield self._entry(number, list(legs))
                after = number

    def _rows(self, after: int, as_of: datetime | None) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(
                """SELECT place.kind_number, entry.effective_at, entry.kind, entry.key, entry.order_number,
                          posting.entity_id, posting.book, posting.account,
                          CASE chart.dimension WHEN 'line' THEN budget_line_id WHEN 'card' THEN card_id
                                               WHEN 'vendor' THEN vendor_id END,
                          CASE side WHEN 'D' THEN amount_idr ELSE -amount_idr END
                     FROM (SELECT kind_number, ref::bigint AS entry_id FROM kernel_logplace
                            WHERE kind = 'journal' AND kind_number > %s
                              AND (%s::timestamptz IS NULL OR recorded_at <= %s)
                            ORDER BY kind_number LIMIT %s) place
                     JOIN ledger_journalentry entry ON entry.id = place.entry_id
                     JOIN ledger_posting posting ON posting.entry_id = entry.id
                     JOIN ledger_chartaccount chart USING (book, account)
                    ORDER BY place.kind_number, posting.position""",
                [after, as_of, as_of, _BATCH],
            )
            return cursor.fetchall()

    def _entry(self, number: int, rows: list[tuple[Any, ...]]) -> Entry:
        day, kind, key, order = rows[0][1:5]
        legs = tuple(Leg(account_name(self.entity(row[5]), row[6], row[7], row[8]), row[9]) for row in rows)
        return Entry(journal_code(number), day.isoformat(), kind, key, order, legs)

    def balances(self, *, as_of: datetime | None = None) -> list[tuple[str, int]]:
        """Debits less credits of every account that was ever posted to, by name."""
        if as_of is not None:
            sums: dict[str, int] = {}
            for entry in self.entries(as_of=as_of):
                for leg in entry.legs:
                    sums[leg.account] = sums.get(leg.account, 0) + leg.amount
            return sorted(sums.items())
        with connection.cursor() as cursor:
            cursor.execute("SELECT entity_id, book, account, dimension_id, net_debit_idr FROM ledger_balance")
            return sorted((account_name(self.entity(row[0]), *row[1:4]), row[4]) for row in cursor.fetchall())

    def limits(self) -> list[tuple[str, int]]:
        """What sets of accounts may sum to at most: per budget line its ceiling, per card its limit.

        Shape   account names parted by spaces, and the limit of their sum on the credit side.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                """SELECT entity_id, book, dimension_id, net_debit_idr FROM ledger_balance
                    WHERE (book, account) IN (('BUD', 'PAGU'), ('LIM', 'DIBERI'))"""
            )
            granted = cursor.fetchall()
        used = {"BUD": ("DICADANGKAN", "KOMITMEN", "TERUTANG", "REALISASI"), "LIM": ("DITAHAN", "TERPAKAI")}
        return sorted(
            (" ".join(account_name(self.entity(entity), book, account, dimension) for account in used[book]), limit)
            for entity, book, dimension, limit in granted
        )
