"""The pages of the bill, as each role uses them: plain forms, no script."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from importlib import import_module
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.money import Rupiah
from marketplace.ui import formats
from orders.models import ProcurementOrder
from payments.cards import services as cards
from payments.cards.models import Card
from payments.settlement import selectors
from payments.settlement.models import CardStatement
from payments.settlement.shown.lists import due_words
from payments.settlement.states import StatementState as S
from payments.settlement.tasks import resolve_repayments
from tests.beginnings import made_once
from tests.payments.settlement.scene import BoughtScene, SettlementScene, now, world
from tests.scenes import NOON

HOME = "/bendahara/tagihan/"
scene_at_first = made_once(BoughtScene)


@pytest.fixture(autouse=True)
def a_day_later():
    with time_machine.travel(NOON + timedelta(days=2), tick=True):
        yield


@pytest.fixture
def scene(scene: SettlementScene, monkeypatch) -> SettlementScene:
    for place in ("request_statement", "repay_bank"):
        module = import_module(f"payments.settlement.services.{place}")
        monkeypatch.setattr(module, "bank_channel", lambda: scene.bank)
    return scene


def browser(scene: SettlementScene, actor: Actor) -> Client:
    client = Client()
    client.force_login(scene.user_of(actor))
    return client


def open_page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def keys(html: str) -> dict[str, str]:
    """Attempt keys of the page's forms, by the name of their field."""
    found = re.findall(r"<input[^>]*name=\"([a-z-]*attempt_key)\"[^>]*value=\"([^\"]+)\"", html)
    return dict(found)


def press(scene, actor, statement, step: str, **fields: object) -> int:
    """Open the bill, send the form of a step with its attempt key."""
    client, address = browser(scene, actor), f"{HOME}{statement.pk}/"
    key = keys(open_page(client, address))["attempt_key"]
    response = client.post(f"{address}{step}/", {"attempt_key": key, **fields})
    return response.status_code


def ticks(statement, *, without: tuple[int, ...] = (), note: str = "") -> dict[str, str]:
    fields = {}
    for line in statement.expense_lists.get(withdrawn_at=None).lines.all():
        fields |= {f"test_{line.pk}_{test}": "on" for test in range(1, 7) if test not in without}
        fields[f"note_{line.pk}"] = note
    return fields


def test_the_whole_bill_is_walked_on_its_pages(scene):
    hadi = browser(scene, scene.hadi)
    key = keys(open_page(hadi, f"{HOME}muat/"))["bank-attempt_key"]

    assert hadi.post(f"{HOME}muat/bank/", {"bank-card": scene.card.pk, "bank-attempt_key": key}).status_code == 302
    statement = CardStatement.objects.get()
    assert "Giliran Anda" not in open_page(hadi, f"{HOME}{statement.pk}/")
    assert press(scene, scene.ani, statement, "dpr") == 302
    assert press(scene, scene.prita, statement, "uji", **ticks(statement)) == 302
    assert now(statement).state == S.VERIFIED_FULL
    assert press(scene, scene.prita, statement, "npd") == 302
    assert press(scene, scene.tri, statement, "spp") == 302
    assert press(scene, scene.vera, statement, "periksa", checked=["dpr", "dpt", "billing", "npd"]) == 302
    assert press(scene, scene.prita, statement, "spm", accepts_responsibility="on") == 302
    assert press(scene, scene.bram, statement, "sp2d") == 302
    assert press(scene, scene.tri, statement, "lunasi") == 302

    assert now(statement).state == S.PAID
    assert Card.objects.get().used_idr == 0
    page = open_page(browser(scene, scene.tri), f"{HOME}{statement.pk}/")
    for words in ("DPT", "SP2D", "Buku pembantu KKPD", "Lunas", "Pelunasan kepada bank"):
        assert words in page


# ---- who sees what --------------------------------------------------------------------------------------------------


