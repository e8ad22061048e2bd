"""A connection keeps prepared what it uses again and again, also when that is more than a page or two."""

from __future__ import annotations

import pytest
from django.db import connection

DIFFERENT, ROUNDS = 300, 8


@pytest.mark.django_db
def test_statements_used_in_turn_are_prepared():
    with connection.cursor() as cursor:
        for _round in range(ROUNDS):
            for number in range(DIFFERENT):
                cursor.execute(f"SELECT {number} + %s::int", [1])
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT % + $1::int'")
        assert cursor.fetchone() == (DIFFERENT,)
