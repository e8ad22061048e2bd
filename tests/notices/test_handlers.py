"""Who is told what, walked with the real steps and the real worker."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache
from django.db import ProgrammingError, connection, transaction
from django.utils import translation

from marketplace.kernel.money import Rupiah
from marketplace.kernel.outbox import unpack
from marketplace.kernel.outbox.models import OutboxMessage
from marketplace.notices import handlers
from marketplace.notices.models import Notice
from marketplace.notices.words import WORDS
from marketplace.subscriptions import SUBSCRIPTIONS
from marketplace.ui.formats import long_day
from orders import services
from payments.settlement import services as settlement
from payments.settlement.selectors.waiting import amount_due
from tests.beginnings import Beginning, made_once
from tests.payments.settlement.scene import SettlementScene
from tests.scenes import Scene

OURS = [handler for found in SUBSCRIPTIONS.values() for handler in found if handler.__module__ == handlers.__name__]


@pytest.fixture(autouse=True)
def _forget_cached_figures():
    cache.clear()


scene_at_first = made_once(Scene)


@pytest.fixture
def scene(scene_at_first: Beginning[Scene], db) -> Scene:
    return scene_at_first.copy()


def deliver(times: int = 1) -> None:
    """Hand every stored event to the notices' handlers, as often as asked: at least once is not exactly once."""
    for message in OutboxMessage.objects.order_by("id"):
        event = unpack(message.event, message.payload)
        for handler in SUBSCRIPTIONS.get(type(event), []):
            if handler in OURS:
                for _ in range(times):
                    handler(event)


def told(scene, name: str) -> list[str]:
    """Kinds of notices of somebody, oldest first."""
    return list(Notice.objects.filter(user_id=getattr(scene, name).id).order_by("id").values_list("kind", flat=True))


def test_each_step_tells_the_person_whose_turn_it_is(scene):
    scene.accepted_order()

    deliver()

    assert told(scene, "eko") == ["order_submitted"]
    assert told(scene, "budi") == ["order_awaiting_approval", "order_confirmed", "handover_waits"]
    assert told(scene, "sari") == ["order_approved", "order_inspected"]
    assert told(scene, "fitri") == ["order_confirmed", "order_shipped"]
    assert told(scene, "citra") == ["handover_unpayable"]  # the scene has no card
    assert told(scene, "ani") == ["order_confirmed"]


def test_the_words_carry_the_facts_and_lead_to_the_page(scene, client):
    order = scene.approved_order()
    deliver()

    notice = Notice.objects.get(kind="order_approved")

    assert notice.created_at == order.approved_at  # however late a worker brings it
    assert order.number in notice.text and "Rp2.400.000" in notice.text and "Dinas Komunikasi" in notice.text
    assert (
        f"Konfirmasi paling lambat {long_day(order.hold_expires_at)}." in notice.text
    )  # through that day, as pages say
    with translation.override("en"):
        assert f"Confirm by {long_day(order.hold_expires_at)}." in notice.text
    client.force_login(scene.user_of(scene.sari))
    assert client.post(f"/pemberitahuan/{notice.id}/")["Location"] == f"/toko/pesanan/{order.number}/" == notice.url
    assert client.get(notice.url).status_code == 200


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE notices_notice SET facts = '{}'",
        "UPDATE notices_notice SET user_id = user_id, url = '/'",
        "UPDATE notices_notice SET created_at = now()",
        "DELETE FROM notices_notice",
    ],
)
def test_who_was_told_what_stays(scene, statement):
    scene.submitted_order()
    deliver()
    before = list(Notice.objects.order_by("pk").values())
    assert before

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)

    assert list(Notice.objects.order_by("pk").values()) == before


def test_the_same_event_twice_is_one_notice(scene):
    scene.confirmed_order()

    deliver(times=2)
    once = Notice.objects.count()
    deliver()

    assert Notice.objects.count() == once


def test_a_second_round_of_the_same_order_is_told_again(scene):
    order = scene.chosen_order()
    services.return_order(order_id=order.id, reason="Lengkapi spesifikasi", actor=scene.budi, at=scene.tick())
    deliver()

    assert told(scene, "ani") == ["order_returned"] and told(scene, "eko") == ["order_submitted", "order_returned"]
    assert "Lengkapi spesifikasi" in Notice.objects.filter(kind="order_returned").first().text


