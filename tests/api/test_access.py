"""Who may ask what: each operation declares it, and the door keeps it, with tokens and with sessions."""

from __future__ import annotations

import csv
import errno
import io
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.test import Client
from django.utils import timezone

from marketplace.accounts.models import RoleAssignment
from marketplace.api.doors import ATTRIBUTE, Door
from marketplace.api.errors import TooManyTokens
from marketplace.api.main import api
from marketplace.api.models import ApiToken
from marketplace.api.services import create_token, revoke_token
from marketplace.kernel.audit_log.models import AuditEntry
from marketplace.kernel.errors import NotFound
from tests.scenes import fresh

MATRIX = settings.PROJECT / "docs" / "api-roles.csv"


def operations() -> Iterator[tuple[str, str, Door | None]]:
    """Method, path and declared access of every operation."""
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    yield method, prefix + path, getattr(operation.view_func, ATTRIBUTE, None)


def matrix() -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["path", "method", "access"])
    writer.writerows(
        sorted((path, method, door.describe() if door else "UNDECLARED") for method, path, door in operations())
    )
    return text.getvalue()


def test_every_operation_says_who_may_ask_and_the_checked_in_matrix_says_the_same():
    assert "UNDECLARED" not in matrix()
    assert MATRIX.read_text(encoding="utf-8") == matrix(), f"write this to {MATRIX.name}:\n{matrix()}"


def test_visitors_see_goods_and_nothing_else(scene, client):
    order = scene.approved_order()

    assert client.get("/api/v1/listings").status_code == 200
    assert client.get(f"/api/v1/listings/{scene.paper.id}").json()["unit_price_idr"] == 60_000
    for path in ("/me", "/orders", f"/orders/{order.number}", "/budget/lines", "/oversight/integrity"):
        answer = client.get(f"/api/v1{path}")
        assert (answer.status_code, answer.json()["code"]) == (401, "NOT_SIGNED_IN"), path
    answer = client.post(f"/api/v1/orders/{order.number}/confirm", {}, content_type="application/json")
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/budget/lines", {"ani", "eko", "budi", "dewi"}),
        ("/oversight/integrity", {"dewi"}),
        ("/orders", {"ani", "eko", "budi", "fitri", "citra", "sari", "dewi"}),
        ("/me", {"ani", "eko", "budi", "fitri", "citra", "sari", "dewi"}),
    ],
)
def test_each_role_reads_what_is_its(scene, program, path, allowed):
    for name in ("ani", "eko", "budi", "fitri", "citra", "sari", "dewi"):
        answer = program(getattr(scene, name), scope="read").get(path)
        assert answer.status_code == (200 if name in allowed else 403), name


@pytest.mark.parametrize(
    ("path", "body", "allowed"),
    [
        ("approve", {"attempt_key": str(uuid4()), "content_sha256": "0" * 64}, "budi"),
        ("return", {"reason": "Lengkapi spesifikasi barang"}, "budi"),
        ("confirm", {"attempt_key": str(uuid4())}, "sari"),
        ("decline", {"reason": "Stok habis"}, "sari"),
    ],
)
def test_only_the_right_role_takes_a_step(scene, program, path, body, allowed):
    order = scene.chosen_order()

    for name in {"ani", "eko", "budi", "fitri", "citra", "sari", "dewi"} - {allowed}:
        answer = program(getattr(scene, name)).post(f"/orders/{order.number}/{path}", body)
        assert answer.status_code in (403, 404) and answer.json()["code"], name
        assert fresh(order).state == order.state


def test_somebody_elses_order_and_budget_line_do_not_exist(scene, program):
    order, other = scene.approved_order(), scene.other_office
    line = other.line()

    assert program(other.budi).get(f"/orders/{order.number}").status_code == 404
    assert program(scene.joko).get(f"/orders/{order.number}").status_code == 404
    assert program(scene.budi).get(f"/budget/lines/{line.id}/figures").status_code == 404
    assert program(scene.dewi).get(f"/budget/lines/{line.id}/figures").status_code == 200
    assert order.number not in program(other.budi).get("/orders").content.decode()


def test_a_vendor_sees_neither_the_budget_nor_what_came_before_the_letter(scene, program):
    order = scene.approved_order()

    mine = program(scene.sari).get(f"/orders/{order.number}").json()
    theirs = program(scene.ani).get(f"/orders/{order.number}").json()

    assert mine["charges"] is None and mine["content_sha256"] is None and mine["attempts"] == []
    assert [step["action"] for step in mine["history"]] == ["approve"]
    assert [charge["amount_idr"] for charge in theirs["charges"]] == [order.total_idr]
    assert {one["purpose"] for one in theirs["attempts"]} == {"orders.submit_need", "orders.approve_order"}


# --- tokens ----------------------------------------------------------------------------------------------------------


def test_a_token_is_kept_as_a_hash_and_logged_without_it(scene):
    token, key = create_token(name="laporan", scope="read", days=30, actor=scene.ani, at=timezone.now())

    row = ApiToken.objects.get()
    assert key not in (row.key_sha256, row.prefix, row.name) and len(row.key_sha256) == 64
    assert key not in str(AuditEntry.objects.get(what="api.token.created").after)
    assert token.is_live(timezone.now())


