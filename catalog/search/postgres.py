"""Search by PostgreSQL: a projection with a `tsvector` of stems, and the vocabulary for spelling.

The vectors are written from our own stems, never through PostgreSQL's parser, so "2,5" and "a4" stay one word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection, transaction

from catalog.models import SearchEntry
from catalog.search.base import FACETS, MOST_MATCHES, Answer, Entry, Query, SearchEngine
from catalog.search.spelling import understand
from catalog.search.text import query_words

BATCH = 1_000
_COLUMNS = {"category": "category_code", "regency": "regency_code", "scale": "scale", "verdict": "verdict"}
_ORDERS = {
    "relevance": "rank DESC, published_at DESC, listing_id DESC",
    "price": "unit_price_idr, listing_id",
    "fastest": "lead_time_days, unit_price_idr, listing_id",
    "newest": "published_at DESC, listing_id DESC",
}
#: Name counts more than category and vendor, by the weights of A and C.
_RANK = "ts_rank_cd('{0.1, 0.2, 0.3, 1.0}', stems, %(tsquery)s::tsquery)"


class PostgresSearch(SearchEngine):
    def search(self, query: Query) -> Answer:
        stems, corrected = understand(query.text)
        answer = self._ask(query, stems, "&")
        if not answer.ids and len(stems) > 1 and query.page == 1:
            # Nothing holds all the words: what holds some of them, best first, beats an empty page.
            answer = self._ask(query, stems, "|")
        return Answer(**{**answer.__dict__, "corrected": corrected})

    def index(self, entries: Sequence[Entry]) -> None:
        if not entries:
            return
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(_UPSERT, [_row(entry) for entry in entries])
            _learn(cursor, entries)

    def remove(self, listing_ids: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM catalog_searchentry WHERE listing_id = ANY(%s)", [list(listing_ids)])

    def rebuild(self, entries: Iterable[Entry]) -> int:
        """Written over in place, batch by batch; what was there before and was not written again goes at the end."""
        before = set(SearchEntry.objects.values_list("listing_id", flat=True))
        number = 0
        stream = iter(entries)
        while batch := list(islice(stream, BATCH)):
            ids = [entry.listing_id for entry in batch]
            with transaction.atomic():
                self.remove(ids)
                self.index(batch)
            before.difference_update(ids)
            number += len(batch)
        with transaction.atomic(), connection.cursor() as cursor:
            self.remove(sorted(before))
            cursor.execute(_COUNT_WORDS)
        return number

    # ---- asking

    def _ask(self, query: Query, stems: list[str], joined_by: str) -> Answer:
        parameters = _parameters(query, stems, joined_by)
        with connection.cursor() as cursor:
            ids = self._page(cursor, query, parameters)
            facets, total, vendors = self._count(cursor, query, parameters)
        capped = total >= MOST_MATCHES
        least = {facet for facet, counts in facets.items() if sum(counts.values()) >= MOST_MATCHES}
        least |= {"vendors"} if capped else set()
        return Answer(ids=ids, total=total, capped=capped, at_least=frozenset(least), facets=facets, vendors=vendors)

    def _page(self, cursor, query: Query, parameters: dict[str, Any]) -> list[int]:
        """Rank at most MOST_MATCHES; sorts by a column need no rank and see all matches."""
        if query.sort == "spread":
            return self._spread(cursor, query, parameters)
        ranked = query.sort == "relevance" and "tsquery" in parameters
        order = _ORDERS[query.sort] if ranked or query.sort != "relevance" else _ORDERS["newest"]
        where = _where(query)
        found = f"SELECT * FROM catalog_searchentry WHERE {where}"  # noqa: S608  names of ours; values are parameters
        found += f" LIMIT {MOST_MATCHES}" if ranked else ""
        rank = f", {_RANK} AS rank" if ranked else ""
        cursor.execute(
            f"""SELECT listing_id FROM (
                  SELECT listing_id, unit_price_idr, lead_time_days, vendor_orders, published_at {rank}
                    FROM ({found}) AS found) AS matches
                ORDER BY {order} LIMIT %(limit)s OFFSET %(offset)s""",  # noqa: S608  as above
            {**parameters, "limit": query.per_page, "offset": min(query.offset, MOST_MATCHES)},
        )
        return [row[0] for row in cursor.fetchall()]

    def _spread(self, cursor, query: Query, parameters: dict[str, Any]) -> list[int]:
        """The newest goods of each vendor first, so that a shop with a hundred does not fill four pages.

        Vendors are grouped without sorting their goods, which is cheap; only pages behind the last vendor sort all.
        """
        where, newest = _where(query), "SELECT max(listing_id) AS listing_id, min(vendor_orders) AS vendor_orders"
        newest += f" FROM catalog_searchentry WHERE {where} GROUP BY vendor_id"
        page = {**parameters, "limit": query.per_page, "offset": min(query.offset, MOST_MATCHES)}
        firsts = f"SELECT listing_id FROM ({newest}) AS newest ORDER BY vendor_orders, listing_id DESC"  # noqa: S608  as above
        everything = f"""WITH newest AS ({newest})
            SELECT entry.listing_id FROM catalog_searchentry AS entry LEFT JOIN newest USING (listing_id) WHERE {where}
             ORDER BY newest.listing_id IS NULL, coalesce(newest.vendor_orders, entry.vendor_orders),
                      entry.listing_id DESC"""  # noqa: S608  as above
        ids: list[int] = []
        for statement in (firsts, everything):
            cursor.execute(f"{statement} LIMIT %(limit)s OFFSET %(offset)s", page)
            ids = [row[0] for row in cursor.fetchall()]
            if len(ids) == query.per_page:
                break
        return ids

    def _count(self, cursor, query: Query, parameters: dict[str, Any]):
        """All facets, the total and the number of vendors in one statement over capped sets: lower bounds then."""
        chosen = [facet for facet in FACETS if getattr(query, facet)]
        columns = ", ".join(_COLUMNS.values())
        sets = [_capped("hits", f"{columns}, vendor_id", query)]
        sets += [_capped(f"wider_{facet}", _COLUMNS[facet], query.without(facet)) for facet in chosen]
        sources = {facet: f"wider_{facet}" if facet in chosen else "hits" for facet in FACETS}
        counts = [
            f"SELECT '{facet}', {_COLUMNS[facet]}, count(*) FROM {source} GROUP BY 2"  # noqa: S608  names of ours
            for facet, source in sources.items()
        ]
        counts.append("SELECT 'total', '', count(*) FROM hits")
        counts.append("SELECT 'vendors', '', count(DISTINCT vendor_id) FROM hits")
        cursor.execute(f"WITH {', '.join(sets)} {' UNION ALL '.join(counts)}", parameters)
        found: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
        single = {"total": 0, "vendors": 0}
        for facet, value, number in cursor.fetchall():
            if facet in single:
                single[facet] = number
            else:
                found[facet][value] = number
        return found, single["total"], single["vendors"]


def _capped(name: str, columns: str, query: Query) -> str:
    """A named set of at most MOST_MATCHES rows that answer `query`."""
    rows = f"SELECT {columns} FROM catalog_searchentry WHERE {_where(query)} LIMIT {MOST_MATCHES}"  # noqa: S608  as above
    return f"{name} AS MATERIALIZED ({rows})"


def _where(query: Query) -> str:
    conditions = ["true"]
    if query.text and query_words(query.text):
        conditions.append("stems @@ %(tsquery)s::tsquery")
    if query.group:
        conditions.append("group_code = %(group)s")
    conditions += [f"{_COLUMNS[facet]} = ANY(%({facet})s)" for facet in FACETS if getattr(query, facet)]
    if query.price_min_idr is not None:
        conditions.append("unit_price_idr >= %(price_min_idr)s")
    if query.price_max_idr is not None:
        conditions.append("unit_price_idr <= %(price_max_idr)s")
    if query.vendor_id is not None:
        conditions.append("vendor_id = %(vendor_id)s")
    return " AND ".join(conditions)


def _parameters(query: Query, stems: list[str], joined_by: str) -> dict[str, Any]:
    parameters: dict[str, Any] = {
        "group": query.group,
        "price_min_idr": query.price_min_idr,
        "price_max_idr": query.price_max_idr,
        "vendor_id": query.vendor_id,
        **{facet: list(getattr(query, facet)) for facet in FACETS},
    }
    if stems:
        parameters["tsquery"] = f" {joined_by} ".join(f"'{one}'" for one in stems)
    return parameters


# ---- writing

_UPSERT = """
INSERT INTO catalog_searchentry (listing_id, version, stems, words, group_code, category_code, regency_code, scale,
    verdict, comparison_key, unit_code, vendor_id, unit_price_idr, lead_time_days, vendor_orders, published_at)
