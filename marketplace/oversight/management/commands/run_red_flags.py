from datetime import date

from django.core.management.base import BaseCommand
from django.utils import timezone

from marketplace.kernel.calendar import local_day
from marketplace.oversight.services import run_red_flags


class Command(BaseCommand):
    help = "Asks every red-flag rule about every purchase; the same day and rows give the same questions."

    def add_arguments(self, parser):
        parser.add_argument("--as-of", type=date.fromisoformat, default=None, help="the last day looked at (today)")

    def handle(self, *, as_of, **options):
        for rule, count in run_red_flags(as_of=as_of or local_day(timezone.now())).items():
            self.stdout.write(f"{rule}  {count}")
