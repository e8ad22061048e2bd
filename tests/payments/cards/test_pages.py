"""The pages of cards and payments: who may open them, what they say, and that the button pays once."""

import re
import sys
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation

from marketplace.accounts.models import RoleAssignment, User
from marketplace.accounts.roles import Role
from marketplace.kernel.audit_log.models import AuditEntry
from marketplace.kernel.reasons import as_read
from payments.cards import services as cards
from payments.cards.labels import CARD_LOOKS, CHARGE_LOOKS, PAYABLE_LOOKS, PAYOUT_LOOKS
from payments.cards.models import Card, CardTransaction, LimitChange, Payout, WebhookInbox
from payments.cards.pages import limit_change_rows
from payments.cards.selectors import cards_visible_to, payables_to_handle, tasks_for
from payments.cards.states import CardState, PayoutState, TransactionState
from payments.gateways.base import GatewayEvent, WebhookRejected
from payments.payables.models import Payable
from payments.payables.states import PayableState
from tests.payments.cards.scene import CardScene, actor, broken, person, rp
from tests.payments.cards.test_payouts import RefusingBank

pytestmark = pytest.mark.django_db


def hold(user: User, role: str, organisation_id: int) -> User:
    """Give a role for this year, as a decision would."""
    today = timezone.localdate()
    RoleAssignment.objects.create(
        user=user,
        role=role,
        organisation_id=organisation_id,
        valid_from=today.replace(month=1, day=1),
        valid_to=today.replace(month=12, day=31),
        decision_number="821/1",
        decision_date=today.replace(month=1, day=1),
        assigned_at=timezone.now(),
    )
    return user


def signed_in(user: User, role: str, organisation_id: int) -> Client:
    client = Client()
    client.force_login(hold(user, role, organisation_id))
    return client


@pytest.fixture
def scene(db, monkeypatch, request) -> CardScene:
    """A parameter is the float's part for cards; without one the card takes all of it."""
    scene = CardScene(when=timezone.now() - timedelta(minutes=1), up_kkpd=getattr(request, "param", None))
    monkeypatch.setattr("payments.cards.views.paying.card_gateway", lambda **_: scene.bank)
    return scene


@pytest.fixture
def citra(scene) -> Client:
    return signed_in(scene.holder, Role.CARD_HOLDER, scene.agency_id)


@pytest.fixture
def hadi(scene) -> Client:
    return signed_in(scene.hadi, Role.CARD_ADMIN, scene.agency_id)


@pytest.fixture
def tini(scene) -> Client:
    return signed_in(person("Tini"), Role.VENDOR_OWNER, scene.vendor.pk)


@pytest.fixture
def pengelola(scene) -> Client:
    return signed_in(person("Pengelola"), Role.SITE_ADMIN, scene.operator.pk)


def text_of(page) -> str:
    return re.sub(r"\s+", " ", page.content.decode())


def press(client: Client, payable: Payable, scene: CardScene, **changes):
    facts = {"card": scene.card.pk, "channel": "online", "attempt_key": str(uuid4())} | changes
    return client.post(f"/bendahara/bayar/{payable.pk}/", facts)


# ---- paying ---------------------------------------------------------------------------------------------------------


def test_what_was_received_waits_in_the_queue(citra, scene):
    payable = scene.payable(2_800_000)

    text = text_of(citra.get("/bendahara/bayar/"))

    for expected in (
        f"/bendahara/bayar/{payable.pk}/",
        "Warung Sari",
        "Rp2.800.000",
        payable.order_number,
        "Siap dibayar",
    ):
        assert expected in text


def test_a_payable_shows_taxes_checks_and_the_button(citra, scene):
    payable = scene.payable(2_220_000, is_pkp=True)

    page = citra.get(f"/bendahara/bayar/{payable.pk}/")

    text = text_of(page)
    for expected in ("Bayar Rp2.220.000", "Rp2.000.000", "Rp220.000", "Kartu cukup dan boleh dipakai", "attempt_key",
                     "Bank Jateng ••", "Rp1.983.340"):  # fmt: skip
        assert expected in text
    assert page.status_code == 200


