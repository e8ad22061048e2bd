"""What waits for a person: one line on "Ruang saya", given by the package that owns the next step."""

import datetime
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Task:
    """A next step with its address. `tone` is ok, warn, bad, info or idle; `deadline` sorts, earliest first."""

    title: str | Promise
    url: str
    detail: str | Promise = ""
    deadline: datetime.date | None = None
    icon: str = "circle-dashed"
    tone: str = "info"

    @property
    def label(self) -> str | Promise:
        """The name under which the task list component reads the title."""
        return self.title

    @property
    def urgent(self) -> bool:
        """Shown with weight: late or blocked."""
        return self.tone == "bad"
