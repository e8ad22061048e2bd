"""A full disk: the reason behind most odd failures of several processes at once."""

from __future__ import annotations

import shutil

from marketplace.embedded.problems import Problem
from marketplace.embedded.state import StateFolder
from marketplace.embedded.supervisor import print_line

NEEDED_WHEN_WARM = 60 * 1024**2


def full_disk(state: StateFolder) -> Problem | None:
    """Why a start cannot go on, if it is that."""
    if shutil.disk_usage(state.path).free >= NEEDED_WHEN_WARM // 2:
        return None
    return Problem(f"The disk of {state.path} is full: free some space and start again; it goes on where it stopped.")


class DiskWatch:
    """While the site runs: says once that the disk is full, and once that there is room again."""

    def __init__(self, state: StateFolder) -> None:
        self.state = state
        self.was_full = False

    def look(self) -> None:
        is_full = full_disk(self.state) is not None
        if is_full and not self.was_full:
            print_line("disk", f"the disk of {self.state.path} is full: free some space; the site goes on by itself")
        elif self.was_full and not is_full:
            print_line("disk", "there is room again")
        self.was_full = is_full
