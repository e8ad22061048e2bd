"""Held-back lines, prepared for their templates: plain values, no questions left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.kernel.actors import Actor
from marketplace.kernel.money import Rupiah
from marketplace.ui import formats
from payments.cards.labels import CHARGE_LOOKS, badge
from payments.cards.pages import address
from payments.settlement.policies import CASE_TURNS
from payments.settlement.selectors.cases import Case
from payments.settlement.states import CaseStage as C

#: Whose step it is, to everybody else.
WAITS = {
    C.PROPOSE: gettext_lazy("PPTK, administrator kartu, atau bendahara mengusulkan penyelesaiannya."),
    C.CONFIRM: gettext_lazy("PA, KPA, atau PPK-SKPD menyetujui atau menolak usulnya."),
    C.ANSWER: gettext_lazy("Pemegang kartu, pelaksana kuasa, atau PPTK menjawab alasan penolakan."),
    C.OVERDUE_ANSWER: gettext_lazy("PA atau KPA menetapkannya sebagai tanggungan pribadi."),
    C.CLAIM: gettext_lazy("Administrator kartu atau bendahara mengajukan klaim kepada bank."),
    C.BANK: gettext_lazy("Administrator kartu atau bendahara mencatat jawaban bank."),
    C.DECIDE: gettext_lazy("PA atau KPA memutus siapa yang menanggungnya."),
    C.HOLDER: gettext_lazy("Bendahara atau administrator kartu mencatat bukti bayar pemegang kartu."),
    C.RECEIVE: gettext_lazy("Bendahara mencatat uang yang masuk ke rekeningnya."),
    C.DEPOSIT: gettext_lazy("Bendahara menyetorkannya ke kas daerah dengan STS."),
    C.NEXT_LIST: gettext_lazy("PPTK memasukkannya ke DPR tagihan kartu ini yang berikutnya."),
}


def columns() -> list[dict[str, str]]:
    return [
        {"label": _("Menurut bank")},
        {"label": _("Tagihan")},
        {"label": _("Keadaan")},
        {"label": _("Langkah berikutnya")},
        {"label": _("Jumlah"), "align": "r"},
    ]


def row(case: Case, *, actor: Actor, today: date) -> dict[str, Any]:
    """One line of the list: what it is, where it stands, whose move it is by when."""
    charge, stage = case.charge, case.stage(today)
    mine = actor.holds_any(*CASE_TURNS.get(stage, ()), organisation_id=charge.agency_id)
    due = case.deadline(stage)
    bill = case.statement
    return {
        "state": "flag" if mine else "",
        "cells": [
            {
                "text": charge.merchant_name,
                "url": reverse("settlement:case", args=[charge.pk]),
                "sub": charge.payable.order_number if charge.payable else _("tanpa pesanan"),
                "head": True,
            },
            {"text": bill.number, "url": bill.get_absolute_url(), "mono": True} if bill else {"text": "–"},
            badge(CHARGE_LOOKS, charge.state, charge.get_state_display()),
            {
                "text": str(stage.label),
                "sub": _("paling lambat %(day)s") % {"day": formats.long_day(due)} if due else "",
            },
            {"amount": charge.owed_to_bank.idr, "class": "c-right"},
        ],
    }


def case_page(case: Case, *, today: date) -> dict[str, Any]:
    """All of the page but the reader's own steps."""
    charge, stage = case.charge, case.stage(today)
    bill = case.statement
    due = case.deadline(stage)
    return {
        "charge": charge,
        "title": _("Baris tagihan %(merchant)s") % {"merchant": charge.merchant_name},
        "badge": badge(CHARGE_LOOKS, charge.state, charge.get_state_display()),
        "stage": stage,
        "is_over": stage == C.OVER,
        "stage_title": str(stage.label),
        "waits": WAITS.get(stage, ""),
        "due": formats.long_day(due) if due else "",
        "facts": list(_facts(case)),
        "told": list(_told(case)),
        "proofs": list(_proofs(case)),
        "credits": [
            {"label": f"{line.statement.number}, {formats.long_day(line.posting_date)}", "amount": line.amount_idr}
            for line in charge.credit_lines.all()
        ],
        "crumbs": [
            {"label": _("Tagihan KKPD"), "url": reverse("settlement:statements")},
            *([{"label": bill.number, "url": bill.get_absolute_url()}] if bill else []),
            {"label": charge.merchant_name},
        ],
    }


def _facts(case: Case) -> Iterator[dict[str, Any]]:
    charge, line = case.charge, case.line
    if charge.payable:
        number = charge.payable.order_number
        yield {"label": _("Pesanan"), "value": number, "url": address("orders:detail", number), "mono": True}
        yield {"label": _("Penjual"), "value": charge.payable.vendor.display_name}
    else:
        yield {"label": _("Pesanan"), "value": _("Tidak ada")}
    yield {"label": _("Kartu"), "value": f"{charge.card.label}, {charge.holder.full_name}"}
    if line:
        yield {"label": _("Hari transaksi menurut bank"), "value": formats.long_day(line.txn_at)}
        yield {"label": _("Ditagih bank"), "amount": line.amount_idr}
    yield {"label": _("Menurut bukti") if charge.payable else _("Dicatat sebesar"), "amount": charge.captured_idr}
    if charge.refunded_idr:
        yield {"label": _("Dikembalikan penjual"), "amount": -charge.refunded_idr}
        yield {"label": _("Terutang kepada bank"), "amount": charge.owed_to_bank.idr, "total": True}


