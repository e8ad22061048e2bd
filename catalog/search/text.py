"""Words as search sees them: lower case, without marks and stop words, stemmed by PySastrawi, cached.

Both adapters get plain stems, so they rank alike, and neither engine needs to know Indonesian: PostgreSQL's own
Indonesian configuration stems weakly and has no stop words, and a bare Elasticsearch node has no such analyser.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from Sastrawi.Stemmer.StemmerFactory import StemmerFactory
from Sastrawi.StopWordRemover.StopWordRemoverFactory import StopWordRemoverFactory

LONGEST_WORD = 40
MOST_QUERY_WORDS = 8
_WORD = re.compile(r"[a-z0-9]+(?:[.,][0-9]+)*")

#: English words of the second language, and what officials type for the same thing. One word stands for one word.
SAME = {
    "hp": "ponsel", "handphone": "ponsel", "notebook": "laptop", "komputer": "komputer", "pc": "komputer",
    "bangku": "kursi", "bolpoin": "pulpen", "ballpoint": "pulpen", "bolpen": "pulpen", "ac": "ac", "aircon": "ac",
    "snack": "kudapan", "chair": "kursi", "desk": "meja", "table": "meja", "paper": "kertas", "ink": "tinta",
    "rice": "beras", "uniform": "seragam", "cake": "kue", "coffee": "kopi", "soap": "sabun", "banner": "spanduk",
    "printing": "cetak", "service": "servis", "servis": "servis", "cabinet": "lemari", "seedling": "bibit",
}  # fmt: skip


@lru_cache(maxsize=1)
def _stemmer():
    return StemmerFactory().create_stemmer()


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    return frozenset(StopWordRemoverFactory().get_stop_words())


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """One stem. Numbers and sizes ("80", "a4", "2.5") stay as they are."""
    word = SAME.get(word, word)
    if any(character.isdigit() for character in word):
        return word[:LONGEST_WORD]
    return str(_stemmer().stem(word))[:LONGEST_WORD] or word[:LONGEST_WORD]


def words_of(text: str) -> list[str]:
    """The words of a text in order, without marks and stop words; "meja–kursi" is two words."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "replace").decode().lower()
    return [word for word in _WORD.findall(plain) if word not in _stop_words()]


def stems_of(text: str) -> list[str]:
    """The stems of a text in order, repeated as often as they stand there."""
    return [stem(word) for word in words_of(text)]


def query_words(text: str) -> list[str]:
    """What was asked for: at most eight different words, in the order they were typed."""
    return list(dict.fromkeys(words_of(text[:200])))[:MOST_QUERY_WORDS]


def vocabulary(texts: Iterable[str]) -> dict[str, str]:
    """stem -> a word that people write for it, over these texts."""
    found: dict[str, str] = {}
    for text in texts:
        for word in words_of(text):
            if len(word) > 2 and not word[0].isdigit():
                found.setdefault(stem(word), word[:LONGEST_WORD])
    return found
