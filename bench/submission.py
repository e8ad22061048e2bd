"""Orders of three lines per second, through the real use case and as plain SQL, from clients at the same time."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connections

from bench import bare_orm, plain_orders
from bench.beats import Beats
from bench.clients import Clients
from bench.figures import Table, middle, ninety_fifth, number, percent, spread_of
from bench.needs import Job, Officers, submit
from bench.server import BenchServer
from marketplace.embedded.postgres import APP

AIMS = {"spread": 8, "hot": 15}
PLAIN_PER_CLIENT = 150
BARE_PER_CLIENT = 50
PROFILED = 60
PGBENCH_SECONDS = 2
STEPS = {
    "may_submit": "allow",
    "_asked": "read the basket, its budget lines, earlier orders",
    "_judged": "judge: charges, price, splitting, conflict",
    "_write": "compose order, log, note and hold; write them in one statement",
}


def run(server: BenchServer, database: str, *, clients: int, rounds: int, baskets: int) -> list[Table]:
    with server.server.connect(database) as connection:
        plain_orders.make_tables(connection)
    address = server.server.address(APP, database)
    officers = Officers(baskets=baskets, lines=plain_orders.LINES)
    kinds = {"order": lambda: submit, "plain": plain_orders.placing(address), "bare": lambda: bare_orm.place}
    tables = []
    with Clients(clients, kinds) as crew:
        tables.append(_rates(officers, crew, server, database, clients=clients, rounds=rounds))
    tables.append(_where_it_goes(officers))
    connections.close_all()
    return tables


def _rates(
    officers: Officers, crew: Clients, server: BenchServer, database: str, *, clients: int, rounds: int
) -> Table:
    """Sides take turns in every round; the first round warms up and is thrown away.

    After it the tables are analysed, as the server does by itself within a minute: else every plan would be one for
    empty tables, which reads them whole.
    """
    address = server.server.address(APP, database)
    ours: dict[str, list[float]] = {place: [] for place in AIMS}
    plain: dict[str, list[float]] = {place: [] for place in AIMS}
    bare: dict[str, list[float]] = {place: [] for place in AIMS}
    native: dict[str, list[float]] = {place: [] for place in AIMS}
    waits: dict[str, list[float]] = {place: [] for place in AIMS}
    for turn in range(rounds + 1):
        for place in AIMS:
            jobs = officers.fill(hot=place == "hot")
            done = crew.run("order", jobs)
            limit = crew.run("plain", _plain_lines(place, clients))
            least = crew.run("bare", _plain_lines(place, clients)[: BARE_PER_CLIENT * clients])
            lines = plain_orders.LINES if place == "spread" else 1
            tps = plain_orders.by_pgbench(address, clients=clients, seconds=PGBENCH_SECONDS if turn else 1, lines=lines)
            if not turn:
                with server.server.connect(database) as connection:
                    connection.execute("ANALYZE")
            else:
                ours[place].append(done.per_second)
                plain[place].append(limit.per_second)
                bare[place].append(least.per_second)
                waits[place] += done.milliseconds
                native[place] += [tps] if tps else []
    rows = []
    for place, title in (("spread", f"{plain_orders.LINES} lines"), ("hot", "one hot line")):
        rate, limit_rate = middle(ours[place]), middle(plain[place])
        rows.append(
            [
                title,
                spread_of(ours[place]),
                f"{number(middle(waits[place]))} / {number(ninety_fifth(waits[place]))}",
                spread_of(plain[place]),
                percent(rate, limit_rate),
                f"{AIMS[place]} %",
                spread_of(bare[place]),
                percent(rate, middle(bare[place])),
                spread_of(native[place]) if native[place] else "-",
                percent(rate, middle(native[place])) if native[place] else "-",
            ]
        )
    return Table(
        f"Order submission, {clients} client processes, {rounds} rounds of {len(officers.hot)} orders",
        [
            "budget",
            "submit_need /s",
            "p50 / p95 ms",
            "plain SQL /s",
            "ratio",
            "aim",
            "bare ORM /s",
            "ratio",
            "pgbench /s",
            "ratio",
        ],
        rows,
        [
            "Plain SQL: the statements of `bench/plain_orders.py` from as many Python processes; pgbench sends the",
            "same ones from C; bare ORM writes the same rows through models and does nothing else. Median of the",
            "rounds, with the lowest and the highest.",
        ],
    )


def _plain_lines(place: str, clients: int) -> Sequence[int]:
    wanted = range(PLAIN_PER_CLIENT * clients)
    # A step coprime with the number of lines visits them all, in no order of theirs.
    return [1 + number * 337 % plain_orders.LINES for number in wanted] if place == "spread" else [1 for _ in wanted]


def _where_it_goes(officers: Officers) -> Table:
    """One client alone, in this process: the steps of the use case with their statements."""
    beats = Beats("orders.services.submit_need", STEPS, rest="attempt key, need locked, transaction")
    jobs = officers.fill(hot=False) + officers.fill(hot=True)
    for job in jobs[:10]:
        submit(job)
    measured = jobs[10 : 10 + PROFILED]
    with beats.watching():
        for job in measured:
            beats.measure(lambda job=job: submit(job))
    rows = [
        [
            beat.label,
            number(beat.statements / len(measured)),
            number(beat.in_database_ms / len(measured)),
            number(beat.in_python_ms / len(measured)),
        ]
        for beat in beats.all()
    ]
    every = beats.all()
    rows.append(
        [
            "whole order",
            number(sum(beat.statements for beat in every) / len(measured)),
            number(sum(beat.in_database_ms for beat in every) / len(measured)),
            number(sum(beat.in_python_ms for beat in every) / len(measured)),
        ]
    )
    return Table(
        f"Where an order's time goes, one client, mean of {len(measured)}",
        ["step", "statements", "ms waiting for the database", "ms in Python"],
        rows,
    )


__all__ = ["Job", "run"]