def test_pressing_pays_and_shows_where_the_payment_stands(citra, scene):
    payable = scene.payable(2_800_000)

    answer = press(citra, payable, scene)

    charge = CardTransaction.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/bendahara/bayar/transaksi/{charge.pk}/")
    assert charge.state == TransactionState.CAPTURED
    text = text_of(citra.get(answer.url))
    for expected in ("Kartu membayar Rp2.800.000", charge.rrn, "Masuk rekening penjual"):
        assert expected in text
    assert broken() == []


def test_pressing_twice_pays_once(citra, scene):
    payable, key = scene.payable(2_800_000), str(uuid4())

    first = press(citra, payable, scene, attempt_key=key)
    second = press(citra, payable, scene, attempt_key=key)

    assert first.url == second.url
    assert CardTransaction.objects.count() == 1


def test_a_silent_bank_is_said_so_and_finished_later(citra, scene):
    payable = scene.payable(2_800_000)
    scene.bank.plan = ["unavailable_after"]

    answer = press(citra, payable, scene)

    assert "Menunggu jawaban bank" in text_of(citra.get(answer.url))
    assert "Bank belum menjawab" in text_of(citra.get(f"/bendahara/bayar/{payable.pk}/"))
    cards.resolve_unclear(at=timezone.now() + timedelta(minutes=3), gateway=scene.bank)
    assert "Kartu membayar" in text_of(citra.get(answer.url))


def test_a_decline_is_said_in_words_with_a_way_on(citra, scene):
    payable = scene.payable(2_800_000)
    scene.bank.set_status(card_provider_id=scene.card.provider_id, status="suspended", idempotency_key="x")

    answer = press(citra, payable, scene)

    text = text_of(citra.get(answer.url))
    assert "Bank menyatakan kartu ini sedang tidak dapat dipakai" in text
    assert f"/bendahara/bayar/{payable.pk}/" in text
    assert "Percobaan sebelumnya" in text_of(citra.get(f"/bendahara/bayar/{payable.pk}/"))


def test_a_refusal_keeps_the_form_and_says_why(citra, scene):
    payable = scene.payable(3_000_001)

    answer = press(citra, payable, scene)

    assert answer.status_code == 422
    assert "melewati batas Rp3.000.000 per transaksi" in text_of(answer)
    assert not CardTransaction.objects.exists()


def test_without_an_attempt_key_nothing_is_paid(citra, scene):
    answer = press(citra, scene.payable(2_800_000), scene, attempt_key="")

    assert answer.status_code == 422
    assert not CardTransaction.objects.exists()


def test_a_card_that_is_not_ones_own_is_not_among_the_choices(citra, scene):
    other = CardScene(gateway=scene.bank, when=scene.when)

    answer = press(citra, scene.payable(2_800_000), scene, card=other.card.pk)

    assert answer.status_code == 422
    assert not CardTransaction.objects.exists()


def test_who_does_not_hold_a_card_reads_but_has_no_button(hadi, scene):
    payable = scene.payable(2_800_000)

    text = text_of(hadi.get(f"/bendahara/bayar/{payable.pk}/"))

    assert "Menunggu pemegang kartu" in text
    assert "attempt_key" not in text
    assert press(hadi, payable, scene).status_code == 422
    assert not CardTransaction.objects.exists()


def test_payables_and_payments_of_another_office_are_not_there(citra, scene):
    other = CardScene(gateway=scene.bank, when=scene.when)
    payable = other.payable(2_800_000)
    charge = other.pay(payable)

    for address in (
        f"/bendahara/bayar/{payable.pk}/",
        f"/bendahara/bayar/transaksi/{charge.pk}/",
        f"/bendahara/kartu/{other.card.pk}/",
    ):
        assert citra.get(address).status_code == 404
    assert press(citra, payable, scene).status_code == 404


