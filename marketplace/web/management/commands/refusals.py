from django.utils import translation

from marketplace.kernel.checked_in import CheckedInFile
from marketplace.web import refusal_list


class Command(CheckedInFile):
    help = "Write docs/refusals.md: every code with which this site says no. --check compares and changes nothing."
    file = refusal_list.FILE

    def text(self) -> str:
        """In the source language, whatever the terminal speaks."""
        with translation.override(None):
            return refusal_list.as_markdown()
