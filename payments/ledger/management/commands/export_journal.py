import sys
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import is_naive, make_aware

from payments.ledger import export_text
from payments.ledger.export import NotYetNumbered, Snapshot, snapshot
from payments.ledger.management.csv_out import write_csv


def moment(text: str) -> datetime:
    """An instant such as 2026-03-10T10:00:00+07:00; without offset, the office's own time."""
    at = datetime.fromisoformat(text)
    return make_aware(at) if is_naive(at) else at


class Command(BaseCommand):
    help = (
        "Writes the journal to standard output for hledger, ledger or beancount: one transaction per entry, numbered "
        "J-000001 without gaps. With --balances and --limits the tables of the same snapshot are written beside it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=["hledger", "beancount"], default="hledger")
        parser.add_argument("--as-of", type=moment, metavar="TIME", help="leave out what was recorded later")
        parser.add_argument("--balances", type=Path, metavar="FILE")
        parser.add_argument("--limits", type=Path, metavar="FILE")

    def handle(self, *, format: str, as_of: datetime | None, balances: Path, limits: Path, **options: Any) -> None:
        try:
            with snapshot() as journal:
                self._write(journal, format, as_of, options.get("stdout") or sys.stdout)
                if balances:
                    with balances.open("w", encoding="utf-8", newline="") as file:
                        write_csv(file, ("account", "commodity", "amount"), journal.balances(as_of=as_of))
                if limits:
                    with limits.open("w", encoding="utf-8", newline="") as file:
                        write_csv(file, ("accounts", "commodity", "limit"), journal.limits())
        except NotYetNumbered as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error

    def _write(self, journal: Snapshot, form: str, as_of: datetime | None, out: TextIO) -> None:
        # Accounts are declared before the first entry, so the entries are read twice rather than kept in memory.
        accounts: set[str] = set()
        first_day = ""
        for entry in journal.entries(as_of=as_of):
            accounts.update(leg.account for leg in entry.legs)
            first_day = min(first_day or entry.day, entry.day)
        entries = journal.entries(as_of=as_of)
        if form == "hledger":
            parts = export_text.hledger(sorted(accounts), entries)
        else:
            parts = export_text.beancount(sorted(accounts), entries, first_day=first_day or "1970-01-01")
        for part in parts:
            out.write(part)
