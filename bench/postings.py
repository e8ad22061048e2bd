"""Journal entries of four legs per second: `ledger.post` against plain inserts of the same rows.

The same rows are: the entry, its leaf for the log, four postings, four running balances. The plain tables have the
same columns and keys, and nothing else: nobody checks that the entry balances, that its accounts exist, that its period
is open, or who may post. One commit per entry on every side.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import psycopg
from django.db import connections, transaction

from bench.clients import Clients
from bench.figures import Table, middle, percent, spread_of
from bench.server import BenchServer
from marketplace.embedded.postgres import APP
from marketplace.kernel.ids import new_id
from marketplace.kernel.money import Rupiah
from payments.ledger import chart
from payments.ledger.draft import Draft, credit, debit
from payments.ledger.post import post

CARDS = 500
PER_CLIENT = 120
TABLES = f"""
DROP SCHEMA IF EXISTS plain_ledger CASCADE;
CREATE SCHEMA plain_ledger AUTHORIZATION {APP};
SET ROLE {APP};
CREATE TABLE plain_ledger.entry (id bigserial PRIMARY KEY, key text NOT NULL UNIQUE, kind text NOT NULL,
  effective_at date NOT NULL, recorded_at timestamptz NOT NULL DEFAULT now(), fiscal_year smallint NOT NULL,
  reason text NOT NULL, leaf bytea NOT NULL);
