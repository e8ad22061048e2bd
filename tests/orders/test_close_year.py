"""The end of a fiscal year: last days that refuse, orders that lapse, and the page of the treasurer general."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from marketplace.accounts.roles import Role
from marketplace.kernel.errors import NotPermitted
from marketplace.kernel.models import LawRow
from marketplace.kernel.money import Rupiah
from orders.refusals import CheckBlocks, DecisionNumberNeeded, ReasonRequired
from orders.services import close_year
from orders.states import OrderState
from payments.budget import services as budget
from payments.budget.errors import LastDayNotOurs, LastDayPast, LastDaysNotInOrder, YearNotOver
from payments.budget.models import YearClose
from payments.budget.year_end import AfterLastDay, BillOfEarlierYear, LastDay, last_day_said, require_before_last_day
from payments.cards import services as cards
from payments.ledger.models import Balance
from payments.settlement import services as settlement
from tests.beginnings import Beginning, made_once
from tests.orders.looking import state_of_the_world
from tests.payments.settlement.scene import SettlementScene, offences
from tests.scenes import fresh

#: 5 January 2027, noon in Jakarta.
JANUARY = datetime(2027, 1, 5, 5, 0, tzinfo=UTC)
CIRCULAR = "SE Gubernur 900/15/2026 tanggal 20 November 2026"


class Closing(SettlementScene):
    """Rini decides for the treasury."""

    def __init__(self) -> None:
        super().__init__()
        self.rini = self.person("Rini Astuti", Role.TREASURY, self.treasury.pk)


scene_at_first = made_once(Closing)


@pytest.fixture
def scene(scene_at_first: Beginning[Closing], db) -> Closing:
    return scene_at_first.copy()


def close(scene, *, actor=None, at=JANUARY, decision="903/1/2027", reason="Penutupan tahun anggaran 2026"):
    return close_year(
        agency_id=scene.office.id,
        fiscal_year=2026,
        decision_number=decision,
        reason=reason,
        actor=actor or scene.rini,
        at=at,
    )


def set_days(scene, *days: int, actor=None):
    """The last days for ordering, cards, SPP and SP2D, all in December 2026."""
    wanted = dict(zip(LastDay, (date(2026, 12, day) for day in days), strict=True))
    budget.set_last_days(days=wanted, circular=CIRCULAR, actor=actor or scene.rini, at=scene.tick())


def december(scene, day: int) -> None:
    scene.now = datetime(2026, 12, day, 3, 0, tzinfo=UTC)


def test_closing_ends_what_only_reserved_and_lists_the_rest(scene):
    scene.bought()
    scene.repaid()
    waiting, running, owed = scene.chosen_order(), scene.confirmed_order(), scene.accepted_order()

    year = close(scene)

    assert fresh(waiting).state == OrderState.EXPIRED and fresh(running).state == OrderState.CONFIRMED
    assert {(row.order_number, row.stage, row.amount_idr) for row in year.rows.all()} == {
        (waiting.number, "reserved", 2_400_000),
        (running.number, "committed", 2_400_000),
        (owed.number, "obligated", 2_400_000),
    }
    assert set(
        Balance.objects.filter(entity_id=scene.office.id, book="BUD").values_list("net_debit_idr", flat=True)
    ) == {0}
    assert year.closed_by_id == scene.rini.id and offences() == []


@pytest.mark.parametrize("who", ["budi", "prita", "vera", "tri", "bram", "sari"])
def test_only_the_treasurer_general_closes_a_year(scene, who):
    order = scene.chosen_order()
    before = state_of_the_world(scene, order)

    with pytest.raises(NotPermitted):
        close(scene, actor=getattr(scene, who))

    assert state_of_the_world(scene, order) == before and not YearClose.objects.exists()


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"at": datetime(2026, 12, 31, 10, 0, tzinfo=UTC)}, YearNotOver),
        ({"decision": " "}, DecisionNumberNeeded),
        ({"reason": "x"}, ReasonRequired),
    ],
)
def test_a_close_that_is_refused_leaves_orders_as_they_were(scene, given, refusal):
    order = scene.chosen_order()
    before = state_of_the_world(scene, order)

    with pytest.raises(refusal):
        close(scene, **given)

    assert state_of_the_world(scene, order) == before and not YearClose.objects.exists()


def test_goods_of_a_closed_year_are_not_accepted_and_not_paid(scene):
    order, owed = scene.signed_order(), scene.accepted_order()
    close(scene)
    scene.now = JANUARY
    before = state_of_the_world(scene, order)

    with pytest.raises(Exception, match="Mata anggaran tahun 2026"):
        scene.accept(order)
    with pytest.raises(BillOfEarlierYear):
        scene.charge(scene.payable_of(owed))

    assert state_of_the_world(scene, order) == before and offences() == []


# ---- last days ------------------------------------------------------------------------------------------------------


def test_after_the_last_day_nothing_is_ordered_and_the_circular_is_named(scene):
    set_days(scene, 10, 12, 15, 20)
    december(scene, 10)
    chosen = scene.chosen_order()
    need = scene.draft_need()
    scene.now = datetime(2026, 12, 11, 3, 0, tzinfo=UTC)
    before = state_of_the_world(scene, chosen)

    with pytest.raises(CheckBlocks) as refusal:
        scene.submit(need)
    assert refusal.value.code == "YEAR_END_FREEZE" and CIRCULAR in str(refusal.value)
    with pytest.raises(CheckBlocks):
        scene.approve(chosen)

    assert state_of_the_world(scene, chosen) == before


def test_after_the_last_day_no_card_pays(scene):
    set_days(scene, 10, 12, 15, 20)
    order = scene.accepted_order()
    december(scene, 13)

    with pytest.raises(AfterLastDay) as refusal:
        cards.start_charge(
            payable_id=scene.payable_of(order).pk,
            card_id=scene.card.pk,
            attempt_key=uuid4(),
            actor=scene.citra,
            at=scene.tick(),
        )

    assert "12 Desember 2026" in str(refusal.value) and scene.payable_of(order).state == "open"


def test_after_their_last_days_neither_spp_nor_sp2d_is_issued(scene):
    set_days(scene, 10, 12, 15, 20)
    scene.bought()
    statement = scene.noted()
    december(scene, 16)
    with pytest.raises(AfterLastDay):
        settlement.file_payment_request(statement_id=statement.pk, actor=scene.tri, at=scene.tick())
    december(scene, 14)
    statement = scene.ordered(scene.checked(scene.requested(statement)))
    december(scene, 21)

    with pytest.raises(AfterLastDay):
        settlement.issue_disbursement_order(statement_id=statement.pk, actor=scene.bram, at=scene.tick())

    assert fresh(scene.line).realised_idr == 0 and offences() == []


def test_a_new_year_begins_without_the_old_circular(scene):
    set_days(scene, 10, 12, 15, 20)

    assert require_before_last_day(LastDay.ORDER, on=date(2027, 1, 4)) is None
    assert require_before_last_day(LastDay.ORDER, on=date(2027, 12, 31)) is None


def test_a_last_day_that_is_over_already_is_refused_and_changes_nothing(scene):
    before = list(LawRow.objects.values_list("kind", "value", "valid_from"))
    wanted = dict(zip(LastDay, (date(2026, 1, 1), *(date(2026, 12, day) for day in (20, 22, 30))), strict=True))

    with pytest.raises(LastDayPast, match="1 Januari 2026 sudah lewat"):
        budget.set_last_days(days=wanted, circular=CIRCULAR, actor=scene.rini, at=scene.tick())

    assert list(LawRow.objects.values_list("kind", "value", "valid_from")) == before


@pytest.mark.parametrize(
    ("kind", "since"),
    [
        ("direct_procurement_limit", date(2026, 12, 30)),  # another law
        ("year_end.last_order", date(2004, 1, 14)),  # what the project brought
        ("year_end.last_order", date(2026, 11, 1)),  # before the circular in force
    ],
)
def test_the_database_lets_a_page_put_nothing_but_the_newest_circular_into_force(scene, kind, since):
    set_days(scene, 10, 12, 15, 20)
    before = list(LawRow.objects.values_list())

    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT last_day_set(%s, 1231, %s, 'Edaran')", [kind, since])

    assert error.value.__cause__.diag.constraint_name == "law_row_stays"
    assert list(LawRow.objects.values_list()) == before


@pytest.mark.parametrize("month_day", [0, 1131, 1332, -5])
def test_the_database_takes_no_last_day_that_is_no_day(scene, month_day):
    before = list(LawRow.objects.values_list())

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT last_day_set('year_end.last_order', %s, '2026-12-01', 'Edaran')", [month_day])

    assert list(LawRow.objects.values_list()) == before


def own_law(as_owner, since: date) -> None:
    """A row that the site loads ahead, as the owner of the tables."""
    with as_owner() as cursor:
        cursor.execute(
            "INSERT INTO kernel_lawrow (kind, value, unit, valid_from, source, confidence)"
            " VALUES ('year_end.last_order', 1215, 'month_day', %s, 'Keputusan', 'sure')",
            [since],
        )


def test_law_of_next_year_does_not_stop_this_years_circular(scene, as_owner):
    own_law(as_owner, date(2027, 1, 1))

    set_days(scene, 10, 12, 15, 20)

    assert last_day_said(LastDay.ORDER, on=date(2026, 12, 1)) == (date(2026, 12, 10), CIRCULAR)


def test_own_law_of_a_later_day_of_the_year_is_not_overruled(scene, as_owner):
    own_law(as_owner, date(2026, 12, 31))
    before = list(LawRow.objects.values_list())

    with pytest.raises(LastDayNotOurs):
        set_days(scene, 10, 12, 15, 20)

    assert list(LawRow.objects.values_list()) == before


def test_last_days_are_the_treasurer_generals_and_in_order(scene):
    with pytest.raises(NotPermitted):
        set_days(scene, 10, 12, 15, 20, actor=scene.bram)
    with pytest.raises(LastDaysNotInOrder):
        set_days(scene, 12, 10, 15, 20)

    assert require_before_last_day(LastDay.ORDER, on=date(2026, 12, 31)) is None


# ---- pages and command ----------------------------------------------------------------------------------------------


def page(client, scene, actor, address: str, data=None):
    client.force_login(scene.user_of(actor))
    return client.post(address, data) if data is not None else client.get(address)


def test_the_treasurer_general_sees_what_is_open_and_closes(scene, client):
    waiting = scene.chosen_order()
    address = f"/anggaran/akhir-tahun/2026/{scene.office.id}/"
    with time_machine.travel(JANUARY - timedelta(days=20)):
        early = page(client, scene, scene.rini, address)
        assert "belum berakhir" in early.content.decode() and "Catatan penutupan" not in early.content.decode()
    with time_machine.travel(JANUARY):
        assert waiting.number in page(client, scene, scene.rini, address).content.decode()
        assert page(client, scene, scene.rini, address, {"decision_number": "", "reason": ""}).status_code == 422
        assert not YearClose.objects.exists()

        form = {"decision_number": "903/1/2027", "reason": "Penutupan tahun anggaran"}
        assert page(client, scene, scene.rini, address, form).status_code == 302

        shown = page(client, scene, scene.prita, address).content.decode()
        assert "903/1/2027" in shown and waiting.number in shown
        assert "Ditutup" in page(client, scene, scene.rini, "/anggaran/akhir-tahun/?tahun=2026").content.decode()
        assert page(client, scene, scene.prita, address, form).status_code == 403
        assert page(client, scene, scene.sari, address).status_code == 403
        assert page(client, scene, scene.other_office.budi, address).status_code == 404


def test_the_overview_opens_on_the_present_year_and_points_at_one_that_is_open_still(scene, client):
    address, hint = "/anggaran/akhir-tahun/", "Tahun anggaran 2026 belum ditutup di 1 perangkat daerah."
    with time_machine.travel(JANUARY - timedelta(days=20)):
        present = page(client, scene, scene.rini, address).content.decode()
    with time_machine.travel(JANUARY):
        opened = page(client, scene, scene.rini, address)
        past = page(client, scene, scene.rini, f"{address}?tahun=2026").content.decode()
        close(scene)
        closed = page(client, scene, scene.rini, address).content.decode()

    assert scene.office.agency.name in present and hint not in present
    assert opened.context["year"] == 2027
    assert hint in opened.content.decode() and f'href="{address}?tahun=2026"' in opened.content.decode()
    assert scene.office.agency.name in past and hint not in past
    assert hint not in closed


def test_the_overview_of_a_year_that_is_over_names_its_own_last_days(scene, client):
    with time_machine.travel(JANUARY):
        present = page(client, scene, scene.rini, "/anggaran/akhir-tahun/").content.decode()
        past = page(client, scene, scene.rini, "/anggaran/akhir-tahun/?tahun=2026").content.decode()

    assert "Hari terakhir tahun 2027" in present and "31 Desember 2027" in present
    assert "Hari terakhir tahun 2026" in past and "31 Desember 2026" in past and "Desember 2027" not in past


def test_that_no_circular_is_recorded_is_read_in_the_readers_language_and_a_circular_as_it_was_written(scene, client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with time_machine.travel(JANUARY - timedelta(days=20)):
        before = page(client, scene, scene.rini, "/anggaran/akhir-tahun/").content.decode()
    set_days(scene, 10, 15, 18, 30)
    with time_machine.travel(JANUARY - timedelta(days=20)):
        after = page(client, scene, scene.rini, "/anggaran/akhir-tahun/").content.decode()

    assert before.count("circular on the year&#x27;s end is not recorded yet") == 4 and "Surat edaran" not in before
    assert after.count(CIRCULAR) == 4 and "is not recorded yet" not in after


def test_what_is_spent_is_one_figure_of_one_name_at_every_door(scene, client):
    """Realised here and spent outside the marketplace, together; the year's end says how much of it was outside."""
    scene.bought(Rupiah(600_000))
    scene.repaid()
    budget.import_external_use(used={scene.line.id: Rupiah(7_000_000)}, as_of=date(2026, 3, 1))
    doors = {
        "/anggaran/akhir-tahun/": scene.rini,
        "/kasda/spd/": scene.bram,
        "/anggaran/": scene.budi,
        f"/anggaran/{scene.line.id}/": scene.budi,
    }

    with time_machine.travel(JANUARY - timedelta(days=20)):
        shown = {address: page(client, scene, actor, address).content.decode() for address, actor in doors.items()}

    for address, text in shown.items():
        assert "erpakai" in text and "Rp7.600.000" in text, address
        assert not re.search("Dicairkan(?! dengan SP2D)|Dibelanjakan|realisasi Rp", text), address
    assert "terpakai Rp7.600.000, Rp7.000.000 di antaranya di luar marketplace" in shown["/anggaran/akhir-tahun/"]


