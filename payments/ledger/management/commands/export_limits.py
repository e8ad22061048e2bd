import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from payments.ledger.export import NotYetNumbered, snapshot
from payments.ledger.management.csv_out import write_csv


class Command(BaseCommand):
    help = (
        "Writes, as CSV, which accounts (parted by spaces) may together reach at most which sum on the credit side: "
        "each budget line its ceiling, each card its limit."
    )

    def handle(self, **options: Any) -> None:
        try:
            with snapshot() as journal:
                write_csv(options.get("stdout") or sys.stdout, ("accounts", "commodity", "limit"), journal.limits())
        except NotYetNumbered as refusal:
            raise CommandError(str(refusal)) from refusal
