"""Commands that write what the code says into a file of the repository, where a reviewer reads each change of it."""

from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser


class CheckedInFile(BaseCommand):
    """Writes `file` with `text()`; with --check it compares and changes nothing."""

    file: ClassVar[Path]

    def text(self) -> str:
        """What the file must say. Raises CommandError when the code is not fit to be written down."""
        raise NotImplementedError

    def add_arguments(self, parser: CommandParser) -> None:
        """--check for CI."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Raises CommandError with --check when the file is not what the code says."""
        text, name = self.text(), f"docs/{self.file.name}"
        if not check:
            self.file.write_text(text, encoding="utf-8")
            self.stdout.write(f"{name}: {len(text.splitlines())} lines")
        elif not self.file.exists() or self.file.read_text(encoding="utf-8") != text:
            command = type(self).__module__.rsplit(".", 1)[-1]
            raise CommandError(f"{name} is not what the code says: run manage.py {command} and read the change.")
