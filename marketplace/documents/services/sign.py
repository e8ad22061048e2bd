"""Sign a paper."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.documents.content import content_sha256
from marketplace.documents.errors import AlreadySigned, ContentChanged, SignatureNotAwaited
from marketplace.documents.events import DocumentSigned
from marketplace.documents.models import Document, Signature
from marketplace.documents.selectors import Signatory, signatory
from marketplace.documents.states import DOCUMENT_FLOW
from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor


@transaction.atomic
def sign(*, document_id: UUID, actor: Actor, role: str, at: datetime) -> Signature:
    """Add a signature that the paper waits for; the last one makes it valid.

    Whether this person may act in `role` is the issuing package's question.
    Raises  NotFound, WrongState (void or already valid), SignatureNotAwaited, AlreadySigned, ContentChanged.
    Emits   DocumentSigned.
    """
    document = Document.objects.lock(document_id)
    valid = DOCUMENT_FLOW.target("complete", document.state)
    signed = list(document.signatures.values_list("role", "user_id"))
    awaited = [one for one in document.required_roles if one not in {held for held, _ in signed}]
    if str(role) not in awaited:
        raise SignatureNotAwaited()
    if any(user_id == actor.id for _, user_id in signed if user_id):
        raise AlreadySigned()
    if content_sha256(document.content()) != document.content_sha256:
        raise ContentChanged()
    signature = signature_on(document, signatory(actor), role=str(role), at=at)
    signature.save(force_insert=True)
    if len(awaited) == 1:
        document.state = valid
        document.save(update_fields=["state"])
    audit_log.record(
        "documents.document.signed",
        document,
        actor=actor,
        role=str(role),
        at=at,
        after={"content_sha256": document.content_sha256, "state": document.state},
        organisation_id=document.issuer_id,
    )
    outbox.publish(DocumentSigned(document_id=document.pk, kind=document.kind, role=str(role), at=at))
    return signature


def signature_on(document: Document, signatory: Signatory, *, role: str, at: datetime) -> Signature:
    """The row to write; the database compares its hash with the paper's."""
    return Signature(
        document=document,
        user_id=signatory.user_id,
        name=signatory.name,
        nip=signatory.nip,
        role=role,
        content_sha256=document.content_sha256,
        signed_at=at,
    )