def test_a_reading_token_changes_nothing(scene, program):
    order = scene.approved_order()

    answer = program(scene.sari, scope="read").post(f"/orders/{order.number}/confirm", {"attempt_key": str(uuid4())})

    assert (answer.status_code, answer.json()["code"]) == (403, "TOKEN_READS_ONLY")
    assert fresh(order).state == "ordered"


@pytest.mark.parametrize("how", ["revoked", "over", "wrong", "cut", "other scheme", "person gone"])
def test_a_token_that_does_not_hold_opens_nothing(scene, how, as_session):
    now = timezone.now()
    token, key = create_token(name="x", scope="read", days=30, actor=scene.ani, at=now - timedelta(days=1))
    if how == "revoked":
        revoke_token(token_id=token.id, actor=scene.ani, at=now)
    elif how == "over":
        ApiToken.objects.update(created_at=now - timedelta(days=40), expires_at=now - timedelta(days=10))
    elif how == "person gone":
        type(token.user).objects.filter(pk=scene.ani.id).update(is_active=False)
    header = {
        "wrong": f"Bearer {key[:-4]}AAAA",
        "cut": f"Bearer {key[:20]}",
        "other scheme": f"Basic {key}",
    }.get(how, f"Bearer {key}")

    for client in (Client(), as_session(scene.budi)):
        assert client.get("/api/v1/me", headers={"Authorization": header}).status_code == 401


def test_nobody_takes_back_the_token_of_somebody_else(scene):
    token, _key = create_token(name="x", scope="read", days=30, actor=scene.ani, at=timezone.now())

    with pytest.raises(NotFound):
        revoke_token(token_id=token.id, actor=scene.eko, at=timezone.now())

    assert ApiToken.objects.get().revoked_at is None


def test_ten_tokens_are_enough(scene):
    for number in range(10):
        create_token(name=str(number), scope="read", days=30, actor=scene.ani, at=timezone.now())

    with pytest.raises(TooManyTokens):
        create_token(name="11", scope="read", days=30, actor=scene.ani, at=timezone.now())

    assert ApiToken.objects.count() == 10


# --- sessions --------------------------------------------------------------------------------------------------------


@pytest.fixture
def as_session(scene):
    """A browser signed in as one of the scene, with CSRF asked for."""

    def sign_in(actor) -> Client:
        client = Client(enforce_csrf_checks=True)
        client.force_login(scene.user_of(actor))
        return client

    return sign_in


def test_a_session_reads_and_needs_the_csrf_token_to_act(scene, as_session):
    order = scene.approved_order()
    client = as_session(scene.sari)

    assert client.get("/api/v1/orders").json()["items"][0]["number"] == order.number
    answer = client.post(
        f"/api/v1/orders/{order.number}/confirm", {"attempt_key": str(uuid4())}, content_type="application/json"
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "CSRF")
    assert fresh(order).state == "ordered"


def test_a_session_is_asked_again_before_it_binds(scene, settings):
    settings.STEP_UP_REQUIRED = True
    order = scene.approved_order()
    client = Client()
    client.force_login(scene.user_of(scene.sari))

    answer = client.post(
        f"/api/v1/orders/{order.number}/confirm", {"attempt_key": str(uuid4())}, content_type="application/json"
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "STEP_UP_REQUIRED")
    assert fresh(order).state == "ordered"


def test_an_auditors_program_is_refused_and_logged(scene, program):
    order = scene.chosen_order()

    answer = program(scene.dewi).post(f"/orders/{order.number}/return", {"reason": "Coba"})

    assert (answer.status_code, answer.json()["code"]) == (403, "AUDITOR_READS_ONLY")
    assert AuditEntry.objects.get(what="oversight.write.refused").actor_id == scene.dewi.id


def test_programs_ask_at_a_pace(scene, program):
    mine = program(scene.ani, scope="read")
    answers = [mine.get("/me").status_code for _ in range(250)]

    last = mine.get("/me")
    assert answers.count(200) == 240 and (last.status_code, last.json()["code"]) == (429, "TOO_MANY")
    assert int(last["Retry-After"]) > 0
    assert program(scene.eko, scope="read").get("/me").status_code == 200


def test_roles_are_those_of_now(scene, program):
    mine = program(scene.budi)
    assert mine.get("/budget/lines").status_code == 200

    RoleAssignment.objects.filter(user_id=scene.budi.id).update(revoked_at=timezone.now())

    assert mine.get("/budget/lines").status_code == 403
    assert mine.get("/me").json()["roles"] == []


@pytest.mark.parametrize("away", [OperationalError, InterfaceError])
def test_a_program_is_told_when_to_ask_again_while_the_database_is_away(db, client, monkeypatch, away):
    def gone(*_args, **_options):
        raise away("server closed the connection unexpectedly")

    monkeypatch.setattr("marketplace.api.routes.listings.selectors.search", gone)

    answer = client.get("/api/v1/listings")

    assert answer.status_code == 503 and answer["Retry-After"] == "5"
    assert answer.json()["code"] == "DATABASE_AWAY"


def test_a_program_is_told_that_the_disk_is_full(db, client, monkeypatch):
    def no_room(*_args, **_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("marketplace.api.routes.listings.selectors.search", no_room)

    answer = client.get("/api/v1/listings")

    assert answer.status_code == 503 and answer["Retry-After"] == "60"
    assert answer.json()["code"] == "DISK_FULL"
