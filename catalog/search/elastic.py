"""Search by Elasticsearch 8 or 9, for sites of a million goods and more.

It keeps the same stems as PostgreSQL, so only server-core features are used: plain `standard` text, keywords, longs,
terms aggregations, bulk and aliases. Versions are external, so a late message never overwrites a newer entry. A
rebuild streams into a fresh index and moves the alias at the end; `catalog.search.rebuild` then writes again what
changed meanwhile.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import BulkIndexError, bulk
from elasticsearch_dsl import A, Date, Document, Keyword, Long, Q, Search, Text
from elasticsearch_dsl.query import Query as Clause

from catalog.search.base import FACETS, MOST_MATCHES, Answer, Entry, Query, SearchEngine, SearchUnavailable
from catalog.search.spelling import understand

ALIAS = "dasaran-listings"
SECONDS = 2
MOST_BUCKETS = 200
_SORTS: dict[str, list[Any]] = {
    "relevance": ["_score", "-published_at", "-listing_id"],
    "price": ["price", "listing_id"],
    "fastest": ["lead", "price", "listing_id"],
    "spread": ["vendor_orders", "-listing_id"],
    "newest": ["-published_at", "-listing_id"],
}


class ListingEntry(Document):
    """The mapping. Stems are plain tokens parted by spaces."""

    listing_id = Long()
    version = Long(index=False)
    name = Text(analyzer="standard")
    more = Text(analyzer="standard")
    group = Keyword()
    category = Keyword()
    regency = Keyword()
    scale = Keyword()
    verdict = Keyword()
    vendor_id = Long()
    price = Long()
    lead = Long()
    vendor_orders = Long()
    published_at = Date()


class ElasticSearch(SearchEngine):
    def __init__(self, address: str, *, alias: str = ALIAS, client: Elasticsearch | None = None) -> None:
        self.alias = alias
        self.client = client or Elasticsearch(address, request_timeout=SECONDS, max_retries=1, retry_on_timeout=False)

    # ---- asking

    def search(self, query: Query) -> Answer:
        """Raises SearchUnavailable."""
        stems, corrected = understand(query.text)
        answer = self._ask(query, _all_of(stems))
        if not answer.total and stems:
            answer = self._ask(query, _nearly(stems))
        if not answer.total and len(stems) > 1:
            answer = self._ask(query, _some_of(stems))
        return Answer(**{**answer.__dict__, "corrected": corrected})

    def _ask(self, query: Query, text: Clause | None) -> Answer:
        request = self._request(query, text)
        found = self._execute(request)
        facets = {
            facet: {bucket.key: bucket.doc_count for bucket in found.aggregations[facet].values.buckets}
            for facet in FACETS
        }
        total = found.hits.total.value
        ids = _ids(found)
        if query.sort == "spread" and len(ids) < query.per_page and query.offset + len(ids) < total:
            ids += self._behind_the_firsts(request, query, len(ids))
        return Answer(
            ids=ids,
            total=min(total, MOST_MATCHES),
            capped=total >= MOST_MATCHES,
            facets=facets,
            vendors=found.aggregations.vendors.count.value,
        )

    def _behind_the_firsts(self, request: Search, query: Query, shown: int) -> list[int]:
        """What follows when each vendor was shown once: the goods that were not."""
        whole = {name: part for name, part in request.to_dict().items() if name not in ("aggs", "from", "size")}
        collapsed = Search.from_dict(whole).using(self.client).index(self.alias)
        firsts = [str(one) for one in _ids(self._execute(collapsed[0:MOST_MATCHES]))]
        start = max(0, min(query.offset, MOST_MATCHES) - len(firsts))
        del whole["collapse"]
        rest = Search.from_dict(whole).using(self.client).index(self.alias).exclude("ids", values=firsts)
        return _ids(self._execute(rest[start : start + query.per_page - shown]))

    def _execute(self, request: Search) -> Any:
        try:
            return request.execute()
        except NotFoundError:
            # No index yet: a new site before its first rebuild.
            raise SearchUnavailable("the index does not exist yet") from None
        except (ApiError, TransportError) as error:
            raise SearchUnavailable(repr(error)) from error

    def _request(self, query: Query, text: Clause | None) -> Search:
        """Chosen facets narrow after counting, so that each facet counts as if it alone were not chosen."""
        must = [clause for clause in (text,) if clause is not None]
        request = Search(using=self.client, index=self.alias).query("bool", must=must, filter=_fixed(query))
        chosen = {
            facet: Q("terms", **{facet: list(getattr(query, facet))}) for facet in FACETS if getattr(query, facet)
        }
        if chosen:
            request = request.post_filter("bool", filter=list(chosen.values()))
        for facet in FACETS:
            others = [clause for name, clause in chosen.items() if name != facet]
            narrowed = A("filter", Q("bool", filter=others))
            narrowed.bucket("values", "terms", field=facet, size=MOST_BUCKETS)
            request.aggs.bucket(facet, narrowed)
        vendors = A("filter", Q("bool", filter=list(chosen.values())))
        vendors.metric("count", "cardinality", field="vendor_id")
        request.aggs.bucket("vendors", vendors)
        sort = _SORTS[query.sort] if text is not None or query.sort != "relevance" else _SORTS["newest"]
        start = min(query.offset, MOST_MATCHES)
        if query.sort == "spread":  # the newest goods of each vendor
            request = request.extra(collapse={"field": "vendor_id"})
        return (
            request.sort(*sort)
            .extra(track_total_hits=MOST_MATCHES, track_scores=True)
            .source(False)[start : start + query.per_page]
        )

    # ---- writing

    def has_index(self) -> bool:
        """Raises SearchUnavailable."""
        try:
            return bool(self.client.indices.exists_alias(name=self.alias))
        except (ApiError, TransportError) as error:
            raise SearchUnavailable(repr(error)) from error

    def index(self, entries: Sequence[Entry]) -> None:
        """Raises SearchUnavailable."""
        if entries:
            self._bulk([_action(self._write_index(), entry) for entry in entries])

    def remove(self, listing_ids: Sequence[int]) -> None:
        """Raises SearchUnavailable."""
        if listing_ids:
            index = self._write_index()
            self._bulk([{"_op_type": "delete", "_index": index, "_id": str(one)} for one in listing_ids])

    def rebuild(self, entries: Iterable[Entry]) -> int:
        """Into a fresh index; the alias moves when all is there. Raises SearchUnavailable."""
        fresh = f"{self.alias}-{datetime.now().strftime('%Y%m%d%H%M%S%f')}"
        number = 0
        try:
            self._create(fresh)
            count, _ = bulk(self.client, (_action(fresh, entry) for entry in entries), chunk_size=1_000, refresh=False)
            number = int(count)
            self.client.indices.refresh(index=fresh)
            old = self._behind_alias()
            actions: list[dict[str, Any]] = [{"add": {"index": fresh, "alias": self.alias, "is_write_index": True}}]
            actions += [{"remove_index": {"index": name}} for name in old]
            self.client.indices.update_aliases(actions=actions)
        except (ApiError, TransportError, BulkIndexError) as error:
            with contextlib.suppress(ApiError, TransportError):  # it may be away altogether
                self.client.options(ignore_status=404).indices.delete(index=fresh)
            raise SearchUnavailable(repr(error)) from error
        return number

    def _bulk(self, actions: list[dict[str, Any]]) -> None:
        try:
            bulk(self.client, actions, refresh="wait_for", raise_on_error=False, ignore_status=(404, 409))
        except (ApiError, TransportError) as error:
            raise SearchUnavailable(repr(error)) from error

    def _write_index(self) -> str:
        """The alias; made with a first index on a new site, so that nothing creates one with a guessed mapping."""
        if self.has_index():
            return self.alias
        try:
            first = f"{self.alias}-first"
            self._create(first)
            self.client.indices.update_aliases(
                actions=[{"add": {"index": first, "alias": self.alias, "is_write_index": True}}]
            )
        except (ApiError, TransportError) as error:
            raise SearchUnavailable(repr(error)) from error
        return self.alias

    def _create(self, name: str) -> None:
        self.client.indices.create(index=name, mappings=ListingEntry._doc_type.mapping.to_dict())

    def _behind_alias(self) -> list[str]:
        try:
            return list(self.client.indices.get_alias(name=self.alias))
        except NotFoundError:
            return []


def _action(index: str, entry: Entry) -> dict[str, Any]:
    plain = entry.plain()
    plain |= {"name": " ".join(entry.name_stems), "more": " ".join(entry.more_stems)}
    return {
        "_op_type": "index",
        "_index": index,
        "_id": str(entry.listing_id),
        "version": entry.version,
        "version_type": "external_gte",
        "_source": plain,
    }


def _ids(found: Any) -> list[int]:
    return [int(hit.meta.id) for hit in found.hits]


def _fixed(query: Query) -> list[Clause]:
    """What narrows before counting."""
    clauses = []
    if query.group:
        clauses.append(Q("term", group=query.group))
    if query.vendor_id is not None:
        clauses.append(Q("term", vendor_id=query.vendor_id))
    limits = {"gte": query.price_min_idr, "lte": query.price_max_idr}
    limits = {name: amount for name, amount in limits.items() if amount is not None}
    if limits:
        clauses.append(Q("range", price=limits))
    return clauses


def _text(stems: Sequence[str], **how: Any) -> Clause | None:
    if not stems:
        return None
    return Q("multi_match", query=" ".join(stems), fields=["name^3", "more"], **how)


def _all_of(stems: Sequence[str]) -> Clause | None:
    return _text(stems, type="cross_fields", operator="and")


def _nearly(stems: Sequence[str]) -> Clause | None:
    return _text(stems, type="best_fields", operator="and", fuzziness="AUTO", prefix_length=1)


def _some_of(stems: Sequence[str]) -> Clause | None:
    return _text(stems, type="best_fields", operator="or")
