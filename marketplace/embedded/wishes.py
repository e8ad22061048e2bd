"""What is asked of a demo: its arguments, and the addresses that the environment names."""

from __future__ import annotations

import argparse
import os
from typing import NoReturn

from marketplace.embedded import probes, processes
from marketplace.embedded.problems import Problem
from marketplace.embedded.state import StateFolder
from marketplace.embedded.supervisor import print_line

GIVEN = {
    "BROKER_URL": "what is left for the worker waits until it does",
    "STRIPE_API_BASE": "charges and payouts wait until it does",
    "ELASTICSEARCH_URL": "search goes on with PostgreSQL",
}
"""Addresses that the environment may name, and what happens while nobody answers there."""
NEEDED_WHEN_NEW = ("BROKER_URL", "STRIPE_API_BASE")


class OneSentenceParser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{message}; `manage.py demo --help` tells all.\n")


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    leavable = [process.name for process in processes.in_demo() if process.name != "database"]
    parser = OneSentenceParser(prog="manage.py demo", description="Run the whole site on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="where the site answers (8000)")
    parser.add_argument(
        "--size", choices=("tiny", "small", "large"), help="how much data to make (what is there; else small)"
    )
    parser.add_argument("--seed", type=int, help="another number, another province (what is there; else 1)")
    parser.add_argument("--reset", action="store_true", help="throw the data of this state folder away first")
    parser.add_argument(
        "--without", action="append", default=[], choices=leavable, metavar="PROCESS",
        help=f"leave a process out, to see what waits: {', '.join(leavable)}",
    )  # fmt: skip
    parser.add_argument("--with-parent", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if not 0 < chosen.port < 65536:
        parser.error(f"--port {chosen.port} is no port: take one from 1024 to 65535")
    return chosen


def look_at_given_addresses(state: StateFolder, *, reset: bool) -> None:
    """A new site needs what the environment names. An old one says what is away, and goes on. Raises Problem."""
    new = reset or not (state.path / "static.stamp").exists()
    for name, without in GIVEN.items():
        address = os.environ.get(name, "")
        if not address or probes.reaches(name, address):
            continue
        away = f"{name} ({probes.without_password(address)}) does not answer"
        if new and name in NEEDED_WHEN_NEW:
            raise Problem(
                f"{away}: start what should answer there, correct the address, or unset {name} to use the built-in one."
            )
        print_line("demo", f"{away}: {without}")