def test_nobody_of_another_office_is_told(scene):
    other = scene.other_office
    scene.accepted_order()

    deliver()

    people = [other.ani.id, other.eko.id, other.budi.id, other.fitri.id, scene.joko.id]
    assert not Notice.objects.filter(user_id__in=people).exists()


def test_a_declined_order_tells_the_office_with_the_reason(scene):
    order = scene.approved_order()
    services.decline_order(order_id=order.id, reason="Stok rusak karena banjir", actor=scene.sari, at=scene.tick())

    deliver()

    assert {one for name in ("ani", "eko", "budi") for one in told(scene, name)} >= {"order_declined"}
    assert "Stok rusak karena banjir" in Notice.objects.filter(kind="order_declined").first().text


def test_an_audit_hold_is_told_to_the_office_with_its_reason_and_to_the_vendor_without(scene):
    order, reason = scene.accepted_order(), "Harga jauh di atas kisaran wajar"
    letter = {"letter_number": "700/12/2026", "reason": reason}
    services.hold_for_audit(order_id=order.id, actor=scene.dewi, at=scene.tick(), **letter)
    services.release_audit_hold(order_id=order.id, reason="Harga wajar", actor=scene.dewi, at=scene.tick())

    deliver()

    for name in ("ani", "eko", "budi", "citra"):
        assert told(scene, name)[-2:] == ["order_held", "order_hold_released"]
    assert told(scene, "sari")[-2:] == ["sale_held", "order_hold_released"]
    assert reason in Notice.objects.filter(kind="order_held").first().text
    assert reason not in Notice.objects.get(kind="sale_held").text


def test_a_bill_passes_from_hand_to_hand(db):
    scene = SettlementScene()
    scene.bought()
    scene.repaid()

    deliver()

    assert "vendor_paid_out" in told(scene, "sari")
    assert told(scene, "tri") == ["statement_issued", "step_waiting", "step_waiting", "statement_repaid"]
    assert told(scene, "vera") == ["step_waiting"]
    assert told(scene, "bram") == ["step_waiting"]
    assert set(told(scene, "prita")) == {"step_waiting", "statement_repaid"}


def test_a_bill_is_told_with_what_it_adds_and_not_with_what_earlier_bills_left(db):
    scene = SettlementScene()
    scene.bought()
    scene.bill()
    scene.bought(Rupiah(600_000))
    second = scene.bill()

    deliver()

    notice = Notice.objects.get(subject=f"statement:{second.pk}", kind="statement_issued", user_id=scene.tri.id)
    assert second.opening_idr and amount_due(second) == 600_000
    assert "Rp600.000" in notice.text and str(second.closing) not in notice.text


def test_every_kind_of_notice_has_words_that_its_handler_can_fill(scene):
    scene.accepted_order()
    deliver()

    for notice in Notice.objects.all():
        assert "{" not in notice.text and notice.icon and notice.tone in ("ok", "warn", "bad", "info", "idle")


def test_the_icons_of_all_words_are_in_the_sprite(settings):
    sprite = (settings.PROJECT / "marketplace" / "static" / "icons.svg").read_text(encoding="utf-8")

    assert [kind for kind, words in WORDS.items() if f'id="i-{words.icon}"' not in sprite] == []


def test_whoever_has_the_next_step_on_a_held_back_line_is_told_why(db):
    scene = SettlementScene()
    scene.bought()
    charge = scene.bought()
    scene.misbill(charge, 100)
    scene.bill()
    settlement.propose_resolution(
        transaction_id=charge.pk, outcome="corrected", reason="Bank salah ketik", reference="KOR-7",
        actor=scene.hadi, at=scene.tick(),
    )  # fmt: skip

    deliver()

    (notice,) = Notice.objects.filter(kind="held_line_waits", user_id=scene.kusno.id)
    assert "Bank salah ketik" in notice.text


def test_days_are_said_in_the_readers_language_and_old_notices_stay_as_they_were(scene):
    scene.confirmed_order()
    deliver()
    notice = Notice.objects.filter(kind="order_confirmed").first()

    said = {}
    for language in ("id", "en"):
        with translation.override(language):
            said[language] = notice.text
    notice.facts["deadline"] = "20 November 2026"

    day = date.fromisoformat(Notice.objects.get(pk=notice.pk).facts["deadline"])
    month = {11: ("November", "November"), 12: ("Desember", "December")}[day.month]
    assert f"{day.day} {month[0]} {day.year}" in said["id"] and f"{day.day} {month[1]} {day.year}" in said["en"]
    assert "20 November 2026" in notice.text