def test_the_circular_is_put_into_force_on_a_page(scene, client):
    form = {
        "circular": CIRCULAR,
        "last_order": "10/12/2026",
        "last_capture": "12/12/2026",
        "last_spp": "15/12/2026",
        "last_sp2d": "20/12/2026",
    }
    with time_machine.travel(scene.tick()):
        assert page(client, scene, scene.bram, "/anggaran/akhir-tahun/kalender/").status_code == 403
        assert page(client, scene, scene.rini, "/anggaran/akhir-tahun/kalender/").status_code == 200
        wrong = form | {"last_order": "30/12/2026"}
        assert page(client, scene, scene.rini, "/anggaran/akhir-tahun/kalender/", wrong).status_code == 422

        assert page(client, scene, scene.rini, "/anggaran/akhir-tahun/kalender/", form).status_code == 302
        assert CIRCULAR in page(client, scene, scene.budi, "/anggaran/akhir-tahun/").content.decode()


def test_the_command_closes_every_office(scene):
    told, by = StringIO(), scene.user_of(scene.rini).nip
    with time_machine.travel(JANUARY):
        call_command("close_year", 2026, decision="903/1/2027", by=by, stdout=told)
        call_command("close_year", 2026, decision="903/1/2027", by=by, stdout=told)

    assert "closed, 0 rows left open" in told.getvalue() and "nothing to close" in told.getvalue()
    with pytest.raises(CommandError):
        call_command("close_year", 2026, decision="903/1/2027", by="nobody@contoh.id")
