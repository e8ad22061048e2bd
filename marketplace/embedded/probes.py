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


DEFAULT_PORTS = {"http": 80, "https": 443, "redis": 6379, "rediss": 6379, "amqp": 5672, "amqps": 5671}
HTTP = ("http", "https")
ADDRESSES = {
    "BROKER_URL": (
        ("redis", "rediss", "redis+socket", "amqp", "amqps"),
        "redis://localhost:6379/0, redis+socket:///run/broker.sock or amqp://user:password@localhost:5672//",
    ),
    "STRIPE_API_BASE": (HTTP, "https://api.stripe.com"),
    "ELASTICSEARCH_URL": (HTTP, "http://localhost:9200"),
}
"""What the environment may name besides the database: by which schemes, and how such an address looks."""


def wrong_address(name: str, address: str) -> str:
    """One sentence when nothing of ours can use this address, whatever listens there; it is not repeated."""
    schemes, example = ADDRESSES[name]
    try:
        where = urlsplit(address)
        named = where.path if where.scheme.endswith("+socket") else where.hostname and where.port != 0
    except ValueError:  # a port that is no number
        named, where = False, urlsplit("")
    if not address or (named and where.scheme in schemes):
        return ""
    return f"{name} is no address such as {example}: correct it, or unset {name} to use what is built in."


def reaches(name: str, address: str) -> bool:
    """True when something listens at a URL's host and port, or at its unix socket. Raises Problem for a wrong URL."""
    if complaint := wrong_address(name, address):
        raise Problem(complaint)
    where = urlsplit(address)
    try:
        if where.scheme.endswith("+socket"):
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(3.0)
                client.connect(where.path)
        else:
            there = (where.hostname or "", where.port or DEFAULT_PORTS[where.scheme])
            socket.create_connection(there, timeout=3.0).close()
    except OSError:
        return False
    return True


def without_password(address: str) -> str:
    """An address as it may be shown and logged."""
    where = urlsplit(address)
    return where._replace(netloc=where.netloc.rpartition("@")[2], query="").geturl()


def refuse_unreachable(name: str, address: str) -> None:
    """Raises Problem when a database that the environment names does not answer."""
    if not address:
        return
    import psycopg

    if not address.startswith(("postgres://", "postgresql://")):
        raise Problem(f"{name} is no PostgreSQL address such as postgres://user:password@host:5432/name: correct it.")
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