def test_a_seller_never_enters_the_treasurers_room(tini, scene):
    payable = scene.payable(2_800_000)

    assert tini.get("/bendahara/bayar/").status_code == 403
    assert tini.get(f"/bendahara/bayar/{payable.pk}/").status_code == 403
    assert tini.get("/bendahara/kartu/").status_code == 403


def test_a_charge_that_only_the_bank_knows_has_a_page(hadi, scene):
    charge = cards.record_unknown_charge(
        card_id=scene.card.pk,
        amount=rp(1_500_000),
        rrn="900000000001",
        auth_code="1",
        merchant_name="Tidak dikenal",
        at=scene.when,
        actor=scene.admin,
    )

    assert "tidak berasal dari tagihan mana pun" in text_of(hadi.get(f"/bendahara/bayar/transaksi/{charge.pk}/"))
    assert "tanpa tagihan" in text_of(hadi.get(f"/bendahara/kartu/{scene.card.pk}/"))


# ---- cards ----------------------------------------------------------------------------------------------------------


def test_cards_are_listed_with_what_is_left(hadi, scene):
    scene.pay(2_800_000)

    text = text_of(hadi.get("/bendahara/kartu/"))

    for expected in ("Rp2.200.000", "Citra Dewanti", scene.card.last4, "UP KKPD"):
        assert expected in text


def test_a_card_shows_limit_payments_and_ledger(hadi, scene):
    charge = scene.pay(2_800_000)

    text = text_of(hadi.get(f"/bendahara/kartu/{scene.card.pk}/"))

    for expected in ("Buku limit", "Limit diberikan", "Ditahan untuk pembayaran", "Rp2.200.000",
                     f"/bendahara/bayar/transaksi/{charge.pk}/", "Ubah limit", "Bekukan kartu"):  # fmt: skip
        assert expected in text
    assert scene.card.provider_id not in text


def test_the_administrator_suspends_and_reinstates(hadi, scene):
    page = hadi.get(f"/bendahara/kartu/{scene.card.pk}/bekukan/")
    assert "sampai dibuka kembali" in text_of(page)

    hadi.post(f"/bendahara/kartu/{scene.card.pk}/bekukan/", {"reason": "bukti terlambat"})
    assert Card.objects.get(pk=scene.card.pk).state == CardState.SUSPENDED
    hadi.post(f"/bendahara/kartu/{scene.card.pk}/buka/", {"reason": "bukti lengkap"})

    assert Card.objects.get(pk=scene.card.pk).state == CardState.ACTIVE


def test_a_step_without_a_reason_is_not_taken(hadi, scene):
    answer = hadi.post(f"/bendahara/kartu/{scene.card.pk}/bekukan/", {"reason": ""})

    assert answer.status_code == 422
    assert Card.objects.get(pk=scene.card.pk).state == CardState.ACTIVE


def test_the_holder_reports_the_card_lost_and_may_do_no_more(citra, scene):
    assert citra.get(f"/bendahara/kartu/{scene.card.pk}/bekukan/").status_code == 403
    assert citra.post(f"/bendahara/kartu/{scene.card.pk}/tutup/", {"reason": "-"}).status_code == 403

    citra.post(f"/bendahara/kartu/{scene.card.pk}/hilang/", {"reason": "dompet hilang"})

    assert Card.objects.get(pk=scene.card.pk).state == CardState.BLOCKED_LOST


def test_an_unknown_step_is_not_found(hadi, scene):
    assert hadi.get(f"/bendahara/kartu/{scene.card.pk}/terbangkan/").status_code == 404


def test_the_administrator_changes_the_limit(hadi, scene):
    facts = {"limit": "4.000.000", "per_txn": "2.000.000", "decision_number": "900/3", "reason": "keputusan"}

    assert hadi.get(f"/bendahara/kartu/{scene.card.pk}/limit/").status_code == 200
    answer = hadi.post(f"/bendahara/kartu/{scene.card.pk}/limit/", facts)

    assert answer.status_code == 302
    assert scene.figures() == (4_000_000, 4_000_000, 0, 0)


