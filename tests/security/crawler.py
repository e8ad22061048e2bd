"""A reader of pages: follows links as one person, and collects the forms that it meets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

#: How many addresses of one view are opened: two rows of a list show what all of them show.
PER_VIEW = 2
#: Not followed: they answer with files, or belong to libraries with tests of their own.
SKIPPED = ("/static/", "/media/", "/foto/", "/api/", "/akun/keamanan/")


@dataclass
class Form:
    """One form of a page: where it goes, and what a browser would send."""

    page: str
    action: str
    method: str = "get"
    fields: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        return view_name(self.action), tuple(sorted(name.rstrip("0123456789_") for name in self.fields))

    def typed(self) -> dict[str, list[str]]:
        return {name: list(values) for name, values in self.fields.items()}


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.links, self.forms = address, [], []
        self.form: Form | None = None
        self.select = self.area = ""
        self.loose: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag, attrs):
        have = dict(attrs)
        if tag == "a" and have.get("href"):
            self.links.append(urljoin(self.address, have["href"]))
        elif tag == "form":
            action = urljoin(self.address, have.get("action") or self.address)
            self.form = Form(self.address, action, (have.get("method") or "get").lower())
            self.forms.append(self.form)
        elif self.form is not None and have.get("name"):
            self._field(tag, have)
        elif tag == "option" and self.form is not None and self.select:
            self._choice(have)

    def _field(self, tag, have):
        name, kind = have["name"], have.get("type", tag)
        if tag == "select":
            self.select = name
            self.form.kinds[name] = "select"
            self.form.fields.setdefault(name, [])
        elif tag == "textarea":
            self.area = name
            self.form.kinds[name] = "textarea"
            self.form.fields[name] = [""]
        elif tag == "input" and kind in ("radio", "checkbox"):
            self.form.kinds[name] = kind
            if "checked" in have or (kind == "radio" and name not in self.form.fields):
                self.form.fields[name] = [have.get("value") or "on"]
        elif tag == "input":
            self.form.kinds[name] = kind
            self.form.fields[name] = [have.get("value") or ""]

    def _choice(self, have):
        if "selected" in have or not self.form.fields[self.select]:
            self.form.fields[self.select] = [have.get("value") or ""]

    def handle_data(self, data):
        if self.form is not None and self.area:
            self.form.fields[self.area][0] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""


Page = tuple[str, str, list[Form]]
"""Address, HTML and forms."""


def read(address: str, html: str) -> tuple[list[str], list[Form]]:
    reader = _Reader(address)
    reader.feed(html)
    return reader.links, reader.forms


@cache
def view_name(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def walk(client: Client, *starts: str, per_view: int = PER_VIEW) -> Iterator[Page]:
    """Pages reached from `starts` by links of this site."""
    waiting, seen, opened = list(starts), set(starts), {}
    while waiting:
        address = waiting.pop(0)
        name = view_name(address)
        if not name or opened.get(name, 0) >= per_view or address.startswith(SKIPPED):
            continue
        opened[name] = opened.get(name, 0) + 1
        response = client.get(address, follow=False)
        if response.status_code in (301, 302, 303):
            links = [urljoin(address, response["Location"])]
            forms: list[Form] = []
        elif response.get("Content-Type", "").startswith("text/html"):
            assert response.status_code < 500, (address, response.status_code)
            if response.status_code >= 400:
                continue
            html = response.content.decode()
            links, forms = read(address, html)
            yield address, html, forms
        else:
            continue
        for link in links:
            parts = urlsplit(link)
            local = parts.path + (f"?{parts.query}" if parts.query else "")
            if not parts.netloc and parts.scheme in ("", "http") and local not in seen:
                seen.add(local)
                waiting.append(local)
