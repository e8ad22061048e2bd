"""Every address of the site says who may open it, and the checked-in matrix says the same."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from marketplace.web import matrix
from marketplace.web.views import _known_migrations


def test_every_view_says_who_may_open_it():
    assert [line for line in matrix.lines() if line.access == matrix.UNDECLARED] == []


def test_the_checked_in_matrix_is_what_the_code_says():
    assert matrix.FILE.read_text(encoding="utf-8") == matrix.as_csv(), "run manage.py url_roles and read the change"


def test_the_command_compares(capsys):
    call_command("url_roles", "--check")


def test_no_address_of_oscar_or_of_the_admin_is_mounted():
    modules = {line.name.split(":")[0] for line in matrix.lines()}

    assert not modules & {"admin", "dashboard", "checkout", "customer", "basket", "catalogue"}


@pytest.mark.django_db
def test_healthz_asks_the_database_for_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_readyz_is_one_query(client, django_assert_num_queries):
    _known_migrations()

    with django_assert_num_queries(1):
        assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_readyz_says_when_migrations_wait(client, monkeypatch):
    monkeypatch.setattr("marketplace.web.views._known_migrations", lambda: frozenset({("orders", "9999_later")}))

    response = client.get("/readyz")

    assert response.status_code == 503 and response.json()["problem"] == "migrations"
