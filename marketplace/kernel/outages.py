"""What an error that rose to the door says about the machine: the database is away, or a disk is full."""

from __future__ import annotations

import errno
from shutil import disk_usage

import structlog
from django.conf import settings

from marketplace.kernel.errors import DATABASE_AWAY, DatabaseAway, DiskFull

log = structlog.get_logger(__name__)

_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
_SQLSTATE_DISK_FULL = "53100"
_ALMOST_NOTHING_BYTES = 16 * 1024**2


def outage_behind(error: BaseException | None) -> DatabaseAway | DiskFull | None:
    """None for a defect of ours."""
    if isinstance(error, OSError):
        return _full(error) if error.errno in _DISK_FULL else None
    if not isinstance(error, DATABASE_AWAY):
        return None
    says_so = getattr(error.__cause__, "sqlstate", None) == _SQLSTATE_DISK_FULL
    return _full(error) if says_so or _no_room_here() else DatabaseAway()


def _no_room_here() -> bool:
    """A database whose journal finds no room ends and says nothing more: then the disk beside us tells."""
    try:
        return disk_usage(settings.STATE).free < _ALMOST_NOTHING_BYTES
    except OSError:
        return False


def _full(error: BaseException) -> DiskFull:
    hint = "free some space on it; the site goes on by itself and nothing has to be started again"
    log.critical("disk.full", error=str(error).strip(), state=str(settings.STATE), hint=hint)
    return DiskFull()
