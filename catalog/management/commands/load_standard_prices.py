"""Load the unit price standards that a decision of the head of region set."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from catalog.services import load_standard_prices, refresh_price_bands
from marketplace.kernel.tables import BadReferenceTable


class Command(BaseCommand):
    help = "Load a CSV of unit price standards: category_code, unit_code, name, fiscal_year, unit_price_idr, source."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *args, file, **options):
        try:
            number = load_standard_prices(file)
        except (BadReferenceTable, OSError) as error:
            raise CommandError(str(error)) from error
        refresh_price_bands(at=timezone.now())
        self.stdout.write(f"{number} standards are loaded and all verdicts judged anew.")
