"""Have a paper drawn that should have been there."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction

from marketplace.documents.events import RenderingAsked
from marketplace.documents.models import Document
from marketplace.kernel import outbox

#: A new paper is being drawn already; asking for the same one again within half a minute is one question.
WORKER_IS_AT_IT = timedelta(seconds=30)


@transaction.atomic
def ask_rendering(*, document: Document, at: datetime) -> None:
    """Papers of imported or restored years are drawn when the first person reads them. Emits RenderingAsked."""
    if at - document.issued_at < WORKER_IS_AT_IT:
        return
    if cache.add(f"documents:rendering:{document.pk}", 1, int(WORKER_IS_AT_IT.total_seconds())):
        outbox.publish(RenderingAsked(document_id=document.pk, at=at))
