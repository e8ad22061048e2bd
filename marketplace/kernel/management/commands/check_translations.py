import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

FOLDERS = ["marketplace", "vendors", "catalog", "orders", "payments", "templates"]


class Command(BaseCommand):
    help = "Fails on a missing or fuzzy English text; where gettext is found, also on a text that was never collected."

    def handle(self, **options):
        if shutil.which("xgettext"):
            with tempfile.TemporaryDirectory() as folder:
                count, problems = self._look(self._collected_afresh(Path(folder)))
        else:
            self.stdout.write("gettext is not here: texts that were never collected are not looked for")
            count, problems = self._look(settings.PROJECT)
        for problem in problems[:60]:
            self.stderr.write(problem)
        if problems:
            raise CommandError(f"{len(problems)} texts lack an English translation; make messages collects them")
        self.stdout.write(f"{count} texts, all translated")

    def _collected_afresh(self, copy: Path) -> Path:
        """The sources and their catalogues in a folder that is thrown away, with `makemessages` run over them."""
        for name in FOLDERS:
            ignored = shutil.ignore_patterns("__pycache__", "*.mo", "static")
            shutil.copytree(settings.PROJECT / name, copy / name, ignore=ignored)
        shutil.copy(settings.PROJECT / "manage.py", copy)
        command = [sys.executable, "-m", "django", "makemessages", "--locale", "en", "--no-obsolete", "--no-wrap"]
        environment = {**os.environ, "PYTHONPATH": str(copy), "DASARAN_STATE": str(copy / "var")}
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise CommandError(f"texts could not be collected: {done.stderr.strip() or done.stdout.strip()}")
        return copy

    def _look(self, project: Path) -> tuple[int, list[str]]:
        count, problems = 0, []
        for name in FOLDERS:
            for file in sorted((project / name).rglob("locale/en/LC_MESSAGES/*.po")):
                with file.open("rb") as stream:
                    messages = [message for message in read_po(stream, locale="en") if message.id]
                count += len(messages)
                where = file.relative_to(project).parts[:-4]
                problems += [f"{'/'.join(where)}: {fault}" for message in messages if (fault := self._fault(message))]
        return count, problems

    def _fault(self, message: Message) -> str:
        text = message.id if isinstance(message.id, str) else message.id[0]
        strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
        if message.fuzzy:
            return f"fuzzy: {text!r}"
        return "" if all(strings) else f"missing: {text!r}"
