"""Budget moves and journal entries of many purchases, as one stream in the order of business time.

Each is the same SQL function call that the use cases make (`budget_move`, `ledger_post`), with the same keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection

from marketplace.demo.bulk.rows import array
from marketplace.kernel.calendar import local_day
from marketplace.kernel.refs import OrderRef
from payments.ledger.draft import Draft

_CALLS = """
SELECT CASE WHEN verb <> ''
       THEN (SELECT entry_id FROM budget_move(verb, key, order_id, order_number, day, line::bigint[], amount::bigint[],
                                              reason, 'off'))
       ELSE ledger_post(kind, key, day, year, order_id, order_number, reason, NULL, entity::bigint[], book::text[],
                        account::text[], side::text[], amount::bigint[], line::bigint[], card::bigint[],
                        vendor::bigint[])
       END
  FROM unnest(%s::text[], %s::text[], %s::text[], %s::date[], %s::int[], %s::uuid[], %s::text[], %s::text[], %s::text[],
              %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
    AS t(verb, kind, key, day, year, order_id, order_number, reason,
         entity, book, account, side, amount, line, card, vendor)
"""


@dataclass
class Journal:
    calls: list[tuple[datetime, int, tuple[Any, ...]]] = field(default_factory=list)

    def move(
        self,
        verb: str,
        order: OrderRef,
        charges: Sequence[tuple[int, int]],
        at: datetime,
        *,
        key: str | None = None,
        reason: str = "",
    ) -> None:
        """One budget move of (line, rupiah) pairs."""
        lines, amounts = zip(*charges, strict=True)
        self._add(
            at,
            (
                verb, "", key, local_day(at), 0, order.id, order.number, reason, "{}", "{}", "{}", "{}",
                array(amounts), array(lines), "{}", "{}",
            ),
        )  # fmt: skip

    def post(self, draft: Draft | None, at: datetime) -> None:
        """One journal entry, if there is one."""
        if draft is None:
            return
        legs = draft.postings
        day: date = draft.effective_at
        self._add(
            at,
            (
                "", draft.kind, draft.key, day, draft.year, draft.order.id if draft.order else None,
                draft.order.number if draft.order else "", draft.reason,
                array(leg.entity_id or draft.entity_id for leg in legs),
                array(leg.account.book.value for leg in legs),
                array(leg.account.id for leg in legs),
                array(leg.side for leg in legs),
                array(leg.amount.idr for leg in legs),
                array(leg.line_id for leg in legs),
                array(leg.card_id for leg in legs),
                array(leg.vendor_id for leg in legs),
            ),
        )  # fmt: skip

    def _add(self, at: datetime, call: tuple[Any, ...]) -> None:
        self.calls.append((at, len(self.calls), call))

    def flush(self) -> int:
        """Make the calls. Returns how many."""
        self.calls.sort()
        made = len(self.calls)
        if made:
            columns = [list(column) for column in zip(*(call for _at, _place, call in self.calls), strict=True)]
            with connection.cursor() as cursor:
                cursor.execute(_CALLS, columns)
        self.calls.clear()
        return made
