"""What can go wrong before the site runs, each said in one sentence that tells what to do."""

from __future__ import annotations

import errno
import os

#: How a command of ours says "put this right first": a wrong table, a wish that does not fit the data.
REFUSALS = (os.EX_USAGE, os.EX_DATAERR, os.EX_NOPERM)


class Problem(Exception):
    """A start that cannot go on. The text is one sentence for a person; nothing was left half-done."""

    exit_code = 1


class JobFailed(Problem):
    """A command that should have ended well did not. `code` as subprocess has it: negative for a signal."""

    def __init__(self, text: str, *, code: int) -> None:
        super().__init__(text)
        self.code = code

    @property
    def refused(self) -> bool:
        """It said what has to be put right first, in a sentence of its own: trying again changes nothing."""
        return self.code in REFUSALS

    @property
    def may_pass(self) -> bool:
        """Killed, or something it needs was away: the same command may end well a moment later."""
        return self.code < 0 or self.code == os.EX_TEMPFAIL


DISK_FULL = (errno.ENOSPC, errno.EDQUOT)


def explain_os_error(error: OSError, *, doing: str) -> Problem:
    """Turn an operating-system error into a sentence that says what to do."""
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in DISK_FULL:
        return Problem(f"The disk is full while {doing}{where}: free some space and start again; nothing was lost.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Problem(
            f"No permission for {doing}{where}: give this user write access there, "
            f"or name another state folder with DASARAN_STATE=/path."
        )
    return Problem(
        f"Failed while {doing}{where}: {error.strerror or error}; "
        f"put that right, or name another state folder with DASARAN_STATE=/path."
    )
