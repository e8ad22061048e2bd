"""What an act must know is asked in one statement, and each question is answered as if it were alone."""

import pytest

from marketplace.kernel.asking import Question, ask

pytestmark = pytest.mark.django_db


def test_questions_are_answered_in_their_order_by_one_statement(django_assert_num_queries):
    numbers = Question("SELECT n AS number FROM generate_series(1, %s) AS n ORDER BY n DESC", [3], lambda rows: rows)
    names = Question("SELECT %s::text AS name", ['Sinta "O\'Neil" %s'], lambda rows: rows[0]["name"])

    with django_assert_num_queries(1):
        answers = ask(numbers, names)

    assert answers == [[{"number": 3}, {"number": 2}, {"number": 1}], 'Sinta "O\'Neil" %s']


def test_a_question_without_rows_has_an_empty_answer():
    assert ask(Question("SELECT 1 AS one WHERE false", [], list)) == [[]]
