"""The outermost process of a demo: it only waits, and leaves nothing behind.

make -> keeper -> supervisor -> database, broker, web ...

Whatever loses its parent below (a web worker whose master was killed, everything when the supervisor was killed)
becomes the keeper's child, because the keeper is a sub-reaper. When the supervisor has ended, in whichever way,
the keeper gives what is left a few seconds and then ends it. Killed itself, the kernel tells the supervisor,
which then stops everything in order.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from marketplace.embedded import children

PR_SET_CHILD_SUBREAPER = 36
GRACE_SECONDS = 5.0


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent ends (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def run_kept(work: Callable[[], int]) -> int:
    """Run `work` in a child and return its exit code once nothing of it is left."""
    adopt_orphans()
    keeper = os.getpid()
    sys.stdout.flush()
    supervisor = os.fork()
    if supervisor == 0:
        children.die_with_parent(signal.SIGTERM, parent=keeper)
        code = 1
        try:
            code = work()
        except Exception:  # noqa: BLE001  whatever it was, say it before this process is gone
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def pass_on(number: int, _frame: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(supervisor, signal.SIGTERM if number == signal.SIGHUP else number)

    signal.signal(signal.SIGTERM, pass_on)
    signal.signal(signal.SIGHUP, pass_on)
    signal.signal(signal.SIGINT, _ignore_but_told_by_terminal(supervisor))
    code = 1
    while True:
        pid, status = os.wait()
        if pid == supervisor:
            code = os.waitstatus_to_exitcode(status)
            break
    end_what_is_left()
    if code < 0:
        print(f"The demo was ended by signal {-code}; everything it ran has been stopped.", file=sys.stderr)
        return 128 - code
    return code


def _ignore_but_told_by_terminal(supervisor: int) -> Callable[[int, object], None]:
    """Ctrl-C reaches the supervisor by itself (same process group); a plain kill -INT does not."""

    def handler(_number: int, _frame: object) -> None:
        if not sys.stdin or not os.isatty(0):
            with contextlib.suppress(ProcessLookupError):
                os.kill(supervisor, signal.SIGTERM)

    return handler


def own_children() -> list[int]:
    """Pids whose parent we are, also those we adopted."""
    me = os.getpid()
    if not Path("/proc/self/stat").exists():
        return []
    return [pid for pid in children.all_pids() if children.parent_of(pid) == me]


def end_what_is_left(grace_seconds: float = GRACE_SECONDS) -> None:
    """Reap what ends by itself, ask the rest to stop, and kill it when the grace is over."""
    began = time.monotonic()
    asked: set[int] = set()
    while left := reap(own_children()):
        late = time.monotonic() - began > grace_seconds
        for pid in left:
            if late or pid not in asked:
                asked.add(pid)
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL if late else signal.SIGTERM)
        time.sleep(0.05)


def reap(pids: list[int]) -> list[int]:
    """Collect those that have ended; returns the others."""
    left = []
    for pid in pids:
        try:
            done, _status = os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:
            continue
        if done == 0:
            left.append(pid)
    return left
