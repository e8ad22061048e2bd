"""Category, search and product pages beside those of a plain Oscar with the same goods on the same server."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import psycopg
from django.utils.text import slugify

from bench.figures import Table, middle, ninety_fifth, number
from bench.server import OSCAR, SITE, BenchServer
from marketplace.embedded.problems import Problem
from marketplace.embedded.state import CHECKOUT

WARM, TIMES, SECONDS = 3, 12, 2.5


@dataclass(frozen=True)
class Pair:
    """The same page on both sides. `shipped`: the address of Oscar's own page, where that one lists no goods."""

    title: str
    ours: str
    oscars: str
    shipped: str = ""


class Side:
    """One site in a process of its own."""

    def __init__(self, server: BenchServer, settings: str, database: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.page_process"],
            cwd=CHECKOUT,
            env=server.environment(settings, database),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, path: str, **more: Any) -> Any:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps({"path": path, **more}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise Problem(f"The site behind {path} ended without an answer.")
        return json.loads(line)

    def describe(self, path: str) -> dict[str, Any]:
        """Raises Problem when the page is not shown: a redirect or an error is quick, and no measurement."""
        began = time.monotonic()
        found = self.ask(path)
        if time.monotonic() - began < SECONDS:
            self.ask(path, times=WARM, seconds=SECONDS)
            found = self.ask(path)
        if found["status"] != 200:
            raise Problem(f"{path} answers {found['status']} instead of a page.")
        return found

    def timed(self, path: str) -> list[float]:
        return self.ask(path, times=TIMES, seconds=SECONDS)

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(20)


def run(server: BenchServer, size: str, *, rounds: int) -> list[Table]:
    province, oscar = server.province(size), server.plain_oscar(size)
    with server.connect(province) as connection:
        goods = connection.execute("SELECT count(*) FROM catalog_listing").fetchone()[0]
        pairs = _pairs(connection, server.connect(oscar))
    ours, plain = Side(server, SITE, province), Side(server, OSCAR, oscar)
    try:
        rows = [row for pair in pairs for row in _rows(pair, ours, plain, rounds)]
    finally:
        ours.close()
        plain.close()
    return [
        Table(
            f"Pages over {goods:,} goods ({size}), one visitor, {rounds} rounds of {TIMES}",
            [
                "page", "queries", "Oscar", "kB", "Oscar", "kB gzip", "Oscar", "first visit kB", "Oscar",
                "ms p50 / p95", "Oscar", "ours / Oscar",
            ],
            rows,
            [
                "ms: the whole WSGI application, warm, without a network. First visit: page, styles, scripts and",
                "icons, compressed, without pictures of goods. As shipped, with Haystack's simple engine, Oscar's",
                "category page lists no goods; the one compared is `bench/plain_oscar/urls.py`. Its search is its own.",
            ],
        )
    ]  # fmt: skip


def _rows(pair: Pair, ours: Side, plain: Side, rounds: int) -> list[list[str]]:
    a, b = ours.describe(pair.ours), plain.describe(pair.oscars)
    mine, theirs, shipped = [], [], []
    for _ in range(rounds):
        mine += ours.timed(pair.ours)
        theirs += plain.timed(pair.oscars)
    rows = [_row(pair.title, a, b, mine, theirs)]
    if pair.shipped:
        c = plain.describe(pair.shipped)
        for _ in range(rounds):
            shipped += plain.timed(pair.shipped)
        rows.append(_row(f"{pair.title}, Oscar as shipped", a, c, mine, shipped))
    return rows


def _row(title: str, a: dict, b: dict, mine: list[float], theirs: list[float]) -> list[str]:
    kilobytes = [f"{found[name] / 1000:.1f}" for name in ("raw", "compressed", "first_visit") for found in (a, b)]
    return [
        title, str(a["queries"]), str(b["queries"]), *kilobytes,
        f"{number(middle(mine))} / {number(ninety_fifth(mine))}",
        f"{number(middle(theirs))} / {number(ninety_fifth(theirs))}",
        f"{middle(mine) / middle(theirs):.2f}",
    ]  # fmt: skip


def _pairs(ours: psycopg.Connection, oscar: psycopg.Connection) -> list[Pair]:
    """The fullest category and its group, a product in it, and words that many and few goods carry."""
    leaf, leaf_slug, leaf_name, group, group_slug, group_name = ours.execute(
        """SELECT leaf.code, leaf.slug, leaf.name, grouped.code, grouped.slug, grouped.name
             FROM catalog_categoryfacts leaf JOIN catalog_categoryfacts grouped ON grouped.code = leaf.parent_id
             JOIN catalog_listing listing ON listing.category_id = leaf.code
            GROUP BY leaf.code, grouped.code ORDER BY count(*) DESC, leaf.code LIMIT 1"""
    ).fetchone()
    product, name = ours.execute(
        "SELECT id, name FROM catalog_listing WHERE category_id = %s ORDER BY id LIMIT 1", [leaf]
    ).fetchone()
    (common,) = ours.execute(
        "SELECT word FROM catalog_searchword WHERE length(word) > 4 ORDER BY entries DESC, stem LIMIT 1"
    ).fetchone()
    two = " ".join([word for word in name.lower().split() if word.isalpha()][:2])
    places = dict(oscar.execute("SELECT code, id FROM catalogue_category").fetchall())
    oscars_product, slug = oscar.execute("SELECT id, slug FROM catalogue_product WHERE id = %s", [product]).fetchone()
    slugs = dict(oscar.execute("SELECT code, slug FROM catalogue_category").fetchall())
    our_name = slugify(name)[:80] or "produk"
    return [
        Pair(
            f"category group “{group_name}”",
            f"/kategori/{group_slug}/",
            f"/listed/{places[group]}/",
            f"/catalogue/category/{slugs[group]}_{places[group]}/",
        ),
        Pair(f"category “{leaf_name}”", f"/kategori/{leaf_slug}/", f"/listed/{places[leaf]}/"),
        Pair(f"search “{two}”", f"/cari/?q={quote(two)}", f"/search/?q={quote(two)}"),
        Pair(f"search “{common}”", f"/cari/?q={quote(common)}", f"/search/?q={quote(common)}"),
        Pair("product", f"/produk/{our_name}-{product}/", f"/catalogue/{slug}_{oscars_product}/"),
    ]
