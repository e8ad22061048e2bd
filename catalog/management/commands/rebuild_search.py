"""Make the search index and the fair price ranges anew from the listings."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from catalog import search
from catalog.services import refresh_price_bands


class Command(BaseCommand):
    help = "Rebuild fair price ranges, the search index and the vocabulary. Searches go on meanwhile."

    def handle(self, *args, **options):
        refresh_price_bands(at=timezone.now())
        number = search.rebuild()
        self.stdout.write(f"{number} listings on offer are indexed.")
