"""Plain lines for a person who waits: at most one every two seconds, with counts and seconds."""

from __future__ import annotations

import time
from collections.abc import Callable


class Progress:
    def __init__(self, say: Callable[[str], None], *, every_seconds: float = 2.0) -> None:
        self.say, self.every_seconds = say, every_seconds
        self.began = time.monotonic()
        self.part, self._part_began, self._told = "", self.began, self.began

    def begin(self, part: str) -> None:
        self.part = part
        self._part_began = self._told = time.monotonic()

    def tell(self, text: str) -> None:
        """A step inside the part; swallowed when the last line is too fresh."""
        if time.monotonic() - self._told >= self.every_seconds:
            self._told = time.monotonic()
            self.say(f"{self.part}: {text}, {self.seconds:.0f} s")

    def done(self, figures: dict[str, int]) -> None:
        told = ", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in figures.items())
        self.say(f"{self.part} done in {time.monotonic() - self._part_began:.1f} s: {told}")

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._part_began

    @property
    def total_seconds(self) -> float:
        return time.monotonic() - self.began