def _proofs(case: Case) -> Iterator[dict[str, Any]]:
    """Papers that were handed in."""
    answers = (getattr(line, "answer", None) for line in case.charge.expense_lines.all())
    for answer in answers:
        if answer and answer.proof:
            yield {"label": _("Jawaban penolakan"), "value": answer.proof.name, "url": answer.proof.url()}
    if case.liability and case.liability.proof:
        proof = case.liability.proof
        yield {"label": _("Bukti bayar"), "value": proof.name, "url": proof.url()}


def _told(case: Case) -> Iterator[dict[str, str]]:
    """What people settled, in the order in which they did."""
    events = [*_of_difference(case), *_of_refusal(case), *_of_dispute(case), *_of_liability(case), *_of_returns(case)]
    for _at, title, text in sorted(events, key=lambda one: one[0]):
        yield {"title": title, "text": text}


def _entry(at, name: str, what: object, text: str) -> tuple[Any, str, str]:
    title = _("%(what)s, oleh %(name)s pada %(day)s") % {"what": what, "name": name, "day": formats.long_day(at)}
    return at, title, text


def _of_difference(case: Case) -> Iterator[tuple[Any, str, str]]:
    for one in case.resolutions:
        reference = _(" (nomor dari bank: %(number)s)") % {"number": one.bank_reference} if one.bank_reference else ""
        words = f"{one.get_outcome_display()}. {one.reason}{reference}"
        yield _entry(one.proposed_at, one.proposed_by.full_name, _("Usul penyelesaian"), words)
        if one.decided_at and one.decided_by:
            what = _("Usul disetujui") if one.accepted else _("Usul ditolak")
            excess = ""
            if one.difference_id:
                excess = _(" Selisih %(amount)s disengketakan sendiri.") % {"amount": Rupiah(one.excess.idr)}
            yield _entry(one.decided_at, one.decided_by.full_name, what, f"{one.decision_note}{excess}")


def _of_refusal(case: Case) -> Iterator[tuple[Any, str, str]]:
    for line in case.charge.expense_lines.all():
        tests = list(line.tests.all())
        if line.approved is False and tests:
            yield _entry(tests[0].tested_at, tests[0].tested_by.full_name, _("Bukti ditolak"), line.note)
        answer = getattr(line, "answer", None)
        if answer:
            yield _entry(answer.answered_at, answer.answered_by.full_name, _("Penolakan dijawab"), answer.explanation)


def _of_dispute(case: Case) -> Iterator[tuple[Any, str, str]]:
    for claim in case.claims:
        words = _("%(cause)s. Klaim nomor %(number)s. %(note)s")
        facts = {"cause": claim.get_cause_display(), "number": claim.claim_number, "note": claim.note}
        yield _entry(claim.raised_at, claim.raised_by.full_name, _("Klaim diajukan"), words % facts)
        if claim.answered_at and claim.answered_by:
            what = _("Jawaban bank: %(outcome)s") % {"outcome": claim.get_outcome_display()}
            yield _entry(claim.answered_at, claim.answered_by.full_name, what, claim.bank_reference)
        if claim.decided_at and claim.decided_by:
            words = f"{claim.get_course_display()}. {claim.decision_reason}"
            yield _entry(claim.decided_at, claim.decided_by.full_name, _("Putusan"), words)


def _of_liability(case: Case) -> Iterator[tuple[Any, str, str]]:
    one = case.liability
    if one is None:
        return
    words = _("%(amount)s. %(reason)s") % {"amount": one.amount, "reason": one.reason}
    yield _entry(one.decided_at, one.decided_by.full_name, _("Tanggungan pribadi ditetapkan"), words)
    if one.recorded_at and one.recorded_by:
        words = _("Dibayar %(day)s, bukti nomor %(number)s")
        facts = {"day": formats.long_day(one.paid_on), "number": one.payment_reference}
        yield _entry(one.recorded_at, one.recorded_by.full_name, _("Pemegang kartu membayar bank"), words % facts)


def _of_returns(case: Case) -> Iterator[tuple[Any, str, str]]:
    for one in case.returns:
        words = f"{one.get_source_display()}, {one.amount}. {one.reason}"
        yield _entry(one.agreed_at, one.agreed_by.full_name, _("Pengembalian belanja disepakati"), words)
        if one.received_at and one.received_by:
            yield _entry(one.received_at, one.received_by.full_name, _("Uang diterima"), one.receipt_reference)
        if one.deposited_at and one.deposited_by:
            words = f"{one.slip_number}, {one.get_treatment_display()}."
            yield _entry(one.deposited_at, one.deposited_by.full_name, _("Disetor ke kas daerah"), words)
    for refund in case.charge.refunds.all():
        about = {"amount": Rupiah(refund.amount_idr), "number": refund.bank_reference, "reason": refund.reason}
        title = _("Dikembalikan penjual pada %(day)s") % {"day": formats.long_day(refund.recorded_at)}
        yield refund.recorded_at, title, _("%(amount)s, nomor %(number)s. %(reason)s") % about
