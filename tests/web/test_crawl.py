"""Every address, asked for by whoever may not open it: visitors, half-signed-in people, other roles."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, SlugConverter, StringConverter, UUIDConverter
from django.utils import timezone

from marketplace.accounts.access import Access, access_of
from marketplace.accounts.roles import VENDOR_ROLES, Role
from marketplace.accounts.services import enrol_totp
from marketplace.kernel.actors import SYSTEM
from tests.accounts.conftest import NOON, PASSWORD

SAMPLES = {IntConverter: 1, SlugConverter: "x", StringConverter: "x", UUIDConverter: uuid.UUID(int=1)}


def guarded() -> Iterator[tuple[str, Access]]:
    """A sample address for every view that is not public."""
    for names, pattern in _walk(get_resolver(), ()):
        access = access_of(pattern.callback)
        if access is None or access.kind == "public" or not pattern.name:
            continue
        converters = getattr(pattern.pattern, "converters", {})
        arguments = {name: SAMPLES.get(type(converter), "x") for name, converter in converters.items()}
        yield reverse(":".join((*names, pattern.name)), kwargs=arguments), access


def _walk(resolver: URLResolver, names: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, (*names, pattern.namespace) if pattern.namespace else names)
        else:
            yield names, pattern


def closed_to(client, address: str) -> bool:
    """Sent to sign in, or refused, whichever method the page wants; never a page, never a defect."""
    for ask in (client.get, client.post):
        response = ask(address)
        sent_away = response.status_code == 302 and response["Location"].startswith("/masuk/")
        if not (sent_away or response.status_code in (403, 405)):
            return False
    return True


def refused_at_the_door(client, address: str) -> bool:
    """Refused before the view is asked for its methods: so is every other method."""
    return client.get(address).status_code == 403


@pytest.mark.django_db
def test_visitors_open_nothing_that_is_not_public(client):
    assert [address for address, _access in guarded() if not closed_to(client, address)] == []


def test_whoever_gave_only_the_password_opens_nothing(client, people):
    ani = people.person()
    enrol_totp(user=ani, secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", actor=SYSTEM, at=NOON)
    client.post("/masuk/", {"login": ani.nip, "password": PASSWORD})

    assert [address for address, _access in guarded() if not closed_to(client, address)] == []


def test_whoever_holds_no_role_opens_no_page_of_a_role(client, people):
    client.force_login(people.person())

    assert [a for a, access in guarded() if access.kind == "roles" and not refused_at_the_door(client, a)] == []


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_no_page_that_does_not_name_it(client, people, role):
    today = timezone.localdate()
    ani = people.person()
    home = people.vendor() if role in VENDOR_ROLES else people.office()
    people.assign(ani, role, home, valid_from=today, valid_to=today + datetime.timedelta(days=9))
    client.force_login(ani)

    strange = [a for a, access in guarded() if access.kind == "roles" and role not in access.roles]

    assert [address for address in strange if not refused_at_the_door(client, address)] == []
