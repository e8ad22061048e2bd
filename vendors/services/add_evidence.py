"""Show a paper."""

from __future__ import annotations

from datetime import date, datetime

from django.core.files.base import File
from django.db import transaction

from marketplace.files.services import attach, store_upload
from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor
from vendors.models import Evidence, EvidenceKind, Vendor
from vendors.policies import may_manage
from vendors.states import EvidenceState


def add_evidence(
    *,
    vendor_id: int,
    kind: EvidenceKind,
    upload: File,
    actor: Actor,
    at: datetime,
    number: str = "",
    expires_on: date | None = None,
) -> Evidence:
    """Keep a paper in place of the one before it; what was judged stays on record.

    Raises  NotFound, NotPermitted, UploadRefused, StorageFull.
    """
    may_manage(actor, Vendor.objects.find(pk=vendor_id)).enforce()
    file = store_upload(upload=upload, kind="document", organisation_id=vendor_id, actor=actor, at=at)
    with transaction.atomic():
        vendor = Vendor.objects.lock(vendor_id)
        before = vendor.evidence.filter(kind=kind).exclude(state=EvidenceState.REPLACED).first()
        if before is not None and before.file_id == file.pk and before.state != EvidenceState.REFUSED:
            return before
        if kind != EvidenceKind.OTHER:
            vendor.evidence.filter(kind=kind).exclude(state=EvidenceState.REPLACED).update(state=EvidenceState.REPLACED)
        evidence = Evidence.objects.create(
            vendor=vendor, kind=kind, file=file, number=number, expires_on=expires_on, uploaded_at=at
        )
        attach(file=file, subject=("vendors.evidence", evidence.pk))
        audit_log.record(
            "vendors.evidence.added",
            evidence,
            actor=actor,
            at=at,
            after={"kind": kind, "sha256": file.sha256},
            organisation_id=vendor.pk,
        )
    return evidence