def test_a_limit_above_the_float_is_refused_on_the_page(hadi, scene):
    facts = {"limit": "5.000.001", "per_txn": "2.000.000", "decision_number": "900/3", "reason": "keputusan"}

    answer = hadi.post(f"/bendahara/kartu/{scene.card.pk}/limit/", facts)

    assert answer.status_code == 422
    assert "UP KKPD Rp5.000.000" in text_of(answer)
    assert scene.figures() == (5_000_000, 5_000_000, 0, 0)


def test_a_limit_of_one_charge_above_that_of_the_card_is_refused_on_the_page(hadi, scene):
    facts = {"limit": "5.000.000", "per_txn": "5.000.001", "decision_number": "900/3", "reason": "keputusan"}

    answer = hadi.post(f"/bendahara/kartu/{scene.card.pk}/limit/", facts)

    assert answer.status_code == 422
    assert "Batas per transaksi Rp5.000.001 melewati limit kartu Rp5.000.000" in text_of(answer)
    assert Card.objects.get(pk=scene.card.pk).per_txn_idr == 3_000_000


def test_the_list_of_changes_says_which_limit_changed(hadi, scene):
    facts = {"limit": "5.000.000", "per_txn": "2.000.000", "decision_number": "900/3", "reason": "keputusan"}
    hadi.post(f"/bendahara/kartu/{scene.card.pk}/limit/", facts)
    hadi.post(f"/bendahara/kartu/{scene.card.pk}/limit/", facts | {"limit": "4.000.000", "per_txn": "1.000.000"})

    rows = hadi.get(f"/bendahara/kartu/{scene.card.pk}/").context["changes"]

    assert [(cells[1]["text"], cells[4]["amount"], cells[5]["amount"]) for cells in (row["cells"] for row in rows)] == [
        ("Pemberian limit", 0, 5_000_000),
        ("Batas per transaksi", 3_000_000, 2_000_000),
        ("Perubahan limit", 5_000_000, 4_000_000),
        ("Batas per transaksi", 2_000_000, 1_000_000),
    ]


def test_how_a_card_ended_is_said_in_the_readers_language(scene):
    change = LimitChange(card=scene.card, kind="change", before_idr=1, after_idr=0, per_txn_idr=1, reason="expire")
    change.at = scene.when

    with translation.override("en"):
        (row,) = limit_change_rows([change])

        assert row["cells"][1]["sub"] == "The card's term ended"


@pytest.mark.parametrize("scene", [10_000_000], indirect=True)
def test_the_administrator_raises_a_limit_for_a_time(hadi, scene):
    ends = timezone.localdate().isoformat()
    facts = {"limit": "8.000.000", "ends_on": ends, "decision_number": "900/4", "reason": "bazar"}

    assert hadi.get(f"/bendahara/kartu/{scene.card.pk}/kenaikan/").status_code == 200
    hadi.post(f"/bendahara/kartu/{scene.card.pk}/kenaikan/", facts)

    assert scene.figures() == (8_000_000, 8_000_000, 0, 0)
    assert "Kenaikan sementara" in text_of(hadi.get(f"/bendahara/kartu/{scene.card.pk}/"))
    assert [task.url for task in tasks_for(scene.admin)] == [scene.card.get_absolute_url()]


def test_the_holder_gives_and_revokes_a_letter_of_attorney(citra, scene):
    dimas = hold(person("Dimas"), Role.CARD_DELEGATE, scene.agency_id)
    today = timezone.localdate().isoformat()
    facts = {"user": dimas.pk, "document_number": "SK-7", "valid_from": today, "valid_to": today}

    assert "Dimas" in text_of(citra.get(f"/bendahara/kartu/{scene.card.pk}/kuasa/"))
    citra.post(f"/bendahara/kartu/{scene.card.pk}/kuasa/", facts)
    letter = scene.card.delegates.get()
    assert "SK-7" in text_of(citra.get(f"/bendahara/kartu/{scene.card.pk}/"))
    citra.post(f"/bendahara/kartu/{scene.card.pk}/kuasa/{letter.pk}/cabut/")

    letter.refresh_from_db()
    assert letter.revoked_at is not None