VALUES (%s, %s, %s::tsvector, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (listing_id) DO UPDATE SET version = EXCLUDED.version, stems = EXCLUDED.stems, words = EXCLUDED.words,
    group_code = EXCLUDED.group_code, category_code = EXCLUDED.category_code, regency_code = EXCLUDED.regency_code,
    scale = EXCLUDED.scale, verdict = EXCLUDED.verdict, comparison_key = EXCLUDED.comparison_key,
    unit_code = EXCLUDED.unit_code, vendor_id = EXCLUDED.vendor_id, unit_price_idr = EXCLUDED.unit_price_idr,
    lead_time_days = EXCLUDED.lead_time_days, vendor_orders = EXCLUDED.vendor_orders,
    published_at = EXCLUDED.published_at
  WHERE catalog_searchentry.version <= EXCLUDED.version
"""

_COUNT_WORDS = """
WITH used AS MATERIALIZED (
  SELECT word AS stem, count(*) AS entries FROM catalog_searchentry, unnest(words) AS word GROUP BY word)
UPDATE catalog_searchword AS known SET entries = coalesce((SELECT entries FROM used WHERE used.stem = known.stem), 0)
"""


def _row(entry: Entry) -> tuple[Any, ...]:
    return (
        entry.listing_id, entry.version, vector_of(entry), sorted(entry.words), entry.group, entry.category,
        entry.regency, entry.scale, entry.verdict, entry.comparison_key, entry.unit, entry.vendor_id,
        entry.unit_price_idr, entry.lead_time_days, entry.vendor_orders, entry.published_at,
    )  # fmt: skip


def vector_of(entry: Entry) -> str:
    """The text form of a tsvector: stems of the name with weight A, the others with C, each with its place."""
    places: dict[str, list[str]] = {}
    for place, one in enumerate(entry.name_stems, start=1):
        places.setdefault(one, []).append(f"{place}A")
    for place, one in enumerate(entry.more_stems, start=len(entry.name_stems) + 10):
        places.setdefault(one, []).append(f"{place}C")
    return " ".join(f"'{one}':{','.join(marks)}" for one, marks in places.items())


def _learn(cursor, entries: Sequence[Entry]) -> None:
    """Add new words at once. Counts only break ties between near words; a rebuild makes them exact."""
    words: dict[str, str] = {}
    seen: dict[str, int] = {}
    for entry in entries:
        for one, word in entry.words.items():
            words.setdefault(one, word)
            seen[one] = seen.get(one, 0) + 1
    rows = [(one, words[one], seen[one]) for one in sorted(words)]
    cursor.executemany(
        """INSERT INTO catalog_searchword (stem, word, entries) VALUES (%s, %s, %s)
           ON CONFLICT (stem) DO UPDATE SET entries = catalog_searchword.entries + EXCLUDED.entries
             WHERE catalog_searchword.entries < 1""",
        rows,
    )
