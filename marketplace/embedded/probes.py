"""Questions by which the supervisor knows that a process is ready, or that a server is there."""

from __future__ import annotations

import http.client
import socket
from urllib.parse import urlsplit

from marketplace.embedded.problems import Problem

ALIVE_SECONDS = 4.0
"""A process with no door of its own counts as up when it has lived this long: imports that fail, fail sooner."""


def answers_http(port: int, path: str = "/healthz", *, host: str = "127.0.0.1", timeout_seconds: float = 1.0) -> bool:
    """True when the site itself answers (the holding page says that it is not the site)."""
    connection = http.client.HTTPConnection(host, port, timeout=timeout_seconds)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}"})
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return answer.status < 500 and answer.getheader("X-Dasaran-Holding") is None


def accepts_connections(port: int, *, host: str = "127.0.0.1") -> bool:
    try:
        with socket.create_connection((host, port), timeout=0.5):
            return True
    except OSError:
        return False


def free_port(host: str = "127.0.0.1") -> int:
    """A port the kernel says is free."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return probe.getsockname()[1]


def refuse_unreachable(name: str, address: str) -> None:
    """Raises Problem when a database that the environment names does not answer."""
    if not address:
        return
    import psycopg

    try:
        psycopg.connect(address, connect_timeout=5).close()
    except psycopg.Error as error:
        where = urlsplit(address)
        words = first_words(error)
        raise Problem(
            f"{name} ({where.hostname or 'local'}{where.path}) cannot be reached ({words}): start that server, correct "
            f"the address, or unset DATABASE_URL to use the built-in one."
        ) from error


def first_words(error: Exception) -> str:
    """The reason in a driver's long error text."""
    lines = str(error).strip().splitlines() or ["no answer"]
    return lines[0].rpartition("failed: ")[2].strip()
