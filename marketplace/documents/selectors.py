"""Questions about papers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.accounts.roles import VENDOR_ROLES, Role
from marketplace.documents.kinds import kind_of
from marketplace.documents.models import Document, Rendering
from marketplace.documents.policies import visible
from marketplace.documents.states import DocumentState
from marketplace.documents.wording import instant
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import NotFound

TONES = {DocumentState.ISSUED: "warn", DocumentState.VALID: "ok", DocumentState.VOID: "bad"}


def documents_visible_to(actor: Actor) -> QuerySet[Document]:
    """Papers this actor may open."""
    which = visible(actor)
    if which is None:
        return Document.objects.all()
    return Document.objects.filter(pk__in=Document.objects.filter(which).order_by().values("pk"))


def document_visible_to(actor: Actor, document_id: UUID) -> Document:
    """Raises NotFound."""
    seen = documents_visible_to(actor).select_related("issuer").prefetch_related("signatures")
    document = seen.filter(pk=document_id).first()
    if document is None:
        raise NotFound(kind="documents.document")
    return document


def documents_of_order(order_id: UUID, actor: Actor, *, note: UUID | None = None) -> QuerySet[Document]:
    """The papers of one order that this actor may open, in the order they were issued.

    `note` is the request note: it is of the whole need, whose other orders have other vendors.
    """
    papers = documents_visible_to(actor).filter(Q(order_id=order_id) | Q(pk=note))
    return papers.select_related("issuer").prefetch_related("signatures")


def documents_of_subject(kind: str, subject_id: Any) -> QuerySet[Document]:
    """The papers about one thing; for the package that owns it."""
    return Document.objects.filter(subject_kind=kind, subject_id=str(subject_id)).prefetch_related("signatures")


def document_by_code(code: str) -> Document:
    """Raises NotFound."""
    return Document.objects.select_related("issuer").prefetch_related("signatures").find(check_code=code)


def rendering_with_hash(sha256: str) -> Rendering | None:
    """The paper of which these are exactly the bytes, in any of its stages."""
    return Rendering.objects.filter(sha256=sha256).select_related("document__issuer").first()


def newest_rendering(document: Document) -> Rendering | None:
    """The PDF with all signatures that the paper has now; None while the worker has not drawn it."""
    return document.renderings.filter(signature_count=len(document.signatures.all())).first()


def as_list(documents: Iterable[Document]) -> list[dict[str, Any]]:
    """For `components/document_list.html`."""
    return [
        {
            "name": kind_of(document.kind).title,
            "url": document.get_absolute_url(),
            "meta": f"{document.number} · {instant(document.issued_at)}",
            "state_label": document.get_state_display(),
            "tone": TONES[DocumentState(document.state)],
            "signatures": _signature_marks(document),
        }
        for document in documents
    ]


def _signature_marks(document: Document) -> list[dict[str, Any]]:
    signed = {signature.role: signature.name for signature in document.signatures.all()}
    return [{"label": signed.get(role) or _awaited(role), "done": role in signed} for role in document.required_roles]


def _awaited(role: str) -> str | Promise:
    """Who has still to sign, in the words of pages and not of papers."""
    if role in VENDOR_ROLES:
        return _("Penjual")
    return Role(role).label if role in Role.values else role


@dataclass(frozen=True, slots=True)
class Signatory:
    """Whose name and NIP stand under a signature; nobody's NIP for the system."""

    user_id: int | None
    name: str
    nip: str = ""


def signatory(actor: Actor) -> Signatory:
    person = User.objects.only("full_name", "nip").filter(pk=actor.id).first() if actor.id else None
    return Signatory(person.pk, person.full_name, person.nip or "") if person else Signatory(None, actor.name)
