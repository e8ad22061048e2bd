"""What belongs to one office or vendor does not exist for another with the same roles (T-11)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from django.test import Client
from django.urls import resolve

from marketplace.accounts.access import access_of
from tests.security.crawler import Form, Page, view_name, walk

OWN = ("ani", "eko", "budi", "fitri", "citra", "sari", "prita", "kusno", "tri", "vera", "hadi")
IDENTITY = re.compile(r"/(?:\d+|[0-9a-f]{8}-[0-9a-f-]{27}|[A-Z]+-[0-9A-Z-]+)(?:/|\.pdf$|$)")


@cache
def is_private(address: str) -> bool:
    """A page about one thing, not open to everybody."""
    path = address.partition("?")[0]
    access = access_of(resolve(path).func)
    return bool(IDENTITY.search(path)) and access is not None and access.kind != "public"


def seen_by(walked: Callable[[str], list[Page]], *names: str) -> tuple[set[str], list[Form]]:
    """Private addresses about single things that these people are led to, and the forms on them."""
    addresses: set[str] = set()
    forms: list[Form] = []
    for name in names:
        for address, html, on_page in walked(name):
            links = re.findall(r'href="(/[^"?#]*)"', html)
            addresses |= {one for one in (address.partition("?")[0], *links) if view_name(one) and is_private(one)}
            forms += [form for form in on_page if form.method == "post" and is_private(form.action)]
    return addresses, forms


def test_no_address_of_one_office_or_vendor_opens_for_another(world, walked):
    addresses, forms = seen_by(walked, *OWN)
    assert {view_name(one) for one in addresses} >= {
        "orders:detail", "orders:sale", "orders:approval", "documents:sheet", "cards:payable", "cards:detail",
        "settlement:statement", "budget:line", "catalog:seller-edit", "cards:seller-payment",
    }  # fmt: skip

    opened = []
    for name, actor in world.outsiders.items():
        client = world.browser(actor)
        opened += [(name, one) for one in sorted(addresses) if client.get(one).status_code not in (403, 404, 405)]
        opened += [(name, "POST " + one) for one in pressed(client, forms)]

    assert opened == []


def pressed(client: Client, forms: list[Form]) -> list[str]:
    """The forms of others that were taken, sent as their own page would send them."""
    return [form.action for form in forms if client.post(form.action, form.typed()).status_code not in (403, 404)]


def test_the_pages_of_another_office_or_vendor_name_nothing_of_ours(world):
    numbers = {order.number for order in world.orders.values()} | {world.statement.number, world.card.pan_masked[-4:]}
    numbers = {one for one in numbers if len(one) > 4}
    found = []
    for name, actor in world.outsiders.items():
        for address, html, _forms in walk(world.browser(actor), "/akun/ruang/"):
            if not address.startswith(("/transparansi", "/periksa")):
                found += [(name, address, one) for one in numbers if one in html]

    assert found == []


def test_visitors_see_no_personal_number_account_or_address_of_mail(world):
    account = world.sari_vendor.bank_accounts.get(state="verified")
    secrets = {account.number, world.sari_vendor.npwp, world.sari_vendor.phone, world.sari_vendor.email}
    secrets |= {world.user_of(one).nip for one in world.people.values()}
    found = []
    for address, html, _forms in walk(Client(), "/", "/transparansi/", f"/penjual/{world.sari_vendor.pk}/profil/"):
        found += [(address, one) for one in secrets if one and one in html]

    assert found == []


def test_a_vendor_reads_nothing_of_the_buyers_budget_or_of_other_vendors(world):
    line, others = world.line, world.joko.name
    secrets = {line.account_code, line.sub_activity.name, others, "Kebutuhan bidang masing-masing", world.ani.name}
    found = []
    for address, html, _forms in walk(world.browser(world.sari), "/toko/", "/toko/pesanan/", "/toko/uang/"):
        if address.startswith(("/toko/", "/pesanan/")):
            found += [(address, one) for one in secrets - {world.ani.name} if one in html]

    assert found == []
