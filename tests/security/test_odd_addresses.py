"""Addresses that no page of ours links (T-37, T-41, T-42): odd arguments in every route, odd values in every query."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter

from marketplace.accounts.access import access_of
from marketplace.notices.models import Notice
from marketplace.ui.pagination import keyset
from tests.security.world import World
from tests.web.test_crawl import _walk

TEXTS = ["\x00", "' OR 1=1 --%_\\<script>\u202e²"]
NUMBERS = [0, 2**63]
QUERY_NAMES = [
    "q", "page", "cursor", "keadaan", "status", "opd", "tahap", "cara", "kartu", "hasil", "semua", "badan", "orang",
    "hal", "dari", "sampai", "dinas", "nilai", "tahun", "wilayah", "kategori", "hmin", "hmaks", "urut", "wajar",
    "skala", "penjual", "banding", "p", "next", "pesanan", "name", "category", "unit", "unit_price_idr",
]  # fmt: skip
QUERY_VALUES = ["\x00", "9" * 5000, "9223372036854775808", "²", "31/12/9999", "' OR 1=1 --%_\\"]


def routes() -> Iterator[tuple[str, dict, object]]:
    for names, pattern in _walk(get_resolver(), ()):
        if pattern.name and "api" not in names:
            yield ":".join((*names, pattern.name)), getattr(pattern.pattern, "converters", {}), pattern.callback


def odd_addresses() -> Iterator[tuple[str, object]]:
    """Each route once with each odd value, in all its arguments together."""
    for name, converters, view in routes():
        kinds = set(map(type, converters.values()))
        numbers = NUMBERS if IntConverter in kinds else []
        values = [uuid.UUID(int=7)] if kinds == {UUIDConverter} else [*numbers, *TEXTS]
        for value in values if converters else []:
            given = {
                argument: 1 if type(kind) is IntConverter and not isinstance(value, int) else value
                for argument, kind in converters.items()
            }
            try:
                yield reverse(name, kwargs=given), view
            except NoReverseMatch:
                continue


def whoever_opens(world: World, view: object, browsers: dict[str, Client]) -> Client:
    """Somebody whom the roles of this view let in, or anybody."""
    wanted = access_of(view)
    for name, actor in world.people.items():
        if wanted and wanted.roles and actor.holds_any(*wanted.roles):
            return browsers.setdefault(name, world.browser(actor))
    return browsers.setdefault("ani", world.browser(world.ani))


def test_an_odd_argument_in_an_address_is_not_found_and_never_a_defect(world):
    browsers: dict[str, Client] = {}
    wrong = []
    for address, view in odd_addresses():
        client = whoever_opens(world, view, browsers)
        for ask in (client.get, client.post):
            if (status := ask(address).status_code) >= 500:
                wrong.append((address[:80], status))
    assert wrong == []


def test_an_odd_query_shows_the_page_or_says_that_it_cannot_be_read(world):
    browsers: dict[str, Client] = {}
    wrong = []
    for name, converters, view in routes():
        if converters or name == "catalog:product":
            continue
        client = whoever_opens(world, view, browsers)
        for value in QUERY_VALUES:
            status = client.get(reverse(name), dict.fromkeys(QUERY_NAMES, value)).status_code
            if status >= 500 or ("\x00" in value and status not in (302, 400, 405)):
                wrong.append((name, value[:20], status))
    assert wrong == []


def test_a_cursor_of_another_list_shows_the_first_page(world):
    for number in range(3):
        Notice.objects.create(user_id=world.ani.id, kind="order", subject=f"{number}", url="/")
    rows = Notice.objects.filter(user_id=world.ani.id)
    foreign = keyset(rows, order=("-created_at", "-id"), per_page=1).next_cursor

    response = world.browser(world.ani).get("/pesanan/", {"cursor": foreign})

    assert response.status_code == 200 and foreign
    assert world.orders["accepted"].number in response.content.decode()
