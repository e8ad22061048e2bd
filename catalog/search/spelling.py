"""What was meant: words are corrected and completed on the vocabulary, for every engine alike.

The vocabulary has a few thousand rows at any size of catalog, so this costs the same with a thousand goods and a
million.
"""

from __future__ import annotations

from django.db import connection

from catalog.search.text import query_words, stem

LEAST_SIMILARITY = 0.35


def understand(text: str) -> tuple[list[str], str]:
    """The stems to search for, and the corrected words when a word that nobody uses was replaced by a near one."""
    words = query_words(text)
    unknown = _unknown([word for word in words if len(word) > 3 and word.isalpha()])
    nearest = _nearest(unknown)
    stems = [nearest[word][0] if word in nearest else stem(word) for word in words]
    shown = " ".join(nearest[word][1] if word in nearest else word for word in words) if nearest else ""
    return list(dict.fromkeys(stems)), shown


def complete(text: str, *, most: int = 5) -> list[str]:
    """Words that go on from the last one typed, most used first; what stands before stays as it is."""
    *before, last = text.lower().split() or [""]
    if len(last) < 2 or not last.isalnum():
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT word FROM catalog_searchword WHERE word LIKE %s AND entries > 0
                ORDER BY entries DESC, word LIMIT %s""",
            [f"{last}%", most],
        )
        return [" ".join([*before, row[0]]) for row in cursor.fetchall()]


def _unknown(words: list[str]) -> list[str]:
    if not words:
        return []
    stems = {word: stem(word) for word in words}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT stem FROM catalog_searchword WHERE stem = ANY(%s) AND entries > 0", [list(stems.values())]
        )
        known = {row[0] for row in cursor.fetchall()}
    return [word for word in words if stems[word] not in known]


def _nearest(words: list[str]) -> dict[str, tuple[str, str]]:
    """word -> (stem, a way it is written) of the nearest known word by trigrams. Nothing without pg_trgm."""
    if not words or not _has_trigrams():
        return {}
    found = {}
    with connection.cursor() as cursor:
        for word in words:
            cursor.execute(
                """SELECT stem, word FROM (
                     SELECT stem, word, entries,
                            greatest(similarity(word, %(word)s), similarity(stem, %(word)s)) AS nearness
                       FROM catalog_searchword WHERE (word %% %(word)s OR stem %% %(word)s) AND entries > 0) AS near
                   WHERE nearness >= %(least)s ORDER BY nearness DESC, entries DESC, stem LIMIT 1""",
                {"word": word, "least": LEAST_SIMILARITY},
            )
            if row := cursor.fetchone():
                found[word] = row
    return found


def _has_trigrams() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')")
        return bool(cursor.fetchone()[0])
