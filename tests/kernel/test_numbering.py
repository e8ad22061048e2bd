import re
from datetime import datetime
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction

from marketplace.kernel.numbering import NumberSeries, draw, letter_number

JAKARTA = ZoneInfo("Asia/Jakarta")
PATTERN = r"^[0-9]{3}(\.[0-9]+)*/[0-9]+/[A-Z0-9.\-]+(/(I|II|III|IV|V|VI|VII|VIII|IX|X|XI|XII))?(/[0-9]{4})?$"


@pytest.mark.parametrize(
    ("classification", "sequence", "unit", "at", "number"),
    [
        ("000.3.2", 123, "DISKOMINFO", datetime(2026, 11, 5, tzinfo=JAKARTA), "000.3.2/123/DISKOMINFO/XI/2026"),
        ("027", 5, "DINKES", datetime(2027, 1, 2, tzinfo=JAKARTA), "027/5/DINKES/I/2027"),
    ],
)
def test_letter_numbers_follow_the_published_pattern(classification, sequence, unit, at, number):
    assert letter_number(classification, sequence, unit, at) == number
    assert re.match(PATTERN, number)


@pytest.mark.django_db
def test_a_number_that_was_rolled_back_is_drawn_again():
    with transaction.atomic():
        assert draw(issuer_id=1, series="SP", year=2026) == 1

    with pytest.raises(RuntimeError), transaction.atomic():
        draw(issuer_id=1, series="SP", year=2026)
        raise RuntimeError("the paper was not signed")

    with transaction.atomic():
        assert draw(issuer_id=1, series="SP", year=2026) == 2
        assert draw(issuer_id=1, series="SP", year=2027) == 1
        assert draw(issuer_id=2, series="SP", year=2026) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE kernel_numberseries SET last = 0",
        "UPDATE kernel_numberseries SET last = last + 5",
        "UPDATE kernel_numberseries SET issuer_id = 2",
        "INSERT INTO kernel_numberseries (issuer_id, series, year, last) VALUES (1, 'SPM', 2026, 40)",
        "DELETE FROM kernel_numberseries",
    ],
)
def test_a_series_moves_by_drawing_and_not_otherwise(attack):
    draw(issuer_id=1, series="SP", year=2026)

    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)

    assert NumberSeries.objects.values_list("issuer_id", "series", "year", "last").get() == (1, "SP", 2026, 1)
    assert draw(issuer_id=1, series="SP", year=2026) == 2


@pytest.mark.django_db(transaction=True)
def test_numbers_drawn_at_the_same_time_have_no_gap_and_no_twin():
    drawn = []

    def sign():
        with transaction.atomic():
            drawn.append(draw(issuer_id=7, series="BAST", year=2026))
        connection.close()

    threads = [Thread(target=sign) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(drawn) == list(range(1, 21))