def test_a_bill_is_not_there_for_another_office(scene):
    statement = scene.bill()
    stranger = scene.person("Bendahara Dua", "bp", scene.other_office.id)

    client = browser(scene, stranger)

    assert client.get(f"{HOME}{statement.pk}/").status_code == 404
    assert client.get(f"{HOME}{statement.pk}/berkas/").status_code == 404
    assert statement.number not in open_page(client, HOME)
    assert client.post(f"{HOME}{statement.pk}/spp/", {"attempt_key": uuid4()}).status_code == 404


def test_an_auditor_reads_and_changes_nothing(scene):  # T47
    statement = scene.noted()
    client = browser(scene, scene.dewi)

    assert "DPT" in open_page(client, f"{HOME}{statement.pk}/")
    before = world()
    for step in ("dpr", "tutup", "uji", "npd", "spp", "periksa", "kembalikan-spp", "spm", "kembalikan-spm", "sp2d"):
        assert client.post(f"{HOME}{statement.pk}/{step}/", {"attempt_key": uuid4()}).status_code == 403
    assert client.post(f"{HOME}{statement.pk}/lunasi/", {"attempt_key": uuid4()}).status_code == 403
    assert client.post(f"{HOME}muat/", {}).status_code == 403
    after = world()
    assert len(after.pop("AuditEntry")) == len(before.pop("AuditEntry")) + 12, "each attempt is on record"
    assert after == before


def test_everybody_else_sees_whose_turn_it_is(scene):
    statement = scene.noted()

    page = open_page(browser(scene, scene.prita), f"{HOME}{statement.pk}/")

    assert "Menunggu bendahara mengajukan SPP" in page
    assert "Giliran Anda" not in page


def test_whoever_took_part_is_told_before_the_work(scene):
    statement = scene.listed()
    user = scene.user_of(scene.citra)
    scene.give(user, "kpa", scene.office.id)

    page = open_page(browser(scene, scene.citra), f"{HOME}{statement.pk}/")

    assert "tidak dapat mengesahkan bukti belanjanya sendiri" in page
    assert "Simpan putusan" not in page


# ---- forms ----------------------------------------------------------------------------------------------------------


def test_an_unticked_test_needs_a_note_and_what_was_ticked_is_kept(scene):
    statement = scene.listed()
    client, address = browser(scene, scene.prita), f"{HOME}{statement.pk}/"
    key = keys(open_page(client, address))["attempt_key"]

    response = client.post(f"{address}uji/", {"attempt_key": key, **ticks(statement, without=(4,))})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Uji 4 belum dicentang" in page
    assert page.count("checked") == 5
    assert now(statement).state == S.LISTED
    noted = ticks(statement, without=(4,), note="Jumlah kuitansi lain")
    assert client.post(f"{address}uji/", {"attempt_key": key, **noted}).status_code == 302
    assert "Jumlah kuitansi lain" in open_page(client, address)


def test_a_form_sent_twice_is_one_step(scene):
    statement = scene.listed()
    client, address = browser(scene, scene.prita), f"{HOME}{statement.pk}/"
    sent = {"attempt_key": keys(open_page(client, address))["attempt_key"], **ticks(statement)}

    first, second = client.post(f"{address}uji/", sent), client.post(f"{address}uji/", sent)

    assert (first.status_code, second.status_code) == (302, 302)
    assert statement.history.filter(action="verify_full").count() == 1


def test_a_step_taken_by_another_meanwhile_is_told(scene):
    statement = scene.decided()
    client, address = browser(scene, scene.kusno), f"{HOME}{statement.pk}/"
    key = keys(open_page(client, address))["attempt_key"]
    scene.noted(statement)

    response = client.post(f"{address}npd/", {"attempt_key": key})

    assert response.status_code == 422
    assert "tahap sekarang" in response.content.decode()