def test_the_same_letter_of_attorney_is_recorded_once_and_again_after_it_was_revoked(citra, scene):
    dimas = hold(person("Dimas"), Role.CARD_DELEGATE, scene.agency_id)
    today, address = timezone.localdate().isoformat(), f"/bendahara/kartu/{scene.card.pk}/kuasa/"
    facts = {"user": dimas.pk, "document_number": "SK-7", "valid_from": today, "valid_to": today}

    citra.post(address, facts)
    second = citra.post(address, facts)
    letter = scene.card.delegates.get()
    citra.post(f"{address}{letter.pk}/cabut/")
    citra.post(address, facts)

    assert second.status_code == 422 and "Surat kuasa SK-7 untuk orang dan hari-hari yang sama" in text_of(second)
    assert list(second.context["form"].errors) == ["document_number"]
    assert scene.card.delegates.filter(revoked_at=None).count() == 1 and scene.card.delegates.count() == 2


def test_a_letter_of_attorney_does_not_begin_before_the_card(citra, scene):
    dimas, first = hold(person("Dimas"), Role.CARD_DELEGATE, scene.agency_id), scene.card.valid_from
    days = {"valid_from": first - timedelta(days=1), "valid_to": timezone.localdate()}
    facts = {"user": dimas.pk, "document_number": "SK-7"} | days

    answer = citra.post(f"/bendahara/kartu/{scene.card.pk}/kuasa/", facts)

    assert answer.status_code == 422 and "baru berlaku mulai 1 Januari" in text_of(answer)
    assert list(answer.context["form"].errors) == ["valid_from"] and not scene.card.delegates.exists()


def test_a_letter_of_attorney_of_a_day_to_come_is_not_said_to_be_in_force(scene):
    dimas, last = hold(person("Dimas"), Role.CARD_DELEGATE, scene.agency_id), scene.card.valid_to
    facts = {"user": dimas.pk, "document_number": "SK-7", "valid_from": last, "valid_to": last}

    with time_machine.travel(datetime(last.year, 6, 1, 3, tzinfo=UTC)):
        citra = signed_in(scene.holder, Role.CARD_HOLDER, scene.agency_id)
        longer = facts | {"valid_to": last + timedelta(days=1)}
        answer = citra.post(f"/bendahara/kartu/{scene.card.pk}/kuasa/", longer)
        citra.post(f"/bendahara/kartu/{scene.card.pk}/kuasa/", facts)
        page = text_of(citra.get(f"/bendahara/kartu/{scene.card.pk}/"))

    assert answer.status_code == 422 and "hanya berlaku sampai 31 Desember" in text_of(answer)
    assert "Belum berlaku" in page and "Cabut kuasa" in page


def test_why_a_letter_ended_is_stored_in_indonesian_whatever_the_holder_reads(citra, scene):
    dimas, today = hold(person("Dimas"), Role.CARD_DELEGATE, scene.agency_id), timezone.localdate().isoformat()
    facts = {"user": dimas.pk, "document_number": "SK-7", "valid_from": today, "valid_to": today}
    citra.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    citra.post(f"/bendahara/kartu/{scene.card.pk}/kuasa/", facts)

    answer = citra.post(f"/bendahara/kartu/{scene.card.pk}/kuasa/{scene.card.delegates.get().pk}/cabut/", follow=True)

    assert "The letter of proxy is revoked." in text_of(answer)
    reason = AuditEntry.objects.get(what="payments.card.delegate_revoked").why
    assert reason == "Dicabut oleh pemegang kartu"
    with translation.override("en"):
        assert as_read(reason) == "Revoked by the cardholder" and as_read("Hilang di pasar") == "Hilang di pasar"


