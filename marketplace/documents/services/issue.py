"""Issue a paper."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from marketplace.accounts.models import Agency, Organisation
from marketplace.documents.content import content_sha256, new_check_code, refuse_floats
from marketplace.documents.events import DocumentIssued
from marketplace.documents.kinds import kind_of
from marketplace.documents.models import Document, DocumentViewer
from marketplace.documents.services.sign import write_signature
from marketplace.documents.states import DOCUMENT_FLOW, DocumentState
from marketplace.kernel import audit_log, numbering, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import NotFound
from marketplace.kernel.refs import OrderRef


@transaction.atomic
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
) -> Document:
    """Number, hash and sign a paper in the caller's transaction; a worker draws it afterwards.

    The first signature is that of `signer`; it is valid at once unless other roles are awaited. Whether the signer may
    is the issuing package's question.
    Raises  NotFound (issuer), FloatInDocument.
    Emits   DocumentIssued.
    Locks   the number series of (issuer, series, year), so call this late.
    """
    issuer = Organisation.objects.filter(pk=issuer_id).first()
    if issuer is None:
        raise NotFound(kind="accounts.organisation")
    refuse_floats(fields)
    known, year = kind_of(kind), local_day(at).year
    series = series or known.series
    document = Document(
        kind=kind,
        template=template or kind,
        series=series,
        number=number or _next_number(issuer, classification or known.classification, series, at),
        year=year,
        issuer=issuer,
        subject_kind=subject[0],
        subject_id=str(subject[1]),
        order_id=order.id if order else None,
        order_number=order.number if order else "",
        fields=json.loads(json.dumps(fields, default=str)),
        check_code=new_check_code(),
        required_roles=list(dict.fromkeys([str(signer_role), *map(str, awaiting)])),
        issued_at=at,
    )
    document.content_sha256 = content_sha256(document.content())
    document.save(force_insert=True)
    DocumentViewer.objects.bulk_create(
        [DocumentViewer(document=document, organisation_id=one) for one in sorted({issuer_id, *viewers})]
    )
    write_signature(document, actor=signer, role=str(signer_role), at=at)
    if len(document.required_roles) == 1:
        document.state = DOCUMENT_FLOW.target("complete", DocumentState.ISSUED)
        document.save(update_fields=["state"])
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


def _next_number(issuer: Organisation, classification: str, series: str, at: datetime) -> str:
    sequence = numbering.draw(issuer_id=issuer.pk, series=series, year=local_day(at).year)
    unit = Agency.objects.filter(pk=issuer.pk).values_list("unit_code", flat=True).first()
    return numbering.letter_number(
        classification, sequence, unit or issuer.short_code or f"PJ{issuer.pk}", at, tag=series
    )
