"""Funds are released (SPD) before they are asked for: the third ceiling, hard at the SPP (domain reference §2.4)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction

from marketplace.kernel.errors import NotPermitted
from marketplace.kernel.money import Rupiah
from payments.budget import services as budget
from payments.budget.errors import (
    FundReleaseExceeded,
    FundsNotReleased,
    NothingToRelease,
    ReleaseAboveCeiling,
    ReleaseNumberUsed,
    WrongFiscalYear,
)
from payments.budget.models import FundRelease
from payments.budget.selectors import funds_by_office, funds_to_release
from payments.settlement import services as settlement
from payments.settlement.states import StatementState as S
from tests.beginnings import Beginning, made_once
from tests.payments.settlement.scene import SettlementScene, now, offences, refused
from tests.payments.settlement.test_settlement_pages import browser, keys, open_page, press
from tests.scenes import NOON, YEAR

pytestmark = pytest.mark.django_db


class Unreleased(SettlementScene):
    releases_funds = False


scene_at_first = made_once(Unreleased)


@pytest.fixture
def scene(scene_at_first: Beginning[Unreleased], db) -> Unreleased:
    with time_machine.travel(NOON + timedelta(days=2), tick=True):
        yield scene_at_first.copy()


def release(scene, amount: int, *, number="SPD/9", day=date(YEAR, 1, 5), actor=None):
    return budget.release_funds(
        agency_id=scene.office.id,
        fiscal_year=YEAR,
        number=number,
        released_on=day,
        amounts={scene.line.pk: Rupiah(amount)},
        actor=actor or scene.bram,
        at=scene.tick(),
    )


def test_no_request_without_released_funds(scene):
    scene.bought()
    statement = scene.noted()

    with refused(FundsNotReleased, "SPD_MISSING"):
        scene.requested(statement)
    release(scene, 2_400_000)

    assert scene.requested(statement).state == S.SPP_FILED


def test_a_request_stays_within_what_was_released(scene):
    scene.bought()
    statement = scene.noted()
    release(scene, 2_399_999)

    with refused(FundReleaseExceeded, "SPD_EXCEEDED"):
        scene.requested(statement)
    release(scene, 1, number="SPD/10")

    assert scene.requested(statement).state == S.SPP_FILED


def test_another_request_under_way_counts(scene):
    release(scene, 3_000_000)
    scene.bought()
    first = scene.requested()
    scene.later(days=1)
    scene.bought()
    second = scene.noted(scene.decided(_listed_again(scene)))

    with refused(FundReleaseExceeded) as refusal:
        scene.requested(second)

    assert refusal.value.available == Rupiah(600_000)
    settlement.return_payment_request(
        statement_id=first.pk, reason="Lampiran kurang", actor=scene.vera, at=scene.tick()
    )
    assert scene.requested(second).state == S.SPP_FILED


def _listed_again(scene):
    statement = scene.bill()
    settlement.list_real_expenses(statement_id=statement.pk, actor=scene.ani, at=scene.tick())
    return now(statement)


def test_the_treasurer_reads_what_is_missing_and_the_treasury_releases_it_on_its_page(scene):
    scene.bought()
    statement = scene.noted()
    page = open_page(browser(scene, scene.tri), statement.get_absolute_url())
    assert "Minta BUD menerbitkan SPD" in page and "Ajukan SPP</button>" not in page

    bram, address = browser(scene, scene.bram), f"/kasda/spd/{scene.office.id}/"
    assert "Dinas Komunikasi" in open_page(bram, "/kasda/spd/")
    key = keys(open_page(bram, address))["attempt_key"]
    letter = {"attempt_key": key, "number": "SPD/77/2026", "released_on": f"05/01/{YEAR}", "through": "12"}
    assert [bram.post(address, letter).status_code for _ in range(2)] == [302, 302]

    assert FundRelease.objects.get().amount_idr == scene.line.ceiling_idr
    assert "SPD/77/2026" in open_page(browser(scene, scene.tri), f"/anggaran/{scene.line.pk}/")
    assert press(scene, scene.tri, statement, "spp") == 302
    assert now(statement).state == S.SPP_FILED and offences() == []


def test_a_release_keeps_to_ceiling_year_number_and_role(scene):
    ceiling = scene.line.ceiling_idr

    with refused(NotPermitted):
        release(scene, 1, actor=scene.tri)
    with refused(ReleaseAboveCeiling):
        release(scene, ceiling + 1)
    with refused(WrongFiscalYear):
        release(scene, 1, day=date(YEAR - 1, 12, 31))
    release(scene, 1)
    with refused(ReleaseNumberUsed):
        release(scene, 1)
    with refused(NothingToRelease):
        budget.release_funds(
            agency_id=scene.office.id, fiscal_year=YEAR, number="SPD/1", released_on=date(YEAR, 1, 5), amounts={},
            actor=scene.bram, at=scene.tick(),
        )  # fmt: skip


def test_the_treasurer_hears_of_a_release_page_and_form_keep_what_was_typed(scene):
    bram, address = browser(scene, scene.bram), f"/kasda/spd/{scene.office.id}/"
    key = keys(open_page(bram, address))["attempt_key"]

    answer = bram.post(address, {"attempt_key": key, "number": "SPD/77", "released_on": "31/02/2026", "through": "3"})

    assert answer.status_code == 422 and "31/02/2026" in answer.content.decode()
    assert browser(scene, scene.tri).get(address).status_code == 403
    assert not FundRelease.objects.exists()


def test_releases_follow_the_cash_plan_where_there_is_one(scene):
    scene.line.cash_plan.create(month=1, amount_idr=1_000_000)
    scene.line.cash_plan.create(month=4, amount_idr=2_000_000)

    assert funds_to_release(scene.office.id, YEAR, 3) == {scene.line.pk: Rupiah(1_000_000)}
    release(scene, 400_000)
    assert funds_to_release(scene.office.id, YEAR, 4) == {scene.line.pk: Rupiah(2_600_000)}
    assert next(one for one in funds_by_office(YEAR) if one.agency_id == scene.office.id).released == Rupiah(400_000)


def test_the_database_refuses_a_release_above_the_ceiling_and_one_that_is_changed(scene):
    release(scene, scene.line.ceiling_idr)

    for attack in (
        lambda: FundRelease.objects.create(line=scene.line, number="X", released_on=date(YEAR, 2, 1), amount_idr=1),
        lambda: FundRelease.objects.update(amount_idr=1),
        lambda: FundRelease.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()


def test_the_database_refuses_spending_beyond_what_was_released(scene):
    release(scene, 1_000_000)
    order = scene.accepted_order(total=Rupiah(2_400_000))

    with refused(FundReleaseExceeded):
        budget.realise(
            order=order.ref, charges=[budget.Charge(scene.line.pk, Rupiah(2_400_000))], key="sp2d:x", at=scene.tick()
        )
