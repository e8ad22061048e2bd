"""The table of processes: what runs, with which command, after what. The demo runs it; a site can print it.

    manage.py processes              this table
    manage.py processes --procfile   lines for a site's own supervisor (systemd, foreman, a container each)

Every process stays in the foreground, logs to its standard streams, reads its settings from the environment
and stops by SIGTERM.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Process:
    """One line of the table.

    command   what to run; {placeholders} are filled in by whoever runs it. Empty: the embedded server's own command
    site      how a site of its own runs it, as a Procfile line; empty: not at all, or it has a server of its own
    after     what must be ready first          ready     how we know that it is: see `Demo._probe`
    """

    name: str
    purpose: str
    command: str = ""
    site: str = ""
    after: tuple[str, ...] = ()
    ready: str = "alive"
    grace_seconds: float = 4.0


PROCESSES = (
    Process(
        name="database",
        purpose="PostgreSQL; left out when DATABASE_URL is given",
        ready="database",
        grace_seconds=6.0,
    ),
    Process(
        name="broker",
        purpose="Valkey, the queue between site and worker; left out when BROKER_URL is given",
        ready="broker",
    ),
    Process(
        name="simulator",
        purpose="card issuer and bank, simulated; left out when STRIPE_API_BASE is given",
        command="{python} -m payments.simulator --port {simulator_port} --state {state}/simulator "
        "--webhook-url {site}/gerbang/stripe/",
        ready="simulator",
    ),
    Process(
        name="web",
        purpose="the site",
        command="{python} -m gunicorn --bind fd://{listening_fd} --workers 2 --threads 4 --preload --no-control-socket "
        "--graceful-timeout 3 --error-logfile - --log-level warning marketplace.wsgi",
        site="gunicorn --bind 0.0.0.0:$PORT --workers 4 --threads 4 --no-control-socket marketplace.wsgi",
        after=("database",),
        ready="web",
    ),
    Process(
        name="worker",
        purpose="what happens after the commit: events, papers, messages; with the timer (beat)",
        command="{python} -m celery -A marketplace worker -B -P threads -c 2 --without-gossip --without-mingle "
        "--loglevel WARNING",
        site="celery -A marketplace worker --pool prefork --concurrency 4 --loglevel INFO",
        after=("database", "broker"),
    ),
    Process(
        name="beat",
        purpose="the timer; a site runs exactly one, the demo has it inside the worker",
        site="celery -A marketplace beat --loglevel INFO",
        after=("database", "broker"),
    ),
    Process(
        name="sequencer",
        purpose="gives audit leaves and journal entries their place and number; exactly one",
        command="{python} manage.py sequencer",
        site="python manage.py sequencer",
        after=("database",),
    ),
)

EMBEDDED_SERVERS = ("database", "broker")
"""Started from wheels by their own modules; every other process is a command of the table."""


def by_name(name: str) -> Process:
    return next(process for process in PROCESSES if process.name == name)


def in_demo() -> tuple[Process, ...]:
    return tuple(process for process in PROCESSES if process.command or process.name in EMBEDDED_SERVERS)


def fill_in(command: str, values: Mapping[str, str]) -> list[str]:
    """The command's words with each {placeholder} replaced; a value with spaces stays one word."""
    return [string.Formatter().vformat(word, (), values) for word in command.split()]


def as_table() -> str:
    lines = []
    for process in PROCESSES:
        after = f"   after {', '.join(process.after)}" if process.after else ""
        lines += [f"{process.name:<10} {process.purpose}{after}"]
        if process.command:
            lines += [f"{'':10} demo: {process.command}"]
        if process.site:
            lines += [f"{'':10} site: {process.site}"]
    return "\n".join(lines)


def as_procfile() -> str:
    """One `name: command` line per process; `release` first, once per new version."""
    lines = ["release: python manage.py migrate"]
    lines += [f"{process.name}: {process.site}" for process in PROCESSES if process.site]
    return "\n".join(lines)
