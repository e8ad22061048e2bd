"""The search port: what is asked, what is answered, what is indexed. Two adapters stand behind it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

#: At most so many matches are ranked, counted and paged through; beyond it pages say "2.000+".
MOST_MATCHES = 2_000
FACETS = ("category", "regency", "scale", "verdict")


@dataclass(frozen=True)
class Query:
    """What somebody looks for. Empty fields ask for nothing."""

    text: str = ""
    group: str = ""
    category: tuple[str, ...] = ()
    regency: tuple[str, ...] = ()
    scale: tuple[str, ...] = ()
    verdict: tuple[str, ...] = ()
    price_min_idr: int | None = None
    price_max_idr: int | None = None
    vendor_id: int | None = None
    sort: str = "relevance"
    page: int = 1
    per_page: int = 24

    @property
    def offset(self) -> int:
        return (max(1, self.page) - 1) * self.per_page

    def without(self, facet: str) -> Query:
        """The same question without one facet's choice: what the counts beside that facet mean."""
        changes: dict[str, Any] = {facet: ()}
        return replace(self, **changes)


SORTS = ("relevance", "price", "fastest", "spread", "newest")


@dataclass(frozen=True)
class Answer:
    """Ids only, best first. Rows are read again in the viewer's scope: a lagging index shows nothing it should not."""

    ids: list[int]
    total: int
    #: True when there may be more than `total`: the count stopped at MOST_MATCHES.
    capped: bool = False
    #: What else is a lower bound, because it was counted over no more than MOST_MATCHES: facets, and "vendors".
    at_least: frozenset[str] = frozenset()
    #: facet -> value -> number of matches if that value were chosen.
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    vendors: int = 0
    #: The words that were really searched for, when a misspelt one was corrected.
    corrected: str = ""


@dataclass(frozen=True)
class Entry:
    """One listing on offer, as both adapters index it: stems, and plain facts to filter, count and sort by."""

    listing_id: int
    version: int
    name_stems: tuple[str, ...]
    more_stems: tuple[str, ...]
    words: dict[str, str]
    group: str
    category: str
    regency: str
    scale: str
    verdict: str
    comparison_key: str
    unit: str
    vendor_id: int
    unit_price_idr: int
    lead_time_days: int
    vendor_orders: int
    published_at: datetime

    def plain(self) -> dict[str, Any]:
        """The fields an outside engine keeps."""
        return {
            "listing_id": self.listing_id,
            "version": self.version,
            "name": list(self.name_stems),
            "more": list(self.more_stems),
            "group": self.group,
            "category": self.category,
            "regency": self.regency,
            "scale": self.scale,
            "verdict": self.verdict,
            "vendor_id": self.vendor_id,
            "price": self.unit_price_idr,
            "lead": self.lead_time_days,
            "vendor_orders": self.vendor_orders,
            "published_at": self.published_at.isoformat(),
        }


class SearchEngine(ABC):
    """What an adapter can do. Errors of an outside engine rise as `SearchUnavailable`."""

    @abstractmethod
    def search(self, query: Query) -> Answer: ...

    def has_index(self) -> bool:
        """False where nothing was ever indexed, or the index was lost."""
        return True

    @abstractmethod
    def index(self, entries: Sequence[Entry]) -> None:
        """Add or replace. An older version never overwrites a newer one."""

    @abstractmethod
    def remove(self, listing_ids: Sequence[int]) -> None: ...

    @abstractmethod
    def rebuild(self, entries: Iterable[Entry]) -> int:
        """Make the index anew from `entries` while searches go on. Returns how many it holds."""


class SearchUnavailable(Exception):
    """The outside engine does not answer: search goes on with the database's own."""
