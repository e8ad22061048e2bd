from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import connection, transaction

from marketplace.kernel.errors import database_says_no
from marketplace.kernel.money import Rupiah


@transaction.atomic
def import_external_use(*, used: Mapping[int, Rupiah], as_of: date) -> None:
    """Record what agencies spent outside the marketplace, by line id, as the finance system reports it for a day.

    An older report does not replace a newer one. All lines or none. No page calls it yet (domain reference §2.6).
    Raises  BudgetExceeded when a line would be used beyond its ceiling: that needs a shift first.
    """
    with database_says_no(), connection.cursor() as cursor:
        for line_id, amount in sorted(used.items()):
            cursor.execute("SELECT budget_set_external(%s, %s, %s)", [line_id, amount.idr, as_of])
