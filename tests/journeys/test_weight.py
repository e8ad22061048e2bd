"""What a first visit to a listing costs on the wire, without the pictures of the goods."""

from __future__ import annotations

import gzip
import re
from urllib.parse import urljoin, urlsplit

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from marketplace.kernel.outbox.worker import deliver_due
from tests.scenes import Scene

MOST_BYTES = 100_000
PICTURES = ("/foto/", "/static/img/", "/static/ilustrasi/")


@pytest.fixture
def full_page(db) -> str:
    """A category with a full page of goods."""
    scene = Scene()
    vendors = [scene.sari_vendor, scene.jaya_vendor]
    for number in range(30):
        scene.listing(vendors[number % 2], name=f"Kertas HVS A4 80 gram kemasan {number}")
    deliver_due()
    return "/kategori/kertas-hvs/"


def test_the_first_visit_to_a_listing_is_light(full_page):
    answer = Client().get(full_page, headers={"Accept-Encoding": "gzip"})
    html = gzip.decompress(answer.content).decode()
    parts = {"page": len(answer.content)}

    for address in linked(html, full_page):
        parts[address] = weight(address)

    assert answer["Content-Encoding"] == "gzip"
    assert len(re.findall("ds-prod__n", html)) == 24
    assert sum(parts.values()) <= MOST_BYTES, parts


def linked(html: str, base: str) -> set[str]:
    """Styles, scripts, font and icons; their own links too."""
    found = set(re.findall(r'(?:src|href)="(/static/[^"#?]+)', html))
    for style in [one for one in found if one.endswith(".css")]:
        text = content(style).decode()
        found |= {urljoin(style, part) for part in re.findall(r'url\(["\']?([^"\')#?]+)', text) if ":" not in part}
    return {urlsplit(one).path for one in found if not one.startswith(PICTURES)}


def content(address: str) -> bytes:
    path = finders.find(address.removeprefix("/static/"))
    assert isinstance(path, str), address
    with open(path, "rb") as file:  # noqa: PTH123
        return file.read()


def weight(address: str) -> int:
    """As the site sends it: compressed beforehand, except what is compressed in itself."""
    data = content(address)
    return len(data) if address.endswith(".woff2") else len(brotli.compress(data))
