"""Pages of lists: queries are counted, nothing is skipped or repeated."""

import pytest
from django.contrib.contenttypes.models import ContentType

from marketplace.ui.pagination import keyset, numbered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rows():
    ContentType.objects.bulk_create([ContentType(app_label=f"app{n % 3}", model=f"model{n:02}") for n in range(23)])
    return ContentType.objects.filter(app_label__startswith="app", model__startswith="model")


def test_a_numbered_page_costs_two_queries(rows, django_assert_num_queries):
    with django_assert_num_queries(2):
        page = numbered(rows.order_by("id"), number="2", per_page=10)

    assert (page.number, page.pages, len(page), page.total) == (2, 3, 10, 23)
    assert (page.first_index, page.last_index, page.previous, page.next) == (11, 20, 1, 3)


@pytest.mark.parametrize(
    ("asked", "shown"), [("99", 3), ("0", 1), ("-1", 1), ("abc", 1), (None, 1), ("٣", 1), ("9" * 40, 1)]
)
def test_a_page_that_does_not_exist_shows_the_nearest_one(rows, asked, shown):
    assert numbered(rows.order_by("id"), number=asked, per_page=10).number == shown


def test_an_empty_list_is_one_empty_page(rows, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = numbered(rows.filter(id=-1).order_by("id"), number="5")

    assert (page.pages, len(page), page.first_index) == (1, 0, 0)


def test_the_window_of_page_numbers_has_gaps(rows):
    page = numbered(rows.order_by("id"), number=10, per_page=1)

    assert page.window == [1, None, 9, 10, 11, None, 23]


@pytest.mark.parametrize("order", [("id",), ("-id",), ("app_label", "-id"), ("-app_label", "model", "id")])
def test_reading_by_key_there_and_back_meets_each_row_once(rows, order, django_assert_num_queries):
    expected = [row.id for row in rows.order_by(*order)]
    there, cursor = [], None
    while cursor != "":
        with django_assert_num_queries(1):
            page = keyset(rows, order=order, cursor=cursor, per_page=5)
        there += [row.id for row in page]
        cursor = page.next_cursor
    back = [row.id for row in page]
    while page.previous_cursor:
        page = keyset(rows, order=order, cursor=page.previous_cursor, per_page=5)
        back = [row.id for row in page] + back

    assert there == expected and back == expected


def test_a_row_added_above_does_not_shift_the_next_page(rows):
    first = keyset(rows, order=("-id",), per_page=5)
    ContentType.objects.create(app_label="app9", model="model99")

    second = keyset(rows, order=("-id",), cursor=first.next_cursor, per_page=5)

    assert not {row.id for row in first} & {row.id for row in second}


@pytest.mark.parametrize("cursor", ["nonsense", "a:b:c", ""])
def test_a_forged_cursor_shows_the_first_page(rows, cursor):
    assert list(keyset(rows, order=("id",), cursor=cursor, per_page=5)) == list(rows.order_by("id")[:5])


def test_a_cursor_of_another_order_shows_the_first_page(rows):
    foreign = keyset(rows, order=("-id",), per_page=5).next_cursor

    assert list(keyset(rows, order=("id",), cursor=foreign, per_page=5)) == list(rows.order_by("id")[:5])
