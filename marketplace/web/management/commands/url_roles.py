"""Write the URL × role matrix."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.web import matrix


class Command(BaseCommand):
    """Writes docs/url-roles.csv from the decorators, or compares with --check."""

    help = "Write docs/url-roles.csv: every address and who may open it. --check compares and changes nothing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """--check for CI."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Raises CommandError when a view declares nothing, or with --check when the file is not what the code says."""
        silent = [line for line in matrix.lines() if line.access == matrix.UNDECLARED]
        if silent:
            names = ", ".join(f"{line.route} ({line.name})" for line in silent)
            raise CommandError(f"These views do not say who may open them: {names}")
        text = matrix.as_csv()
        if not check:
            matrix.FILE.write_text(text, encoding="utf-8")
            self.stdout.write(f"{matrix.FILE.name}: {len(text.splitlines()) - 1} addresses")
        elif not matrix.FILE.exists() or matrix.FILE.read_text(encoding="utf-8") != text:
            raise CommandError(
                "docs/url-roles.csv is not what the code says: run manage.py url_roles and read the change."
            )
