"""`python -m bench`: start the bench's database, run the benches, print their tables."""

from __future__ import annotations

import argparse
import os
import sys
import time
from functools import cache

from bench.figures import Table, machine
from bench.server import SITE, BenchServer
from marketplace.embedded.problems import Problem
from marketplace.embedded.state import Busy

BENCHES = ("submission", "postings", "pages")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("benches", nargs="*", metavar="BENCH", help=f"some of {', '.join(BENCHES)}; none means all")
    parser.add_argument("--clients", type=int, default=8, help="processes that order at the same time (8)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of which the median is taken (5)")
    parser.add_argument("--baskets", type=int, default=160, help="orders in one round (160)")
    parser.add_argument(
        "--size", choices=("tiny", "small", "large"), default="small", help="goods on the pages (small)"
    )
    parser.add_argument("--fresh", action="store_true", help="throw away the databases of earlier runs first")
    chosen = parser.parse_args()
    unknown = set(chosen.benches) - set(BENCHES)
    if unknown:
        parser.error(f"no bench is called {', '.join(sorted(unknown))}: choose from {', '.join(BENCHES)}")
    return chosen


def main() -> int:
    chosen, began = arguments(), time.monotonic()
    server = BenchServer(say=lambda text: print(text, file=sys.stderr, flush=True))
    if chosen.fresh:
        server.forget()
    try:
        with server:
            print(f"{machine()}\n{_database(server)}\n", flush=True)
            for bench in chosen.benches or BENCHES:
                for table in globals()[f"_{bench}"](server, chosen):
                    print(f"{table}\n", flush=True)
    except Busy:
        print("Another run of the bench is at work: wait for it.", file=sys.stderr)
        return 1
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{time.monotonic() - began:.0f} s in all.")
    return 0


def _database(server: BenchServer) -> str:
    said = {name: server.fact(name) for name in ("server_version", "fsync", "synchronous_commit", "shared_buffers")}
    version = said.pop("server_version")
    return f"PostgreSQL {version}, " + ", ".join(f"{name} {value}" for name, value in said.items())


def _django_on(server: BenchServer, database: str) -> None:
    """This process becomes the site on that database. Once only: Django is set up for one site."""
    import django

    os.environ.update(server.environment(SITE, database))
    django.setup()


@cache
def _orders_database(server: BenchServer) -> str:
    """A copy of the province to write orders and postings into; this process works on it."""
    database = server.clone(server.province("small"), "bench_orders")
    _django_on(server, database)
    return database


def _submission(server: BenchServer, chosen: argparse.Namespace) -> list[Table]:
    database = _orders_database(server)
    from bench import submission

    return submission.run(server, database, clients=chosen.clients, rounds=chosen.rounds, baskets=chosen.baskets)


def _postings(server: BenchServer, chosen: argparse.Namespace) -> list[Table]:
    database = _orders_database(server)
    from bench import postings

    return postings.run(server, database, clients=chosen.clients, rounds=chosen.rounds)


def _pages(server: BenchServer, chosen: argparse.Namespace) -> list[Table]:
    from bench import pages

    return pages.run(server, chosen.size, rounds=chosen.rounds)


if __name__ == "__main__":
    sys.exit(main())