@pytest.mark.parametrize("step", ["npd", "uji"])
def test_a_step_that_is_over_is_told_on_the_page_of_another_step_of_the_same_person(scene, step):
    statement = scene.checked()
    client, address = browser(scene, scene.prita), f"{HOME}{statement.pk}/"

    response = client.post(f"{address}{step}/", {"attempt_key": str(uuid4())})

    assert response.status_code == 422
    assert "tahap sekarang" in response.content.decode() or step == "uji"
    assert "spm/" in response.content.decode()


def test_an_order_needs_the_statement_of_responsibility(scene):
    statement = scene.checked()

    assert press(scene, scene.prita, statement, "spm") == 422
    assert now(statement).state == S.SPP_CHECKED


def test_the_verifier_ticks_everything_or_sends_it_back_with_a_reason(scene):
    statement = scene.requested()
    assert press(scene, scene.vera, statement, "periksa", checked=["dpr"]) == 422
    client, address = browser(scene, scene.vera), f"{HOME}{statement.pk}/"
    key = keys(open_page(client, address))["kembali-attempt_key"]
    empty = {"kembali-attempt_key": key, "kembali-reason": ""}
    assert client.post(f"{address}kembalikan-spp/", empty).status_code == 422

    assert client.post(f"{address}kembalikan-spp/", empty | {"kembali-reason": "BAST belum ada"}).status_code == 302

    assert "BAST belum ada" in open_page(browser(scene, scene.tri), address)


def test_a_silent_bank_leaves_the_bill_waiting(scene):
    statement = scene.disbursed()
    scene.bank.plan = ["unavailable_before"]

    assert press(scene, scene.tri, statement, "lunasi") == 302

    page = open_page(browser(scene, scene.tri), f"{HOME}{statement.pk}/")
    assert now(statement).state == S.REPAYING
    assert "Menunggu jawaban bank" in page
    resolve_repayments()
    assert now(statement).state == S.PAID


# ---- taking in ------------------------------------------------------------------------------------------------------


def upload(scene, content: bytes):
    client = browser(scene, scene.hadi)
    key = keys(open_page(client, f"{HOME}muat/"))["attempt_key"]
    file = SimpleUploadedFile("e-billing.json", content)
    return client.post(f"{HOME}muat/", {"attempt_key": key, "card": scene.card.pk, "file": file})


def bank_file(scene) -> dict:
    content = scene.bank.cut_statement(
        card_provider_id=scene.card.provider_id, period_to=local_day(scene.tick()), idempotency_key="x"
    )
    return json.loads(content)


def test_an_uploaded_file_becomes_a_bill_and_comes_back_byte_for_byte(scene):
    content = json.dumps(bank_file(scene)).encode()

    response = upload(scene, content)

    statement = CardStatement.objects.get()
    assert response["Location"].endswith(f"/{statement.pk}/")
    back = browser(scene, scene.hadi).get(f"{HOME}{statement.pk}/berkas/")
    assert back.content == content
    assert back["Content-Disposition"].startswith("attachment")


def test_the_same_file_again_is_said_to_be_there_since_its_day(scene):
    content = json.dumps(bank_file(scene)).encode()
    first = upload(scene, content)
    since = formats.long_day(CardStatement.objects.get().imported_at)

    with time_machine.travel(NOON + timedelta(days=9), tick=True):
        again = upload(scene, content)
        client = again.client
        page = client.get(again["Location"]).content.decode()

    assert again["Location"] == first["Location"]
    assert f"sudah dimuat sejak {since}" in page and "dimuat dan dicocokkan" not in page


def test_errors_of_a_file_are_shown_by_row_and_column_and_nothing_is_taken_in(scene):
    file = bank_file(scene)
    file["lines"][0] |= {"amount": "2400000.50", "posting_date": "kemarin"}

    response = upload(scene, json.dumps(file).encode())

    page = response.content.decode()
    assert response.status_code == 422
    for words in ("posting_date", "bukan tanggal", "jumlah memuat sen", "Tidak ada yang dimuat"):
        assert words in page
    assert not CardStatement.objects.exists()


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"{", b"a;b\n1\n", b'{"header": {}, "lines": []}', b"x" * 5_000_001]
)
def test_a_file_that_is_no_bill_is_refused_with_words(scene, content):
    response = upload(scene, content)

    assert response.status_code == 422
    assert not CardStatement.objects.exists()


