"""Draw a paper and keep the PDF."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.documents.models import Document, Rendering
from marketplace.documents.rendering import pdf_of
from marketplace.files import blobs


class PdfDiffers(Exception):
    """The same paper gave other bytes than before: a defect, never to be hidden by writing over the old file."""


def render_document(*, document_id: UUID, at: datetime) -> Rendering:
    """The PDF as of the signatures there are now. Safe to run twice: the second run finds the first one's.

    Raises  NotFound, StorageFull, PdfDiffers.
    """
    document = Document.objects.select_related("issuer").prefetch_related("signatures").find(pk=document_id)
    count = len(document.signatures.all())
    known = Rendering.objects.filter(document=document, signature_count=count).first()
    if known is not None and blobs.exists(known.storage_key):
        return known
    data = pdf_of(document)
    digest = blobs.sha256(data)
    if known is not None and known.sha256 != digest:
        raise PdfDiffers(f"{document.number} with {count} signatures")
    key = blobs.key_for(digest, public=False, ending="pdf")
    blobs.write(key, data)
    with transaction.atomic():
        made = Rendering(document=document, signature_count=count, sha256=digest, storage_key=key, rendered_at=at)
        Rendering.objects.bulk_create([made], ignore_conflicts=True)  # a second drawer is no error in the log
        rendering = Rendering.objects.get(document=document, signature_count=count)
        Document.objects.filter(pk=document_id).exclude(pdf_sha256=digest).update(pdf_sha256=digest)
    return rendering
