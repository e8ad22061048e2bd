"""Questions to the log: does this leaf stand in the tree whose root was recorded, and is the whole log unbroken?

A place is proved under the head with which it was placed: from the frontier of the head before, its own batch is
enough, so a proof costs one batch however long the log is. That each head continues the one before: see `check_log`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import connection

from marketplace.kernel.audit_log import leaf_of_entry, merkle
from marketplace.kernel.audit_log.models import AuditEntry, LogHead, LogPlace, LogQueue

CHUNK = 5_000


@dataclass(frozen=True)
class Batch:
    """The leaves between two heads, and what the tree was before them."""

    size: int
    root: bytes
    start: int
    frontier: list[bytes | None]
    leaves: list[bytes]

    @property
    def leads_to_root(self) -> bool:
        """Whether these leaves, after those before, give exactly the recorded root."""
        grown = list(self.frontier)
        for leaf in self.leaves:
            merkle.grow(grown, leaf)
        return self.start + len(self.leaves) == self.size and merkle.root_of(grown) == self.root


@dataclass(frozen=True)
class Proof:
    """What an auditor's own program needs: RFC 6962 inclusion of one leaf, numbers counted from 0."""

    leaf: bytes
    leaf_index: int
    tree_size: int
    root: bytes
    path: list[bytes]

    @property
    def holds(self) -> bool:
        return merkle.root_from_path(self.leaf, self.leaf_index, self.tree_size, self.path) == self.root


@dataclass
class LogReport:
    """The whole log, read once from the first leaf to the last."""

    size: int = 0
    heads: int = 0
    root: bytes = merkle.EMPTY_ROOT
    waiting: int = 0
    broken_heads: list[int] = field(default_factory=list)
    broken_leaves: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.broken_heads and not self.broken_leaves


#: What a bigint holds; no log gets there, but an address may name it.
_LAST_PLACE = 2**63 - 1


def batches_of(places: Iterable[int]) -> list[Batch]:
    """The batches in which these places were given. Two queries, however many."""
    wanted = sorted(place for place in set(places) if 0 < place <= _LAST_PLACE)
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT head.tree_size, head.root, coalesce(prior.tree_size, 0), prior.frontier::text
                 FROM unnest(%s::bigint[]) AS wanted(place)
                 JOIN LATERAL (SELECT tree_size, root FROM kernel_loghead
                                WHERE tree_size >= wanted.place ORDER BY tree_size LIMIT 1) head ON true
                 LEFT JOIN LATERAL (SELECT tree_size, frontier FROM kernel_loghead
                                     WHERE tree_size < wanted.place ORDER BY tree_size DESC LIMIT 1) prior ON true
                ORDER BY head.tree_size""",
            [wanted],
        )
        heads = cursor.fetchall()
        cursor.execute(
            """SELECT span.size, place.leaf
                 FROM unnest(%s::bigint[], %s::bigint[]) AS span(start, size)
                 JOIN kernel_logplace place ON place.place > span.start AND place.place <= span.size
                ORDER BY place.place""",
            [[start for _size, _root, start, _frontier in heads], [size for size, *_rest in heads]],
        )
        leaves: dict[int, list[bytes]] = {}
        for size, leaf in cursor.fetchall():
            leaves.setdefault(size, []).append(bytes(leaf))
    return [
        Batch(size, bytes(root), start, _frontier(frontier), leaves.get(size, []))
        for size, root, start, frontier in heads
    ]


def proof_of(place: int) -> Proof | None:
    """The inclusion of one place in the head under which it was placed; None when there is no such place."""
    for batch in batches_of([place]):
        offset = place - batch.start - 1
        if 0 <= offset < len(batch.leaves):
            path = merkle.inclusion_path(batch.frontier, batch.start, batch.leaves, offset)
            return Proof(batch.leaves[offset], place - 1, batch.size, batch.root, path)
    return None


def check_log() -> LogReport:
    """Grow the tree again from the first leaf, compare each head, and make each audit entry's leaf again."""
    report = LogReport(waiting=LogQueue.objects.count())
    recorded = iter(LogHead.objects.order_by("tree_size").values_list("tree_size", "root").iterator(chunk_size=CHUNK))
    head = next(recorded, None)
    frontier: list[bytes | None] = []
    for leaf in _leaves():
        merkle.grow(frontier, leaf)
        report.size += 1
        if head and head[0] == report.size:
            report.heads += 1
            report.root = merkle.root_of(frontier)
            if report.root != bytes(head[1]):
                report.broken_heads.append(head[0])
            head = next(recorded, None)
    if head:
        report.broken_heads.append(head[0])
    report.broken_leaves = [str(entry.id) for entry in _entries() if leaf_of_entry(entry) != bytes(entry.leaf)]
    return report


def _leaves() -> Iterator[bytes]:
    for leaf in LogPlace.objects.order_by("place").values_list("leaf", flat=True).iterator(chunk_size=CHUNK):
        yield bytes(leaf)


def _entries() -> Iterator[AuditEntry]:
    yield from AuditEntry.objects.order_by("id").iterator(chunk_size=CHUNK)


def _frontier(text: str | None) -> list[bytes | None]:
    return [None if one is None else bytes.fromhex(one) for one in json.loads(text or "[]")]
