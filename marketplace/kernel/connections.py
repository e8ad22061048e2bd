"""The three database roles: the app works by default; owner and sequencer are taken for one piece of work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import dj_database_url
from django.conf import settings
from django.db import connections


@contextmanager
def _as(address: str, alias: str) -> Iterator[None]:
    connection = connections[alias]
    before = dict(connection.settings_dict)
    if address:
        wanted = dj_database_url.parse(address)
        if before["NAME"] != wanted["NAME"]:
            # A clone of the test template: same server and role, other database.
            wanted = {**wanted, "NAME": before["NAME"]}
        connection.close()
        connection.settings_dict.update({key: wanted[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
    try:
        yield
    finally:
        if address:
            connection.close()
            connection.settings_dict.clear()
            connection.settings_dict.update(before)


def as_owner(alias: str = "default"):
    """Work as the owner of the tables: migrations, and nothing else."""
    return _as(settings.DATABASE_OWNER_URL, alias)


def as_sequencer(alias: str = "default"):
    """Work as the role that may give places in the log and may do nothing else."""
    return _as(settings.DATABASE_SEQUENCER_URL, alias)