# ---- lists ----------------------------------------------------------------------------------------------------------


def test_the_rooms_show_what_waits_and_say_when_nothing_does(scene):
    for actor, address in (
        (scene.prita, "/anggaran/tagihan/"),
        (scene.vera, "/ppk-skpd/"),
        (scene.bram, "/kasda/"),
    ):
        assert "Tidak ada yang menunggu Anda" in open_page(browser(scene, actor), address)

    statement = scene.listed()
    assert statement.number in open_page(browser(scene, scene.prita), "/anggaran/tagihan/")
    scene.requested(scene.noted(scene.decided(statement)))
    assert "Periksa SPP" in open_page(browser(scene, scene.vera), "/ppk-skpd/")
    scene.ordered(scene.checked(now(statement)))
    assert "Terbitkan SP2D" in open_page(browser(scene, scene.bram), "/kasda/")


def test_the_overview_says_what_must_be_paid_when(scene):
    tri = browser(scene, scene.tri)
    assert "Tidak ada tagihan berjalan" in open_page(tri, "/bendahara/")
    statement = scene.bill()
    scene.accepted_order(total=Rupiah(600_000))

    page = open_page(tri, "/bendahara/")

    for words in (statement.number, "Menunggu PPTK menyusun DPR", "Rp600.000", "Rp20.000.000", "Warung Sari"):
        assert words in page


@pytest.mark.parametrize(("days_after", "step_after"), [(-1, 0), (0, 0), (3, 3)])
def test_no_step_falls_due_after_the_bank_does(scene, days_after, step_after):
    """Nor before the day of the step before: a bill that is overdue waits for its next step at once."""
    statement = scene.ordered()
    scene.now = NOON + timedelta(days=(statement.due_date - NOON.date()).days + days_after)
    with time_machine.travel(scene.now, tick=True):
        statement = scene.disbursed(statement)
        page = open_page(browser(scene, scene.tri), f"{HOME}{statement.pk}/")

    due = statement.due_date + timedelta(days=step_after)
    assert statement.step_due_on == due
    assert f"Paling lambat {formats.long_day(due)}" in page and f"paling lambat {formats.short_day(due)}" in page


def test_a_bill_not_yet_decided_shows_its_own_purchases_and_not_those_of_earlier_bills(scene):
    first = scene.bill()
    scene.bought(Rupiah(600_000))
    second = scene.bill()
    assert (second.opening_idr, second.closing_idr) == (first.closing_idr, first.closing_idr + 600_000)

    overview = open_page(browser(scene, scene.tri), HOME)
    tasks = {task.title.rpartition(" ")[2]: task for task in selectors.tasks_for(scene.ani)}

    row = overview[overview.index(second.number) :].partition("</tr>")[0]
    assert "600.000" in row and str(second.closing)[2:] not in row
    assert "Rp600.000" in tasks[second.number].detail and str(first.closing) in tasks[first.number].detail


def test_an_order_paid_out_is_told_apart_from_what_others_spent_and_hold(scene):
    others = scene.bought(Rupiah(600_000))
    statement = scene.disbursed()
    scene.submitted_order(total=Rupiah(1_200_000), reason="Kebutuhan bidang masing-masing")
    line, paid = now(scene.line), ProcurementOrder.objects.get(id=others.payable.order_id)
    assert line.realised_idr == statement.payment_list.total_idr and line.reserved_idr == 1_200_000

    page = open_page(browser(scene, scene.ani), f"/pesanan/{paid.number}/")

    bar = re.search(r'<dl class="ds-pagu__d">(.*?)</dl>', page, re.S)[1]
    figures = dict(zip(re.findall(r"</span>([^<]+)</dt>", bar), re.findall(r"<dd>(.*?)</dd>", bar), strict=True))
    assert figures == {
        "Terpakai": str(Rupiah(line.realised_idr - 600_000)),
        "Dipesan lain": "Rp1.200.000",
        "Pesanan ini": "Rp600.000",
        "Sisa sesudahnya": str(line.available),
    }


