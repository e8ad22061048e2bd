"""The limit: the least an order can be, written by hand as SQL statements, one round trip each.

One budget line locked and checked, one order, three lines, four postings: plain tables with a primary key and the index
that finds the rows of an order; no foreign key, no check, no trigger, no audit. The budget line comes last, as in the
real use case, which is the fastest order on a hot line.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import psycopg

from marketplace.embedded.postgres import APP
from marketplace.embedded.postgres_binaries import find_binaries

LINES = 500
TABLES = f"""
DROP SCHEMA IF EXISTS plain CASCADE;
CREATE SCHEMA plain AUTHORIZATION {APP};
SET ROLE {APP};
CREATE TABLE plain.budget_line (id bigint PRIMARY KEY, ceiling_idr bigint NOT NULL, used_idr bigint NOT NULL);
CREATE TABLE plain.purchase (id bigserial PRIMARY KEY, line_id bigint NOT NULL, vendor_id bigint NOT NULL,
  total_idr bigint NOT NULL, created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE plain.purchase_line (id bigserial PRIMARY KEY, purchase_id bigint NOT NULL, position smallint NOT NULL,
  listing_id bigint NOT NULL, quantity integer NOT NULL, unit_price_idr bigint NOT NULL);
CREATE TABLE plain.posting (id bigserial PRIMARY KEY, purchase_id bigint NOT NULL, account text NOT NULL,
  side text NOT NULL, amount_idr bigint NOT NULL);
CREATE INDEX ON plain.purchase_line (purchase_id);
CREATE INDEX ON plain.posting (purchase_id);
INSERT INTO plain.budget_line SELECT n, 1000000000000, 0 FROM generate_series(1, {LINES}) AS n;
RESET ROLE;
"""
LOCK = "SELECT ceiling_idr - used_idr FROM plain.budget_line WHERE id = {line} FOR UPDATE"
CHARGE = "UPDATE plain.budget_line SET used_idr = used_idr + 180000 WHERE id = {line}"
ORDER = "INSERT INTO plain.purchase (line_id, vendor_id, total_idr) VALUES ({line}, 7, 180000) RETURNING id"
LINE = (
    "INSERT INTO plain.purchase_line (purchase_id, position, listing_id, quantity, unit_price_idr) "
    "VALUES ({id}, {place}, {place}, 1, 60000)"
)
POSTING = (
    "INSERT INTO plain.posting (purchase_id, account, side, amount_idr) VALUES ({id}, '{account}', '{side}', 180000)"
)
POSTINGS = (("TERSEDIA", "D"), ("DICADANGKAN", "C"), ("BEBAN", "D"), ("UTANG", "C"))


def make_tables(connection: psycopg.Connection) -> None:
    connection.execute(TABLES)


def placing(address: str) -> Callable[[], Callable[[int], None]]:
    """What makes, in a client, the function that places one order on a line: psycopg, prepared statements."""

    def make() -> Callable[[int], None]:
        connection = psycopg.connect(address, prepare_threshold=0)
        cursor = connection.cursor()
        lines = [LINE.format(id="%s", place=place) for place in (1, 2, 3)]
        postings = [POSTING.format(id="%s", account=account, side=side) for account, side in POSTINGS]
        order, lock, charge = ORDER.format(line="%s"), LOCK.format(line="%s"), CHARGE.format(line="%s")

        def place(line: int) -> None:
            cursor.execute(order, [line])
            ((order_id,),) = cursor.fetchall()
            for statement in (*lines, *postings):
                cursor.execute(statement, [order_id])
            cursor.execute(lock, [line])
            ((left,),) = cursor.fetchall()
            if left < 180_000:
                raise ValueError("the ceiling is too low")
            cursor.execute(charge, [line])
            connection.commit()

        return place

    return make


def by_pgbench(address: str, *, clients: int, seconds: int, lines: int) -> float | None:
    """The same statements sent by PostgreSQL's own C client, which costs almost nothing; None where it is missing."""
    program = find_binaries().folder / "pgbench"
    if not program.exists():
        return None
    script = [f"\\set line random(1, {lines})", "BEGIN;", ORDER.format(line=":line") + " \\gset"]
    script += [LINE.format(id=":id", place=place) + ";" for place in (1, 2, 3)]
    script += [POSTING.format(id=":id", account=account, side=side) + ";" for account, side in POSTINGS]
    script += [LOCK.format(line=":line") + ";", CHARGE.format(line=":line") + ";", "COMMIT;"]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "order.sql"
        file.write_text("\n".join(script) + "\n")
        said = subprocess.run(
            [program, "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(seconds), "-f", file, address],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    found = re.search(r"^tps = ([\d.]+)", said, re.MULTILINE)
    return float(found.group(1)) if found else None
