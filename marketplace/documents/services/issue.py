"""Issue a paper."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from marketplace.documents.content import new_check_code, refuse_floats
from marketplace.documents.events import DocumentIssued
from marketplace.documents.kinds import kind_of
from marketplace.documents.models import Document
from marketplace.documents.states import DOCUMENT_FLOW, DocumentState
from marketplace.kernel import audit_log, numbering, outbox, telling
from marketplace.kernel.actors import Actor
from marketplace.kernel.audit_log import canonical
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import NotFound
from marketplace.kernel.ids import new_id
from marketplace.kernel.refs import OrderRef
from marketplace.kernel.rows import row_of


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
    Number and hash are known when the database has answered: at the end of `telling.gathered` where that stands around.
    Raises  NotFound (issuer), FloatInDocument.
    Emits   DocumentIssued.
    Locks   the number series of (issuer, series, year), so call this late.
    """
    refuse_floats(fields)
    known, year = kind_of(kind), local_day(at).year
    series = series or known.series
    roles = list(dict.fromkeys([str(signer_role), *map(str, awaiting)]))
    document = Document(
        id=document_id or new_id(),
        kind=kind,
        template=template or kind,
        series=series,
        number=number or "",
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
    numbered = None if number else [classification or known.classification, series, numbering.month_and_year(at)]
    # Only an unknown issuer is refused from here on: the caller's transaction is enough, a savepoint would only cost.
    with transaction.atomic(savepoint=False), telling.gathered():
        _write(document, numbered, viewers={issuer_id, *viewers}, signer=signer, role=str(signer_role))
        outbox.publish(
            DocumentIssued(document_id=document.pk, kind=kind, issuer_id=issuer_id, order_id=document.order_id, at=at)
        )
    return document


def _write(
    document: Document, numbered: Sequence[str] | None, *, viewers: Iterable[int], signer: Actor, role: str
) -> None:
    """Have the database number, hash, sign and log the paper in one call: its series waits from there to the commit."""
    known = {"number": document.number or telling.blank("number"), "content_sha256": telling.blank("content_sha256")}
    entry, said = audit_log.composed(
        "documents.document.issued",
        document,
        actor=signer,
        role=role,
        at=document.issued_at,
        after={"kind": document.kind, **known},
        organisation_id=document.issuer_id,
    )
    telling.call(
        "document_issue",
        [
            row_of(document),
            numbered,
            canonical(document.content() | {"number": known["number"]}).decode(),
            sorted(viewers),
            signer.id,
            signer.name,
            role,
            json.dumps(entry | {"after": None}),
            canonical(said).decode(),
        ],
        then=partial(_written, document),
    )


def _written(document: Document, answer: dict[str, Any]) -> None:
    if answer["number"] is None:
        raise NotFound(kind="accounts.organisation")
    document.number, document.content_sha256 = answer["number"], answer["content_sha256"]
