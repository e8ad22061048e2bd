"""Child processes that never outlive us, and questions about other processes.

Linux only in its strict parts (parent-death signal, /proc); elsewhere the same calls do less, never fail.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Iterable
from pathlib import Path

PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(signum: int = signal.SIGTERM, *, parent: int | None = None) -> None:
    """Ask the kernel to signal this process when the thread that started it ends.

    `parent` is the pid that should still be our parent: if it is already gone, the kernel would never tell.
    Changing user clears the request, so call this after setuid.
    """
    if _LIBC is None:
        return
    _LIBC.prctl(PR_SET_PDEATHSIG, int(signum), 0, 0, 0)
    if parent is not None and os.getppid() != parent:
        os.kill(os.getpid(), signum)


def child_setup(*, death_signal: int = signal.SIGTERM, uid: int | None = None, gid: int | None = None):
    """What runs in a child between fork and exec: own signals, lesser user, death with the parent."""
    parent = os.getpid()

    def setup() -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD, signal.SIGPIPE):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        if uid is not None:
            os.setgroups([])
            os.setgid(gid if gid is not None else uid)
            os.setuid(uid)
        die_with_parent(death_signal, parent=parent)

    return setup


def is_running(pid: int) -> bool:
    """True for a process that lives; a zombie is dead, although its pid still answers."""
    if pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return process_state(pid) not in ("Z", "X")


def process_state(pid: int) -> str:
    """The letter of /proc/PID/stat, or "?" where it cannot be read."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="latin-1")
    except OSError:
        return "?"
    return stat.rpartition(")")[2].split()[0]


def parent_of(pid: int) -> int:
    """The parent's pid, or 0 where it cannot be read."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="latin-1")
    except OSError:
        return 0
    return int(stat.rpartition(")")[2].split()[1])


def works_in(pid: int, folder: Path) -> bool:
    """True when the process's working folder is `folder` (postgres always works in its data directory)."""
    try:
        theirs, ours = Path(f"/proc/{pid}/cwd").stat(), folder.stat()
    except OSError:
        return False
    return (theirs.st_dev, theirs.st_ino) == (ours.st_dev, ours.st_ino)


def signal_group(pgid: int, signum: int) -> None:
    """Signal a whole process group; a group that is gone is no error."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pgid, signum)


def signal_each(pids: Iterable[int], signum: int) -> None:
    """Signal each process; one that is gone is no error."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signum)


def all_pids() -> list[int]:
    """Every process of the machine; none where there is no /proc."""
    try:
        return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    except FileNotFoundError:
        return []