CREATE TABLE plain_ledger.leaf (id bigserial PRIMARY KEY, ref text NOT NULL, leaf bytea NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE plain_ledger.posting (id bigserial PRIMARY KEY, entry_id bigint NOT NULL, position smallint NOT NULL,
  entity_id bigint NOT NULL, book text NOT NULL, account text NOT NULL, side text NOT NULL, amount_idr bigint NOT NULL,
  card_id bigint, vendor_id bigint, UNIQUE (entry_id, position));
CREATE INDEX ON plain_ledger.posting (card_id) WHERE card_id IS NOT NULL;
CREATE INDEX ON plain_ledger.posting (vendor_id) WHERE vendor_id IS NOT NULL;
CREATE TABLE plain_ledger.balance (entity_id bigint, book text, account text, dimension_id bigint,
  net_debit_idr bigint NOT NULL, PRIMARY KEY (entity_id, book, account, dimension_id));
RESET ROLE;
"""
ENTRY = """INSERT INTO plain_ledger.entry (key, kind, effective_at, fiscal_year, reason, leaf)
           VALUES (%s, 'bench', %s, %s, '', %s) RETURNING id"""
LEAF = "INSERT INTO plain_ledger.leaf (ref, leaf) VALUES (%s, %s)"
POSTING = """INSERT INTO plain_ledger.posting (entry_id, position, entity_id, book, account, side, amount_idr, card_id,
               vendor_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"""
BALANCE = """INSERT INTO plain_ledger.balance AS b VALUES (%s, %s, %s, %s, %s)
             ON CONFLICT (entity_id, book, account, dimension_id)
             DO UPDATE SET net_debit_idr = b.net_debit_idr + EXCLUDED.net_debit_idr"""
#: A charge was captured: the limit is used, and the office owes the bank instead of the vendor.
LEGS = (
    ("D", chart.LIMIT_HELD, True), ("C", chart.LIMIT_USED, True),
    ("D", chart.PAYABLE_TO_VENDOR, False), ("C", chart.PAYABLE_TO_ISSUER, True),
)  # fmt: skip
AMOUNT = Rupiah(180_000)


def vendor_of(card: int) -> int:
    return 1 + card % 300


def run(server: BenchServer, database: str, *, clients: int, rounds: int) -> list[Table]:
    with server.server.connect(database) as connection:
        connection.execute(TABLES)
    address = server.server.address(APP, database)
    rows = []
    for number_of_clients in sorted({1, clients}):
        kinds = {
            "ledger.post": _posting,
            "one by one": _plainly(address, many=False),
            "many rows at once": _plainly(address, many=True),
        }
        found: dict[str, list[float]] = {kind: [] for kind in kinds}
        with Clients(number_of_clients, kinds) as crew:
            for turn in range(rounds + 1):
                for kind in kinds:
                    first = turn * PER_CLIENT * number_of_clients
                    done = crew.run(kind, range(first, first + PER_CLIENT * number_of_clients))
                    if turn:
                        found[kind].append(done.per_second)
        rows.append(_row(number_of_clients, found))
    connections.close_all()
    return [
        Table(
            f"Entries of four legs, {rounds} rounds of {PER_CLIENT} per client, {CARDS} cards",
            ["clients", "ledger.post /s", "plain, 10 statements /s", "ratio", "plain, 4 statements /s", "ratio"],
            rows,
        )
    ]


def _row(clients: int, found: dict[str, list[float]]) -> list[str]:
    ours, single, many = (found[kind] for kind in ("ledger.post", "one by one", "many rows at once"))
    return [
        str(clients),
        spread_of(ours),
        spread_of(single),
        percent(middle(ours), middle(single)),
        spread_of(many),
        percent(middle(ours), middle(many)),
    ]


def _posting() -> Callable[[int], None]:
    today = date.today()

    def work(job: int) -> None:
        card = 1 + job * 337 % CARDS
        legs = [
            (debit if side == "D" else credit)(
                account, AMOUNT, card_id=card if of_card else None, vendor_id=None if of_card else vendor_of(card)
            )
            for side, account, of_card in LEGS
        ]
        with transaction.atomic():
            post(
                Draft(kind="bench", key=f"bench:{new_id()}", effective_at=today, entity_id=1 + card % 50, postings=legs)
            )

    return work


def _plainly(address: str, *, many: bool) -> Callable[[], Callable[[int], None]]:
    """What makes, in a client, the function that writes one entry: each row by itself, or four rows at a time."""

    def make() -> Callable[[int], None]:
        connection = psycopg.connect(address, prepare_threshold=0)
        cursor, today, leaf = connection.cursor(), date.today(), bytes(32)
        # Balances in the order of their key, as the function writes them: two entries never wait in a circle.
        places = sorted(range(len(LEGS)), key=lambda place: (LEGS[place][1].book.value, LEGS[place][1].id))
        four_postings = _rows_at_once(POSTING, 4)
        four_balances = _rows_at_once(BALANCE, 4)

        def work(job: int) -> None:
            card = 1 + job * 337 % CARDS
            entity = 1 + card % 50
            cursor.execute(ENTRY, [f"bench:{new_id()}", today, today.year, leaf])
            ((entry,),) = cursor.fetchall()
            cursor.execute(LEAF, [str(entry), leaf])
            postings = [
                (entry, place, entity, account.book.value, account.id, side, AMOUNT.idr, card if of_card else None,
                 None if of_card else vendor_of(card))
                for place, (side, account, of_card) in enumerate(LEGS, start=1)
            ]  # fmt: skip
            balances = [
                (entity, LEGS[place][1].book.value, LEGS[place][1].id, card if LEGS[place][2] else vendor_of(card),
                 AMOUNT.idr if LEGS[place][0] == "D" else -AMOUNT.idr)
                for place in places
            ]  # fmt: skip
            if many:
                cursor.execute(four_postings, [value for row in postings for value in row])
                cursor.execute(four_balances, [value for row in balances for value in row])
            else:
                for row in postings:
                    cursor.execute(POSTING, row)
                for row in balances:
                    cursor.execute(BALANCE, row)
            connection.commit()

        return work

    return make


def _rows_at_once(statement: str, rows: int) -> str:
    """The same INSERT with its VALUES repeated."""
    head, values, tail = statement.partition("VALUES ")
    row, closing, rest = tail.partition(")")
    return head + values + ", ".join([row + closing] * rows) + rest