@pytest.mark.parametrize("scene", [10_000_000], indirect=True)
def test_a_card_that_the_bank_did_not_issue_yet_is_finished_from_its_page(hadi, scene, monkeypatch):
    card = scene.issue(limit=1_000_000, per_txn=1_000_000, active=False)

    assert hadi.get(f"/bendahara/kartu/{card.pk}/aktifkan/").status_code == 200
    hadi.post(f"/bendahara/kartu/{card.pk}/aktifkan/", {"handover_number": "BA-2"})

    assert Card.objects.get(pk=card.pk).state == CardState.ACTIVE


# ---- the seller -----------------------------------------------------------------------------------------------------


def test_the_seller_sees_where_the_money_is_and_when_it_comes(tini, scene):
    paid, waiting = scene.payable(2_800_000), scene.payable(1_000_000)
    scene.send_payout(scene.pay(paid))

    text = text_of(tini.get("/toko/uang/"))

    for expected in ("Rp2.777.600", "Masuk rekening", "Menunggu dibayar dinas", "Rp992.000", "paling lambat",
                     f"/toko/uang/{waiting.pk}/"):  # fmt: skip
        assert expected in text


def test_the_seller_sees_taxes_and_fee_of_one_payment(tini, scene):
    payable = scene.payable(2_800_000)
    before = text_of(tini.get(f"/toko/uang/{payable.pk}/"))
    scene.send_payout(scene.pay(payable))

    after = text_of(tini.get(f"/toko/uang/{payable.pk}/"))

    for expected in ("Rp2.777.600", "Perkiraan biaya bank (MDR)", "−Rp8.400", "Perkiraan masuk rekening penjual"):
        assert expected in before
    for expected in ("Rp2.777.600", "−Rp14.000", "−Rp8.400", "Masuk rekening penjual"):
        assert expected in after


def test_a_seller_sees_nothing_of_another(tini, scene):
    other = CardScene(gateway=scene.bank, when=scene.when)
    payable = other.payable(2_800_000)

    assert tini.get(f"/toko/uang/{payable.pk}/").status_code == 404
    assert payable.order_number not in text_of(tini.get("/toko/uang/"))


def test_a_shop_without_payments_says_when_they_come(scene):
    client = signed_in(person("Baru"), Role.VENDOR_STAFF, scene.vendor.pk)

    assert "Belum ada pembayaran" in text_of(client.get("/toko/uang/"))


def test_a_refused_transfer_is_said_to_the_seller_and_the_operator(tini, pengelola, scene):
    payout = scene.payout_of(scene.pay(2_800_000))
    cards.send_payout(payout_id=payout.pk, at=scene.when, gateway=RefusingBank(scene.bank))

    assert "Kiriman ditolak" in text_of(tini.get("/toko/uang/"))
    assert "Rekening tujuan ditutup" in text_of(pengelola.get("/pengelola/pembayaran/"))
    pengelola.post(f"/pengelola/pembayaran/{payout.pk}/kirim-ulang/")

    assert Payout.objects.get(pk=payout.pk).state == PayoutState.PENDING


# ---- the operator ---------------------------------------------------------------------------------------------------


def test_the_operator_records_that_taxes_were_passed_on(pengelola, scene, monkeypatch):
    scene.send_payout(scene.pay(2_800_000))
    running = text_of(pengelola.get("/pengelola/pembayaran/"))
    assert "Rp14.000" in running and "Bulan ini belum berakhir" in running and 'name="reference"' not in running

    month = timezone.localtime(scene.when).date().replace(day=1)
    form = {"month": month.isoformat(), "reference": "a1b2c3d4e5f60009"}
    early = pengelola.post("/pengelola/pembayaran/", form)
    assert early.status_code == 422 and "belum berakhir" in text_of(early)

    next_month = SimpleNamespace(now=lambda: scene.when + timedelta(days=32))
    monkeypatch.setattr("payments.cards.views.operating.timezone", next_month)
    assert 'name="reference"' in text_of(pengelola.get("/pengelola/pembayaran/"))
    answer = pengelola.post("/pengelola/pembayaran/", form)

    assert answer.status_code == 302
    assert Payout.objects.get().tax_reference == "A1B2C3D4E5F60009"