def test_nobody_is_asked_to_pay_again_what_the_bank_has_not_answered(scene):
    order = scene.accepted_order(total=Rupiah(600_000))
    citra = browser(scene, scene.citra)
    assert "Langkah Anda: bayar dengan kartu" in open_page(citra, f"/pesanan/{order.number}/")

    scene.bank.plan = ["unavailable_after"]
    cards.charge_payable(
        payable_id=scene.payable_of(order).pk, card_id=scene.card.pk, attempt_key=uuid4(), actor=scene.citra,
        at=scene.tick(), gateway=scene.bank,
    )  # fmt: skip

    page = open_page(citra, f"/pesanan/{order.number}/")
    assert "Menunggu jawaban bank" in page and "Langkah Anda" not in page


def test_the_book_of_the_card_is_in_order_of_days(scene):
    statement = scene.bill()
    with time_machine.travel(NOON + timedelta(days=3), tick=True):
        scene.now = NOON + timedelta(days=3)
        scene.bought(Rupiah(600_000))
    scene.now = NOON + timedelta(days=2)
    scene.bought(Rupiah(1_200_000))  # recorded last, of an earlier day

    book = selectors.card_book(scene.card, first=statement.period_from)

    days = [entry.day for entry in book.entries]
    assert days == sorted(days) and len(set(days)) > 1
    assert book.entries[-1].balance == book.closing and book.entries[-1].used == Rupiah(600_000)


@pytest.mark.parametrize(
    ("days", "words"), [(1, "in 1 day"), (2, "in 2 days"), (0, "Today"), (-1, "1 day late"), (-2, "2 days late")]
)
def test_one_day_is_no_days_in_english(days, words):
    today = local_day(NOON)

    with translation.override("en"):
        assert due_words(CardStatement(due_date=today + timedelta(days=days)), today) == words


def test_ended_bills_are_on_their_own_tab(scene):
    statement = scene.repaid()
    tri = browser(scene, scene.tri)

    assert statement.number not in open_page(tri, HOME)
    assert statement.number in open_page(tri, f"{HOME}?keadaan=selesai")


def test_what_waits_is_told_to_the_one_whose_turn_it_is(scene):
    statement = scene.noted()

    (task,) = selectors.tasks_for(scene.tri)

    assert "Ajukan SPP" in task.title
    assert task.deadline == statement.step_due_on
    assert selectors.count_waiting(scene.tri) == 1
    assert [selectors.count_waiting(actor) for actor in (scene.prita, scene.vera, scene.bram, scene.dewi)] == [0] * 4


def questions(client: Client, address: str) -> int:
    """Asked of the database by a page that was opened before."""
    open_page(client, address)
    with CaptureQueriesContext(connection) as queries:
        open_page(client, address)
    return len(queries)


def test_pages_ask_a_fixed_number_of_questions(scene):
    """Three bills of a card cost what one costs, and a bill of two purchases what one costs of one."""
    tri, prita, bram = (browser(scene, actor) for actor in (scene.tri, scene.prita, scene.bram))
    lists = {"/bendahara/": tri, HOME: tri, "/anggaran/tagihan/": prita, "/kasda/": bram}
    of_one = questions(prita, f"{HOME}{scene.listed().pk}/")
    before = {address: questions(client, address) for address, client in lists.items()}

    scene.later(days=1)
    scene.bought(Rupiah(600_000))
    scene.bought(Rupiah(600_000))
    assert questions(prita, f"{HOME}{scene.listed().pk}/") == of_one <= 40

    scene.later(days=1)
    scene.bought(Rupiah(600_000))
    scene.listed()
    assert {address: questions(client, address) for address, client in lists.items()} == before
    assert max(before.values()) <= 40
