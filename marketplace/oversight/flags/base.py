"""What every rule is: one question about purchases, asked in one set-based statement.

`sql` reads only the relations of `relations.py` and named parameters. Its last line that begins with SELECT gives
order_id, numbers, window_start, window_end, score, severity, value_idr and evidence; a rule about a person or an office
also gives `subject`, and says so. Thresholds are dated rows of law; a changed threshold is a new row, a changed
statement a new version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise

from marketplace.kernel.law import LawRow, limit_on, row_on

#: The same orders are the same question; a rule about a whole year names what it asks about instead.
ABOUT_ORDERS = "(SELECT string_agg(one, ',' ORDER BY one) FROM unnest(numbers) AS one)"
ABOUT_SUBJECT = "subject"


@dataclass(frozen=True)
class Rule:
    """`weight` is the rule's part in an order's combined score; `thresholds` maps a parameter to its kind of law."""

    code: str
    version: int
    weight: Decimal
    title: str | Promise
    question: str | Promise
    #: What was seen, with the numbers of the evidence.
    seen: str | Promise
    #: What it suspects, and when it keeps silent.
    why: str | Promise
    source: str
    sql: str
    thresholds: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    about: str = ABOUT_ORDERS

    @property
    def kinds(self) -> tuple[str, ...]:
        """Every kind of law that the rule reads."""
        named = [(kinds,) if isinstance(kinds, str) else kinds for kinds in self.thresholds.values()]
        return tuple(kind for kinds in named for kind in kinds)

    def parameters_on(self, day: date) -> dict[str, Any]:
        """Thresholds in force on a day. Raises RateNotPublished."""
        return {
            name: limit_on(kinds, day) if isinstance(kinds, str) else [limit_on(kind, day) for kind in kinds]
            for name, kinds in self.thresholds.items()
        }

    def rows_on(self, day: date) -> list[LawRow]:
        """The rows behind the thresholds, with their sources."""
        return [row_on(kind, day) for kind in self.kinds]

    def statement(self, before: str) -> tuple[str, str]:
        """The rule after the relations `before`: everything up to its answer, and the answer."""
        head, _separator, answer = self.sql.rpartition("\nSELECT ")
        return before + head, f"SELECT {answer}"
