"""Several questions in one statement and one round trip, for an act that many make at the same time.

parts, lines = asking.ask(parts_question(need), lines_question(need))

Each is a SELECT of its own, written where its tables live; its rows come as JSON objects, by the names of its columns.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Question:
    """`read`: makes the answer of the rows."""

    sql: str
    values: Sequence[Any]
    read: Callable[[list[dict[str, Any]]], Any]


def ask(*questions: Question) -> list[Any]:
    """The answers, in the order of the questions. All see the same moment."""
    columns = ", ".join(f"(SELECT coalesce(json_agg(row), '[]')::text FROM ({one.sql}) row)" for one in questions)  # noqa: S608  our own SQL, with placeholders
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", [value for one in questions for value in one.values])
        answers = cursor.fetchone()
    return [one.read(json.loads(answer)) for one, answer in zip(questions, answers, strict=True)]
