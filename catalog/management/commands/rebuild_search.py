"""Make the search index and the fair price ranges anew from the listings."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from catalog import search
from catalog.services import refresh_price_bands


class Command(BaseCommand):
    help = "Rebuild fair price ranges, the search index and the vocabulary. Searches go on meanwhile."

    def handle(self, *args, **options):
        refresh_price_bands(at=timezone.now())
        try:
            number = search.rebuild()
        except search.SearchUnavailable as away:
            raise CommandError(
                f"ELASTICSEARCH_URL does not answer ({away}): search goes on with PostgreSQL, whose index is made; "
                "run this again when it is back."
            ) from away
        self.stdout.write(f"{number} listings on offer are indexed.")
