"""`manage.py demo --reset`: throws the data of a state folder away, whole."""

from __future__ import annotations

import shutil

from marketplace.embedded.host import database_of
from marketplace.embedded.problems import Problem
from marketplace.embedded.state import StateFolder

SEEDED_PARTS = ("database", "broker", "simulator", "media", "mail", "beat-schedule")
"""What --reset takes away; logs, keys that can be read and compressed static files stay."""


def finish_reset(state: StateFolder, *, wanted: bool) -> None:
    """Throw away the data of a state folder; a reset that was killed half-way is finished first."""
    pending = state.path / "reset.pending"
    if wanted:
        pending.touch()
    if not pending.exists():
        return
    if database_of(state).lock.is_held():
        pending.unlink()
        raise Problem("The embedded database is in use by another command: let it end, then reset again.")
    for name in SEEDED_PARTS:
        for place in state.path.glob(f"{name}*"):
            if place.suffix in (".lock", ".sockets"):
                continue
            if place.is_dir() and not place.is_symlink():
                shutil.rmtree(place)
            else:
                place.unlink()
    state.forget_damaged_secrets()
    pending.unlink()
