import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from payments.ledger.export import NotYetNumbered, snapshot
from payments.ledger.management.csv_out import write_csv


class Command(BaseCommand):
    help = "Writes every account with its balance (debits less credits) as CSV: account,commodity,amount."

    def handle(self, **options: Any) -> None:
        try:
            with snapshot() as journal:
                write_csv(options.get("stdout") or sys.stdout, ("account", "commodity", "amount"), journal.balances())
        except NotYetNumbered as refusal:
            raise CommandError(str(refusal)) from refusal
