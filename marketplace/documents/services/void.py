"""Make a paper void."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.documents.events import DocumentVoided
from marketplace.documents.models import Document
from marketplace.documents.states import DOCUMENT_FLOW
from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import RuleViolation


class VoidNeedsReason(RuleViolation):
    code = "DOCUMENT_VOID_NEEDS_REASON"
    template = _("Tulis alasan pembatalan dokumen; alasan ikut tersimpan bersama nomornya.")
    field = "reason"


@transaction.atomic
def void(*, document_id: UUID, actor: Actor, reason: str, at: datetime) -> Document:
    """The paper keeps its number and says why it no longer counts.

    Raises  NotFound, WrongState, VoidNeedsReason.
    Emits   DocumentVoided.
    """
    document = Document.objects.lock(document_id)
    before = document.state
    document.state = DOCUMENT_FLOW.target("void", document.state)
    if not reason.strip():
        raise VoidNeedsReason()
    document.void_reason, document.voided_at = reason.strip(), at
    document.save(update_fields=["state", "void_reason", "voided_at"])
    audit_log.record(
        "documents.document.voided",
        document,
        actor=actor,
        at=at,
        before={"state": before},
        after={"state": document.state},
        why=document.void_reason,
        organisation_id=document.issuer_id,
    )
    outbox.publish(DocumentVoided(document_id=document.pk, kind=document.kind, at=at))
    return document
