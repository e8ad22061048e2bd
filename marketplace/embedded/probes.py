"""Questions by which the supervisor knows that a process is ready."""

from __future__ import annotations

import http.client
import socket

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