def test_a_month_without_taxes_is_refused_on_the_page(pengelola, scene):
    answer = pengelola.post("/pengelola/pembayaran/", {"month": "2020-01-01", "reference": "a1b2c3d4e5f60009"})

    assert answer.status_code == 422
    assert "01-2020" in text_of(answer)


@pytest.mark.parametrize("number", ["", "\u200b", "NTPN-9", "A1B2C3D4E5F6000", "A1B2C3D4E5F60009X"])
def test_taxes_are_not_passed_on_under_a_number_that_is_none(pengelola, scene, number):
    scene.send_payout(scene.pay(2_800_000))
    month = timezone.localtime(scene.when).date().replace(day=1)

    answer = pengelola.post("/pengelola/pembayaran/", {"month": month.isoformat(), "reference": number})

    assert answer.status_code == 422 and Payout.objects.get().tax_remitted_on is None


def test_others_do_not_enter_the_operators_page(citra, tini, scene):
    assert citra.get("/pengelola/pembayaran/").status_code == 403
    assert tini.get("/pengelola/pembayaran/").status_code == 403


# ---- the webhook ----------------------------------------------------------------------------------------------------


class Verifying:
    def verify_webhook(self, *, body, signature_header):
        if signature_header != "good":
            raise WebhookRejected()
        return GatewayEvent("evt_1", "payment_intent.succeeded", "pi_1", str(uuid4()), "", timezone.now())


@pytest.fixture
def provider(db, monkeypatch, settings):
    settings.STRIPE_WEBHOOK_SECRET = "whsec_x"
    monkeypatch.setattr(sys.modules["payments.cards.services.webhooks"], "card_gateway", Verifying)
    return Client(enforce_csrf_checks=True)


def call(client, signature="good", body=b"{}"):
    return client.post(
        "/gerbang/stripe/", body, content_type="application/json", headers={"Stripe-Signature": signature}
    )


def test_a_signed_message_is_kept_once(provider):
    assert [call(provider).status_code, call(provider).status_code] == [200, 200]
    assert WebhookInbox.objects.count() == 1


def test_an_unsigned_message_is_refused(provider):
    assert call(provider, signature="bad").status_code == 400
    assert not WebhookInbox.objects.exists()


def test_a_message_far_too_long_is_refused(provider):
    assert call(provider, body=b"x" * 300_000).status_code == 413
    assert not WebhookInbox.objects.exists()


def test_a_site_without_a_secret_takes_no_messages(provider, settings):
    settings.STRIPE_WEBHOOK_SECRET = ""

    assert call(provider).status_code == 503


# ---- what waits, and words ------------------------------------------------------------------------------------------


def test_the_holder_is_told_what_to_pay_and_by_when(scene):
    payable = scene.payable(2_800_000)

    (task,) = tasks_for(scene.citra)

    assert task.url == f"/bendahara/bayar/{payable.pk}/"
    assert "Rp2.800.000" in str(task.title)
    assert task.deadline > timezone.localdate()


def test_nobody_is_told_what_others_must_do(scene):
    scene.payable(2_800_000)

    assert tasks_for(actor(person("Lain"), Role.CARD_HOLDER, scene.agency_id + 1)) == []
    assert tasks_for(actor(person("Tini"), Role.VENDOR_OWNER, scene.vendor.pk)) == []


def test_auditors_see_every_card_and_payable(scene):
    scene.payable(2_800_000)
    auditor = actor(person("Dewi"), Role.INTERNAL_AUDITOR, None)

    assert cards_visible_to(auditor).count() == 1
    assert payables_to_handle(auditor).count() == 1


@pytest.mark.parametrize(
    ("looks", "states"),
    [
        (CARD_LOOKS, CardState),
        (CHARGE_LOOKS, TransactionState),
        (PAYOUT_LOOKS, PayoutState),
        (PAYABLE_LOOKS, PayableState),
    ],
)
def test_every_state_has_a_look(looks, states):
    assert set(looks) == set(states)
