import logging
import os
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from marketplace.demo import parts
from marketplace.demo.bank import BankAway, BankSaidNo
from marketplace.demo.progress import Progress
from marketplace.demo.world import SIZES, World, start_day_at
from marketplace.kernel.tables import BadReferenceTable
from marketplace.oversight.services import run_integrity_check
from marketplace.settings import env


class Command(BaseCommand):
    help = "Fill an empty site with a province to walk through. Killed and started again, it goes on where it stopped."

    def add_arguments(self, parser):
        parser.add_argument("--size", choices=sorted(SIZES), help="how much data (what is there; else small)")
        parser.add_argument("--seed", type=int, help="another number, another province (what is there; else 1)")
        parser.add_argument(
            "--start-day",
            type=date.fromisoformat,
            default=env.DEMO_START_DAY or None,
            help="the day on whose morning the seeded past ends (today from 07.00, or DASARAN_START_DAY)",
        )
        parser.add_argument("--only", choices=[part.name for part in parts.PARTS], default="", help="one part alone")

    def handle(self, *, size, seed, start_day, only, **options):
        if not settings.DASARAN_DEMO:
            raise CommandError("Demo data is for demo mode only: set DASARAN_DEMO=1, and never on a real site.")
        known = parts.world_of_database()
        wished = known or World(seed=1, size_name="small", start_day=start_day_at(timezone.now()))
        world = World(
            seed=wished.seed if seed is None else seed,
            size_name=size or wished.size_name,
            start_day=start_day or wished.start_day,
        )
        if known == world and parts.is_complete() and not only:
            self._say(f"data is there already: size {world.size_name}, seed {world.seed}, start day {world.start_day}")
            return
        logging.getLogger("stripe").setLevel(logging.WARNING)  # a line for each of hundreds of requests
        progress = Progress(self._say)
        try:
            parts.seed(world, progress, only=only)
        except parts.OtherWorld as other:
            raise CommandError(str(other), returncode=os.EX_USAGE) from other
        except BadReferenceTable as bad:
            raise CommandError(f"{bad}: correct that table and start again.", returncode=os.EX_DATAERR) from bad
        except BankSaidNo as refused:
            raise CommandError(str(refused)) from refused
        except BankAway as away:
            raise CommandError(str(away), returncode=os.EX_TEMPFAIL) from away
        except (OperationalError, InterfaceError, ConnectionError) as away:
            words = str(away).strip().partition("\n")[0]
            raise CommandError(
                f"The database or the bank went away ({words}): run this again when they are back; it goes on where it "
                "stopped.",
                returncode=os.EX_TEMPFAIL,
            ) from away
        if not only:
            self._check(progress)

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def _check(self, progress: Progress) -> None:
        """The first of the half-hourly checks: its result stands on the auditor's first page."""
        progress.begin("invariants")
        run = run_integrity_check(at=timezone.now(), wait=True)
        assert run is not None  # it waited for its turn
        for finding in run.findings:
            for row in finding["rows"]:
                self._say(f"  {finding['code']} {finding['title']}: {row}")
        self._say(f"{run.invariants} invariants, {run.offending} offending rows; {progress.total_seconds:.0f} s in all")
        if not run.is_whole:
            raise CommandError("the seeded books are not in order; see the rows above")
