"""Held-back lines as each role settles them on their pages: plain forms, no script."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from payments.cards.models import CardTransaction
from payments.cards.states import TransactionState as T
from payments.settlement import selectors
from tests.payments.settlement.scene import now, world
from tests.payments.settlement.test_held_back_lines import differing, proof, refused_line, unknown
from tests.payments.settlement.test_settlement_pages import browser, keys, open_page
from tests.scenes import NOON

HELD = "/bendahara/tagihan/tertahan/"


@pytest.fixture(autouse=True)
def a_day_later():
    with time_machine.travel(NOON + timedelta(days=1), tick=True):
        yield


def page_of(charge) -> str:
    return f"/bendahara/tagihan/baris/{charge.pk}/"


def send(scene, actor, charge, step: str, **fields: object):
    """Open the line, fill in the form of a step, send it."""
    client = browser(scene, actor)
    key = keys(open_page(client, page_of(charge)))[f"{step}-attempt_key"]
    data = {f"{step}-{name}": value for name, value in fields.items()} | {f"{step}-attempt_key": key}
    return client.post(f"{page_of(charge)}{step}/", data)


def test_a_difference_is_settled_by_two_people_on_its_page(scene):
    charge, statement = differing(scene)
    assert f'href="{page_of(charge)}"' in open_page(browser(scene, scene.hadi), statement.get_absolute_url())

    said = {"outcome": "corrected", "reference": "KOR-7/BJ", "reason": "Bank mengakui salah catat"}
    assert send(scene, scene.hadi, charge, "usul", **said).status_code == 302
    waiting = [task.url for task in selectors.tasks_for(scene.kusno)]
    assert page_of(charge) in waiting and page_of(charge) not in [t.url for t in selectors.tasks_for(scene.hadi)]
    assert send(scene, scene.kusno, charge, "setujui", accepts="1", reason="").status_code == 302

    assert now(charge).state == T.BILLED
    page = open_page(browser(scene, scene.dewi), page_of(charge))
    assert "KOR-7/BJ" in page and "Usul disetujui" in page and "Masuk DPR berikutnya" in page


def test_a_refusal_is_answered_with_a_paper_on_its_page(scene):
    charge = refused_line(scene)

    answered = send(scene, scene.citra, charge, "jawab", reason="Foto ulang", proof=proof())

    assert answered.status_code == 302
    answer = charge.expense_lines.get().answer
    assert answer.explanation == "Foto ulang" and answer.proof is not None
    for actor in (scene.prita, scene.bram):
        assert browser(scene, actor).get(answer.proof.url()).status_code == 200
        page = open_page(browser(scene, actor), page_of(charge))
        assert "Foto ulang" in page and answer.proof.url() in page


def test_a_debt_of_the_holder_is_decided_and_paid_on_its_page(scene):
    charge = refused_line(scene)

    assert send(scene, scene.prita, charge, "pribadi", reason="Tidak ada surat tugas").status_code == 302
    day = f"{NOON:%d/%m/%Y}"
    paid = {"reference": "TRX-1", "paid_on": day, "proof": proof()}
    assert send(scene, scene.tri, charge, "bayar-pribadi", **paid).status_code == 302

    assert now(charge).state == T.CLOSED
    assert charge.pk not in [one.pk for one in selectors.open_cases(scene.tri)]


def test_a_payment_without_proof_is_refused_on_the_page_and_changes_nothing(scene):
    charge = refused_line(scene)
    send(scene, scene.prita, charge, "pribadi", reason="Tidak ada surat tugas")
    before = world()

    day = f"{NOON:%d/%m/%Y}"
    assert send(scene, scene.tri, charge, "bayar-pribadi", reference="TRX-1", paid_on=day).status_code == 422

    assert world() == before


def test_a_stray_charge_is_claimed_lost_and_decided_on_its_page(scene):
    charge = unknown(scene)

    told = {"cause": "unknown", "reference": "KL-88", "reason": "Bukan belanja kami"}
    assert send(scene, scene.hadi, charge, "klaim", **told).status_code == 302
    assert send(scene, scene.tri, charge, "jawaban-bank", outcome="lost", reference="SB-1").status_code == 302
    refused = send(scene, scene.prita, charge, "putus-sengketa", course="list", reason="Biar dibayar")
    assert refused.status_code == 422 and "tidak dapat membebani anggaran" in refused.content.decode()
    assert send(scene, scene.prita, charge, "putus-sengketa", course="personal", reason="Lalai").status_code == 302

    assert now(charge).state == T.PERSONAL_LIABILITY
    assert "KL-88" in open_page(browser(scene, scene.bram), page_of(charge))


def test_the_list_of_held_lines_says_whose_move_it_is(scene):
    charge = unknown(scene)

    page = open_page(browser(scene, scene.hadi), HELD)

    assert charge.merchant_name in page and "Klaim belum diajukan kepada bank" in page
    assert "Tidak ada baris yang tertahan" in open_page(browser(scene, stranger(scene)), HELD)


def test_a_held_line_is_not_there_for_another_office(scene):
    charge = unknown(scene)
    client = browser(scene, stranger(scene))

    assert client.get(page_of(charge)).status_code == 404
    assert client.post(f"{page_of(charge)}klaim/", {"klaim-attempt_key": uuid4()}).status_code == 404


def test_only_the_roles_of_a_step_may_send_it(scene):
    charge = unknown(scene)
    before = world()

    sent = browser(scene, scene.prita).post(f"{page_of(charge)}klaim/", {"klaim-attempt_key": uuid4()})

    assert sent.status_code == 403 and world() == before
    assert "Ajukan klaim" not in open_page(browser(scene, scene.prita), page_of(charge))


def stranger(scene):
    return scene.person("Bendahara Dua", "bp", scene.other_office.id)


def test_the_same_form_twice_is_one_step(scene):
    charge = unknown(scene)
    client = browser(scene, scene.hadi)
    key = keys(open_page(client, page_of(charge)))["klaim-attempt_key"]
    data = {"klaim-attempt_key": key, "klaim-cause": "unknown", "klaim-reference": "K1", "klaim-reason": "Bukan kami"}

    answers = [client.post(f"{page_of(charge)}klaim/", data).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert CardTransaction.objects.get(pk=charge.pk).claims.count() == 1


def test_a_refund_before_the_list_is_entered_on_its_page(scene):
    charge = scene.bought()
    scene.bill()

    told = {"amount": "277.500", "reference": "RF-1", "reason": "Dua rim basah"}
    assert send(scene, scene.tri, charge, "pengembalian", **told).status_code == 302
    too_much = told | {"amount": "99.000.000", "reference": "RF-2"}
    assert send(scene, scene.tri, charge, "pengembalian", **too_much).status_code == 422

    assert now(charge).refunded_idr == 277_500
    assert "RF-1" in open_page(browser(scene, scene.prita), page_of(charge))


def test_spending_comes_back_on_its_page(scene):
    charge = scene.bought()
    scene.repaid()

    told = {"source": "vendor", "amount": "800.000", "reason": "Cetakan cacat"}
    assert send(scene, scene.tri, charge, "pengembalian-belanja", **told).status_code == 302
    assert send(scene, scene.tri, charge, "terima-kembali", reference="MUT-5").status_code == 302
    assert page_of(charge) in [task.url for task in selectors.tasks_for(scene.tri)]
    assert send(scene, scene.tri, charge, "setor", reference="NTPN-9").status_code == 302

    page = open_page(browser(scene, scene.prita), page_of(charge))
    assert "Mengurangi realisasi belanja" in page and "Disetor ke kas daerah" in page
    assert page_of(charge) not in [task.url for task in selectors.tasks_for(scene.tri)]
