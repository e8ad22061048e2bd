"""Search as the rest of the project uses it: `find`, `index_listings`, `rebuild`.

PostgreSQL is always indexed and answers by default. With ELASTICSEARCH_URL set, Elasticsearch is indexed too and
answers; when it does not, PostgreSQL answers and the page says nothing has been lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import structlog
from django.conf import settings

from catalog.models import Listing
from catalog.search.base import FACETS, Answer, Entry, Query, SearchEngine, SearchUnavailable
from catalog.search.indexing import all_entries, entries_for
from catalog.search.postgres import PostgresSearch
from catalog.search.spelling import complete
from catalog.search.text import query_words

__all__ = ["Answer", "Query", "SearchUnavailable", "complete", "find", "index_listings", "rebuild"]

log = structlog.get_logger(__name__)


@lru_cache(maxsize=4)
def _outside(address: str) -> SearchEngine:
    from catalog.search.elastic import ElasticSearch  # the client is imported only where it is used

    return ElasticSearch(address)


def outside_engine() -> SearchEngine | None:
    """Elasticsearch, where the site has one."""
    return _outside(settings.ELASTICSEARCH_URL) if settings.ELASTICSEARCH_URL else None


def find(query: Query) -> Answer:
    """Ids of goods on offer. An outside engine that fails is passed over, never shown as an error.

    A text without a word to look for ("---", "yang") finds nothing: only an empty one asks for all goods.
    """
    if query.text.strip() and not query_words(query.text):
        return Answer(ids=[], total=0, facets={facet: {} for facet in FACETS})
    outside = outside_engine()
    if outside is not None:
        try:
            return outside.search(query)
        except SearchUnavailable as failure:
            log.warning("search.outside_engine_failed", error=str(failure))
    return PostgresSearch().search(query)


def index_listings(listing_ids: Sequence[int]) -> None:
    """Bring the database's own index up to the present state of these listings. Safe to run twice and out of order."""
    entries = entries_for(listing_ids)
    engine = PostgresSearch()
    engine.index(entries)
    engine.remove(sorted(set(listing_ids) - {entry.listing_id for entry in entries}))


def index_outside(listing_ids: Sequence[int]) -> None:
    """The same for the outside engine. Raises SearchUnavailable, so that the worker tries again later.

    An engine that has no index yet, or has lost it, gets the whole of it: part of the goods would pass for all.
    """
    outside = outside_engine()
    if outside is None:
        return
    if not outside.has_index():
        _rebuild_outside(outside)
        return
    entries = entries_for(listing_ids)
    outside.index(entries)
    outside.remove(sorted(set(listing_ids) - {entry.listing_id for entry in entries}))


def rebuild() -> int:
    """Make every index anew from the listings. Returns how many are on offer.

    Raises SearchUnavailable when the outside engine is away; the database's own index is made by then.
    """
    number = PostgresSearch().rebuild(all_entries())
    outside = outside_engine()
    if outside is not None:
        _rebuild_outside(outside)
    return number


def _rebuild_outside(outside: SearchEngine) -> None:
    written: dict[int, int] = {}
    outside.rebuild(_noted(all_entries(), written))
    _catch_up(outside, written)


def _noted(entries: Iterable[Entry], written: dict[int, int]) -> Iterator[Entry]:
    for entry in entries:
        written[entry.listing_id] = entry.version
        yield entry


def _catch_up(outside: SearchEngine, written: dict[int, int]) -> None:
    """What changed while the fresh index was filled went to the old one: write it again."""
    present = dict(Listing.objects.on_offer().values_list("id", "version"))
    changed = [one for one, version in present.items() if written.get(one) != version]
    for start in range(0, len(changed), 1_000):
        outside.index(entries_for(changed[start : start + 1_000]))
    outside.remove(sorted(written.keys() - present.keys()))
