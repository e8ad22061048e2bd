"""What is stored is Indonesian or a code, whatever the language of whoever presses; pages translate it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import translation

from marketplace.accounts.roles import Role
from marketplace.kernel.money import Rupiah
from orders.services import close_year, expire_order
from tests.orders.test_close_year import JANUARY
from tests.scenes import fresh
from tests.security.world import World

SHORTEST = 9
SMALL = {"total": Rupiah(600_000), "reason": "Kebutuhan bidang lain"}
CLOSING = {"decision_number": "903/1/2027", "reason": "Penutupan tahun anggaran"}
#: English by their nature: the classification's English titles, and the names of Django's permissions.
ENGLISH = ("vendors.Kbli.title_en", "auth.Permission.name")


def english() -> set[str]:
    """Every sentence of ours that reads otherwise in English."""
    found = set()
    for path in Path(settings.PROJECT).rglob("locale/en/LC_MESSAGES/django.po"):
        if ".venv" in path.parts:
            continue
        for message in read_po(path.open("rb")):
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            ours = message.id if isinstance(message.id, tuple) else (message.id,)
            found |= {one for one in texts if len(one) >= SHORTEST and " " in one} - set(ours)
    return found


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one)


def stored() -> Iterator[tuple[str, str]]:
    """Each text in the database, with the column where it lies."""
    for model in apps.get_models():
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        for row in model._default_manager.values_list(*names) if names else ():
            for name, value in zip(names, row, strict=True):
                column = f"{model._meta.label}.{name}"
                if column not in ENGLISH:
                    yield from ((column, one) for one in strings(value))


@pytest.mark.django_db
def test_whatever_is_stored_by_people_who_read_english_is_indonesian():
    with translation.override("en"):
        world = World()
        rini = world.person("Rini Astuti", Role.TREASURY, world.treasury.pk)
        world.bought()
        world.repaid()
        late = world.submitted_order(**SMALL)
        lapsed = world.chosen_order(**SMALL)
        world.inspected_order(rejected=1, **SMALL)
        expire_order(order_id=late.id, at=late.hold_expires_at)
        close_year(agency_id=world.office.id, fiscal_year=2026, actor=rini, at=JANUARY, **CLOSING)

    reasons = fresh(late).end_reason, fresh(lapsed).end_reason
    assert reasons == ("Batas waktu terlewati.", "Tahun anggaran ditutup.")
    with time_machine.travel(world.now + timedelta(hours=1)):
        client = world.browser(world.ani)
        for language, words in (("id", "Batas waktu terlewati."), ("en", "Time ran out.")):
            client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
            assert words in client.get(f"/pesanan/{late.number}/").content.decode()
    where: dict[str, set[str]] = {}
    for column, text in stored():
        where.setdefault(text, set()).add(column)
    everything = "\n".join(where)
    found = {
        sentence: sorted({column for text, columns in where.items() if sentence in text for column in columns})
        for sentence in english()
        if sentence in everything
    }
    assert found == {}
    assert [
        text for text in where if re.search(r"[0-9] (January|March|May|August|October|December)|Rp ?\d+,\d", text)
    ] == []
