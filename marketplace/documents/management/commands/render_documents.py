from django.core.management.base import BaseCommand
from django.db.models import Count
from django.utils import timezone

from marketplace.documents.models import Document
from marketplace.documents.services import render_document
from marketplace.files import blobs


class Command(BaseCommand):
    """Draws papers whose PDF is missing, for instance after files were restored from an older copy."""

    help = "Draw papers whose PDF is missing from the store."

    def handle(self, *args, **options):
        drawn = 0
        documents = Document.objects.annotate(signed=Count("signatures")).order_by("pk")
        for document in documents.iterator(chunk_size=500):
            rendering = document.renderings.filter(signature_count=document.signed).first()
            if rendering is None or not blobs.exists(rendering.storage_key):
                render_document(document_id=document.pk, at=timezone.now())
                drawn += 1
        self.stdout.write(f"{drawn} papers drawn.")
