from django.core.management.base import BaseCommand, CommandError

from marketplace.oversight.invariants import check


class Command(BaseCommand):
    help = (
        "Checks every invariant with one SQL query each, in one snapshot; prints offending rows; ends with 1 if any. "
        "With -v 2 it says how long each took."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--only", default="", metavar="CODE", help="only invariants whose code starts so, like I-01"
        )

    def handle(self, *, only, verbosity, **options):
        offending = checked = 0
        for finding in check(only=only):
            checked += 1
            offending += len(finding.rows)
            if verbosity > 1:
                self.stdout.write(f"{finding.seconds:8.2f} s  {finding.invariant.code}")
            if finding.rows:
                self.stdout.write(f"{finding.invariant.code}  {finding.invariant.title}")
                for row in finding.rows[:20]:
                    self.stdout.write(f"    {row}")
        self.stdout.write(f"{checked} invariants, {offending} offending rows")
        if offending:
            raise CommandError("the books are not in order; see the rows above", returncode=1)
