"""Tables for other programs: account, commodity, whole number."""

import csv
from collections.abc import Iterable
from typing import TextIO

from payments.ledger.export import COMMODITY


def write_csv(out: TextIO, head: tuple[str, str, str], rows: Iterable[tuple[str, int]]) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows((account, COMMODITY, amount) for account, amount in rows)
