"""Papers in bulk: numbered without gaps in the order of time, hashed and signed as `documents.issue` does it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from marketplace.demo.bulk.log import Trail, Who
from marketplace.demo.bulk.rows import write
from marketplace.documents.content import content_sha256, new_check_code
from marketplace.documents.kinds import kind_of
from marketplace.documents.models import Document, DocumentViewer, Signature
from marketplace.kernel.calendar import local_day
from marketplace.kernel.numbering import letter_number
from marketplace.kernel.refs import OrderRef


@dataclass
class Paper:
    """One paper. `fields` is asked after all numbers are known, because papers name each other."""

    id: UUID
    kind: str
    issuer_id: int
    unit_code: str
    subject: tuple[str, Any]
    fields: Callable[[], dict[str, Any]]
    signatures: Sequence[tuple[Who, str, datetime]]
    order: OrderRef | None = None
    viewers: Sequence[int] = ()
    number: str = ""

    @property
    def at(self) -> datetime:
        return self.signatures[0][2]

    @property
    def series(self) -> str:
        return kind_of(self.kind).series


@dataclass
class Papers:
    """Papers of one batch."""

    papers: list[Paper] = field(default_factory=list)

    def add(self, paper: Paper) -> Paper:
        self.papers.append(paper)
        return paper

    def flush(self, trail: Trail) -> int:
        """Number, hash and write them, with their audit entries. Returns how many."""
        self.papers.sort(key=lambda paper: (paper.at, paper.id))
        self._number()
        rows = [_document_row(paper) for paper in self.papers]
        write(Document, rows)
        write(
            DocumentViewer,
            [
                {"document_id": paper.id, "organisation_id": one}
                for paper in self.papers
                for one in sorted({paper.issuer_id, *paper.viewers})
            ],
        )
        hashes = {row["id"]: row["content_sha256"] for row in rows}
        write(Signature, [row for paper in self.papers for row in _signature_rows(paper, hashes[paper.id])])
        for paper in self.papers:
            _record(trail, paper, hashes[paper.id])
        written = len(self.papers)
        self.papers.clear()
        return written

    def _number(self) -> None:
        by_series: dict[tuple[int, str, int], list[Paper]] = defaultdict(list)
        for paper in self.papers:
            by_series[(paper.issuer_id, paper.series, local_day(paper.at).year)].append(paper)
        firsts = draw_blocks({key: len(papers) for key, papers in by_series.items()})
        for key, papers in by_series.items():
            for place, paper in enumerate(papers):
                paper.number = letter_number(
                    kind_of(paper.kind).classification, firsts[key] + place, paper.unit_code, paper.at, tag=paper.series
                )


def draw_blocks(wanted: dict[tuple[int, str, int], int]) -> dict[tuple[int, str, int], int]:
    """(issuer, series, year) -> the first of so many numbers in a row; gapless, for they roll back with the rows."""
    keys = sorted(wanted)
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT issuer, series, year, min(number_draw(issuer, series, year))
                 FROM unnest(%s::bigint[], %s::text[], %s::int[], %s::int[]) AS block(issuer, series, year, size),
                      generate_series(1, size) GROUP BY issuer, series, year""",
            [
                [key[0] for key in keys],
                [key[1] for key in keys],
                [key[2] for key in keys],
                [wanted[key] for key in keys],
            ],
        )
        return {(issuer, series, year): first for issuer, series, year, first in cursor}


def _document_row(paper: Paper) -> dict[str, Any]:
    fields = json.loads(json.dumps(paper.fields(), default=str))
    order_number = paper.order.number if paper.order else ""
    content = {
        "version": 1,
        "kind": paper.kind,
        "number": paper.number,
        "issuer": paper.issuer_id,
        "issued_at": paper.at.isoformat(),
        "order": order_number,
        "fields": fields,
    }
    return {
        "id": paper.id,
        "kind": paper.kind,
        "template": paper.kind,
        "series": paper.series,
        "number": paper.number,
        "year": local_day(paper.at).year,
        "issuer_id": paper.issuer_id,
        "subject_kind": paper.subject[0],
        "subject_id": str(paper.subject[1]),
        "order_id": paper.order.id if paper.order else None,
        "order_number": order_number,
        "fields": fields,
        "content_sha256": content_sha256(content),
        "check_code": new_check_code(),
        "required_roles": [role for _who, role, _at in paper.signatures],
        "issued_at": paper.at,
        "state": "valid",
    }


def _signature_rows(paper: Paper, digest: str) -> list[dict[str, Any]]:
    return [
        {
            "document_id": paper.id,
            "user_id": who.id,
            "name": who.name,
            "nip": who.nip,
            "role": role,
            "content_sha256": digest,
            "signed_at": at,
        }
        for who, role, at in paper.signatures
    ]


def _record(trail: Trail, paper: Paper, digest: str) -> None:
    (who, role, at), *others = paper.signatures
    about = ("documents.document", paper.id)
    after = {"kind": paper.kind, "number": paper.number, "content_sha256": digest}
    trail.add("documents.document.issued", *about, who, at, role=role, organisation=paper.issuer_id, after=after)
    for other, other_role, later in others:
        signed = {"content_sha256": digest, "state": "valid"}
        trail.add(
            "documents.document.signed",
            *about,
            other,
            later,
            role=other_role,
            organisation=paper.issuer_id,
            after=signed,
        )
