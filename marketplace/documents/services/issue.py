"""Issue a paper."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from marketplace.accounts.models import Agency, Organisation
from marketplace.documents.content import content_sha256, new_check_code, refuse_floats
from marketplace.documents.events import DocumentIssued
from marketplace.documents.kinds import kind_of
from marketplace.documents.models import Document, DocumentViewer
from marketplace.documents.services.sign import person_of, write_signature
from marketplace.documents.states import DOCUMENT_FLOW, DocumentState
from marketplace.kernel import audit_log, numbering, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import NotFound
from marketplace.kernel.ids import new_id
from marketplace.kernel.refs import OrderRef


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
    issuer = Organisation.objects.select_related("agency").filter(pk=issuer_id).first()
    if issuer is None:
        raise NotFound(kind="accounts.organisation")
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
        issuer=issuer,
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
    with transaction.atomic(savepoint=False):
        _announce(document, viewers=sorted({issuer_id, *viewers}), at=at)
        person = person_of(signer)
        # From here until the commit all papers of this series wait: only what depends on the number comes after it.
        document.number = number or _next_number(issuer, classification or known.classification, series, at)
        document.content_sha256 = content_sha256(document.content())
        document.save(force_insert=True)
        write_signature(document, actor=signer, person=person, role=str(signer_role), at=at)
        audit_log.record(
            "documents.document.issued",
            document,
            actor=signer,
            role=str(signer_role),
            at=at,
            after={"kind": kind, "number": document.number, "content_sha256": document.content_sha256},
            organisation_id=issuer_id,
        )
    return document


def _announce(document: Document, *, viewers: Iterable[int], at: datetime) -> None:
    """Who may open the paper, and that there is one: both name only its id."""
    DocumentViewer.objects.bulk_create([DocumentViewer(document=document, organisation_id=one) for one in viewers])
    outbox.publish(
        DocumentIssued(
            document_id=document.pk,
            kind=document.kind,
            issuer_id=document.issuer_id,
            order_id=document.order_id,
            at=at,
        )
    )


def _next_number(issuer: Organisation, classification: str, series: str, at: datetime) -> str:
    sequence = numbering.draw(issuer_id=issuer.pk, series=series, year=local_day(at).year)
    agency: Agency | None = getattr(issuer, "agency", None)
    unit = (agency.unit_code if agency else "") or issuer.short_code or f"PJ{issuer.pk}"
    return numbering.letter_number(classification, sequence, unit, at, tag=series)
