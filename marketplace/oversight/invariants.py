"""All invariants of the product, collected from the packages that own the tables."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.utils.module_loading import import_string

from marketplace.kernel.invariants import Invariant

#: From the ground up, as in the picture of the README.
SOURCES = [
    "marketplace.kernel.invariants.INVARIANTS",
    "marketplace.documents.invariants.INVARIANTS",
    "vendors.invariants.INVARIANTS",
    "payments.ledger.invariants.INVARIANTS",
    "payments.budget.invariants.INVARIANTS",
    "payments.payables.invariants.INVARIANTS",
    "payments.cards.invariants.INVARIANTS",
    "payments.settlement.invariants.INVARIANTS",
    "catalog.invariants.INVARIANTS",
    "orders.invariants.INVARIANTS",
]


@dataclass(frozen=True)
class Finding:
    invariant: Invariant
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    seconds: float = 0.0


def all_invariants() -> list[Invariant]:
    return [invariant for source in SOURCES for invariant in import_string(source)]


def check(*, only: str = "") -> Iterator[Finding]:
    """Run each query in one read-only snapshot and yield its offending rows (an empty list when all is well)."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for invariant in all_invariants():
            if not invariant.code.startswith(only):
                continue
            began = time.perf_counter()
            cursor.execute(invariant.sql)
            rows = cursor.fetchall()
            yield Finding(invariant, rows, time.perf_counter() - began)
