"""Bytes on disk under names made from their own hash: the same bytes are kept once, and nobody's file name is used."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from marketplace.files.errors import StorageFull
from marketplace.kernel.errors import NotFound

_KEY = re.compile(r"(public|private)/[0-9a-f]{2}/[0-9a-f]{64}(-[0-9]{3,4})?\.(pdf|jpg|webp|xlsx|ods|csv)")
_UNWRITABLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM})


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def key_for(digest: str, *, public: bool, ending: str, width: int | None = None) -> str:
    """`private/ab/abcd….pdf`; renditions of a picture carry their width before the ending."""
    room = "public" if public else "private"
    return f"{room}/{digest[:2]}/{digest}{f'-{width}' if width else ''}.{ending}"


def path_of(key: str) -> Path:
    """Raises NotFound for anything that is not a name of ours, so that no path can be smuggled in."""
    if not _KEY.fullmatch(key):
        raise NotFound(kind="files.blob")
    return Path(settings.MEDIA_ROOT) / key


def write(key: str, data: bytes) -> None:
    """Keep bytes under a key, whole or not at all; present bytes are left alone. Raises StorageFull."""
    target = path_of(key)
    if target.exists():
        return
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(target, data)
    except OSError as error:
        if error.errno in _UNWRITABLE:
            raise StorageFull() from error
        raise


def read(key: str) -> bytes:
    """Raises NotFound."""
    try:
        return path_of(key).read_bytes()
    except FileNotFoundError:
        raise NotFound(kind="files.blob") from None


def open_stream(key: str) -> BinaryIO:
    """Raises NotFound."""
    try:
        return path_of(key).open("rb")
    except FileNotFoundError:
        raise NotFound(kind="files.blob") from None


def exists(key: str) -> bool:
    return path_of(key).exists()


def _write_whole(target: Path, data: bytes) -> None:
    """A reader never sees half a file, and a power cut leaves none."""
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o640)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
