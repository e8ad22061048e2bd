"""Amounts in words, held against an independent speller."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from num2words import num2words

from marketplace.kernel.money import Rupiah
from marketplace.ui.words import LARGEST, amount_in_words, number_in_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (100, "seratus"),
        (1_000, "seribu"),
        (1_000_000, "satu juta"),
        (31_080_000, "tiga puluh satu juta delapan puluh ribu"),
        (1_100_111, "satu juta seratus ribu seratus sebelas"),
        (-5, "minus lima"),
    ],
)
def test_numbers_read_as_papers_write_them(number, words):
    assert number_in_words(number) == words


def oracle(number: int) -> str:
    """The oracle says "satu ribu" after a higher group; Indonesian says "seribu" wherever one thousand stands alone."""
    return re.sub(r"(?<=(?:juta|liar|liun) )satu ribu", "seribu", num2words(number, lang="id"))


@given(st.integers(min_value=0, max_value=10**15 - 1))
@example(87_001_000)
@example(1_001_001_001)
@example(21_021_000)
def test_every_amount_agrees_with_the_oracle(number):
    assert number_in_words(number) == oracle(number)


def test_rupiah_get_their_currency():
    assert amount_in_words(Rupiah(15_000)) == "lima belas ribu rupiah"


def test_numbers_without_a_name_are_refused():
    with pytest.raises(ValueError, match="18 digits"):
        number_in_words(LARGEST + 1)
    with pytest.raises(TypeError):
        number_in_words(True)
