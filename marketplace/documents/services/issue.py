"""Issue a paper."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from marketplace.documents.content import content_sha256, new_check_code, refuse_floats
from marketplace.documents.events import DocumentIssued
from marketplace.documents.kinds import kind_of
from marketplace.documents.models import Document, Signature
from marketplace.documents.selectors import unit_and_signatory
from marketplace.documents.services.sign import signature_on
from marketplace.documents.states import DOCUMENT_FLOW, DocumentState
from marketplace.kernel import audit_log, numbering, outbox, telling
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.ids import new_id
from marketplace.kernel.refs import OrderRef
from marketplace.kernel.rows import rows_of


def issue(
    *,
    kind: str,
    issuer_id: int,
    subject: tuple[str, Any],
    fields: dict[str, Any],
    signer: Actor,
    signer_role: str,
    at: datetime,
    series: str | None = None,
    template: str | None = None,
    number: str | None = None,
    classification: str | None = None,
    order: OrderRef | None = None,
    viewers: Iterable[int] = (),
    awaiting: Sequence[str] = (),
    document_id: UUID | None = None,
) -> Document:
    """Number, hash and sign a paper in the caller's transaction; a worker draws it afterwards.

    The first signature is that of `signer`; it is valid at once unless other roles are awaited. Whether the signer may
    is the issuing package's question. `document_id` is given by a caller who must name the paper before it is written.
    Raises  NotFound (issuer), FloatInDocument.
    Emits   DocumentIssued.
    Locks   the number series of (issuer, series, year), so call this late.
    """
    unit_code, signatory = unit_and_signatory(issuer_id, signer)
    refuse_floats(fields)
    known, year = kind_of(kind), local_day(at).year
    series = series or known.series
    roles = list(dict.fromkeys([str(signer_role), *map(str, awaiting)]))
    document = Document(
        id=document_id or new_id(),
        kind=kind,
        template=template or kind,
        series=series,
        year=year,
        issuer_id=issuer_id,
        subject_kind=subject[0],
        subject_id=str(subject[1]),
        order_id=order.id if order else None,
        order_number=order.number if order else "",
        fields=json.loads(json.dumps(fields, default=str)),
        check_code=new_check_code(),
        required_roles=roles,
        issued_at=at,
        state=DocumentState.ISSUED if len(roles) > 1 else DOCUMENT_FLOW.target("complete", DocumentState.ISSUED),
    )
    # Nothing is refused from here on, so the caller's transaction is enough and a savepoint would only cost.
    with transaction.atomic(savepoint=False), telling.gathered():
        # From the number until the commit all papers of this series wait: only what depends on it comes after it.
        document.number = number or numbering.letter_number(
            classification or known.classification,
            numbering.draw(issuer_id=issuer_id, series=series, year=year),
            unit_code,
            at,
            tag=series,
        )
        document.content_sha256 = content_sha256(document.content())
        signature = signature_on(document, signatory, role=str(signer_role), at=at)
        _write(document, signature, viewers={issuer_id, *viewers})
        audit_log.record(
            "documents.document.issued",
            document,
            actor=signer,
            role=str(signer_role),
            at=at,
            after={"kind": kind, "number": document.number, "content_sha256": document.content_sha256},
            organisation_id=issuer_id,
        )
        outbox.publish(
            DocumentIssued(document_id=document.pk, kind=kind, issuer_id=issuer_id, order_id=document.order_id, at=at)
        )
    return document


def _write(document: Document, signature: Signature, *, viewers: Iterable[int]) -> None:
    """The paper, who may open it, and its first signature, which the database compares with it: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT document_issue(%s::jsonb, %s::bigint[], %s::jsonb)",
            [rows_of([document]), sorted(viewers), rows_of([signature])],
        )
