"""Scripts written into every text that people type are shown as text, on every page of every person (T-27)."""

from __future__ import annotations

from html.parser import HTMLParser

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import QuerySet
from django.test import Client

from tests.security.crawler import walk
from tests.security.world import World

PAYLOAD = "\"'><img src=x onerror=alert(1)><script>alert(1)</script>{{7*7}}"
TYPED = {
    "name", "title", "purpose", "description", "reason", "note", "address", "delivery_place", "legal_name",
    "trade_name", "full_name", "carrier", "vehicle", "alt", "holder_name", "label", "merchant_name", "notary",
    "village", "price_reason", "split_reason", "actor_name", "why", "delivery_note", "signer_name", "display_name",
}  # fmt: skip


STARTS = ("/cari/?q=%3Cscript%3Ealert(1)%3C/script%3E", "/", "/akun/ruang/")


def poison() -> set[str]:
    """Write the payload into each such column whose rows may be changed; the names of what was written."""
    done = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.name not in TYPED or not isinstance(field, models.CharField | models.TextField) or field.choices:
                continue
            text, rows = PAYLOAD[: field.max_length or None], model._default_manager
            if written(rows.all(), field.name, text) or any(
                written(rows.filter(pk=key), field.name, text)
                for key in rows.order_by("-pk").values_list("pk", flat=True)[:4]
            ):
                done.add(f"{model._meta.label}.{field.name}")
    return done


def written(rows: QuerySet, name: str, text: str) -> bool:
    """Not where nobody may change the rows, or names must differ."""
    try:
        with transaction.atomic():
            return bool(rows.update(**{name: text}))
    except DatabaseError:
        return False


class _Active(HTMLParser):
    """Tags that a browser would run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        names = {name for name, _value in attrs}
        inline = tag == "script" and "src" not in names
        if inline or "style" in names or any(name.startswith("on") for name in names) or "srcdoc" in names:
            self.found.append(self.get_starttag_text() or tag)
        links = [value or "" for name, value in attrs if name in ("href", "src", "action", "formaction")]
        self.found += [one for one in links if one.strip().lower().startswith(("javascript:", "data:text"))]


def test_nothing_that_people_typed_runs_in_a_page(world: World):
    done = poison()
    assert {
        "accounts.User.full_name",
        "catalog.Listing.name",
        "orders.Need.purpose",
        "vendors.Vendor.legal_name",
    } <= done

    wrong, shown = [], 0
    for actor in (None, *world.people.values()):
        client = world.browser(actor) if actor else Client()
        for address, html, _forms in walk(client, *STARTS, per_view=1):
            reader = _Active()
            reader.feed(html)
            wrong += [(address, tag[:80]) for tag in reader.found]
            shown += "&lt;script&gt;alert(1)" in html

    assert wrong == [] and shown > 50
