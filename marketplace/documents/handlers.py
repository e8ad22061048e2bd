"""What follows when a paper was issued or signed: the worker draws it."""

from django.utils import timezone

from marketplace.documents.events import DocumentIssued, DocumentSigned, RenderingAsked
from marketplace.documents.services import render_document


def render(event: DocumentIssued | DocumentSigned | RenderingAsked) -> None:
    """Safe to run twice."""
    render_document(document_id=event.document_id, at=timezone.now())
