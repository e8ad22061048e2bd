"""What a command needs in its environment before Django reads its settings.

With no DATABASE_URL a command joins the embedded database of its state folder when one runs, and otherwise
has one started for as long as commands use it (`host.py`). The other addresses and keys of a local site are
filled in the same way; what the environment already names is never changed.
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Sequence

from marketplace.embedded.host import Guest
from marketplace.embedded.state import StateFolder
from marketplace.embedded.valkey import BrokerServer

DATABASE_NAMES = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_SEQUENCER_URL")
NEEDS_NO_DATABASE = {
    "", "help", "--help", "-h", "version", "--version", "makemessages", "compilemessages", "collectstatic",
    "findstatic", "check_translations", "diffsettings",
}  # fmt: skip


def local_keys(state: StateFolder) -> dict[str, str]:
    """Keys and addresses of a site on one's own machine."""
    return {"DASARAN_STATE": str(state.path), **state.secrets()}


def prepare_command(arguments: Sequence[str]) -> None:
    """Fill in the environment for `manage.py <arguments>`. Raises Problem with one clear sentence."""
    command = arguments[0] if arguments else ""
    if not os.environ.get("DATABASE_URL") and command not in NEEDS_NO_DATABASE:
        state = StateFolder.from_environment().make()
        guest = Guest(state)
        server = guest.join()
        atexit.register(guest.leave)
        os.environ.update(server.addresses())
        for name, value in local_keys(state).items():
            os.environ.setdefault(name, value)
        os.environ.setdefault("BROKER_URL", BrokerServer(state.broker, sockets=server.sockets).address)
