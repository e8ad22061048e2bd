from django.core.management.base import CommandError

from marketplace.kernel.checked_in import CheckedInFile
from marketplace.web import matrix


class Command(CheckedInFile):
    help = "Write docs/url-roles.csv: every address and who may open it. --check compares and changes nothing."
    requires_system_checks: list[str] = []
    file = matrix.FILE

    def text(self) -> str:
        """The URL × role matrix. Raises CommandError when a view declares nothing."""
        silent = [line for line in matrix.lines() if line.access == matrix.UNDECLARED]
        if silent:
            names = ", ".join(f"{line.route} ({line.name})" for line in silent)
            raise CommandError(f"These views do not say who may open them: {names}")
        return matrix.as_csv()
