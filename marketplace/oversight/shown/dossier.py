"""The dossier of one purchase: everything that was done, written, booked and paid, and whether it is whole."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from marketplace.documents.models import Document
from marketplace.documents.selectors import TONES
from marketplace.documents.states import DocumentState
from marketplace.kernel.reasons import as_read
from marketplace.oversight import words
from marketplace.oversight.evidence import AUDIT, Evidence
from marketplace.oversight.integrity import Check, checks_of, document_is_unchanged
from marketplace.oversight.shown import ledger, trail
from marketplace.oversight.shown.trail import moment, short_hash
from marketplace.ui.formats import card_number, day_and_clock, long_day, rupiah
from marketplace.ui.vocabulary import look_of
from orders.labels import ACTION_WORDS
from payments.cards.models import CardTransaction, Payout
from payments.settlement.models import CardStatement

PRICE_VERDICTS = {
    "below": gettext_lazy("Di bawah kisaran"),
    "fair": gettext_lazy("Wajar"),
    "needs_reason": gettext_lazy("Perlu alasan"),
    "above_standard": gettext_lazy("Di atas standar"),
    "unknown": gettext_lazy("Belum ada pembanding"),
}


def dossier_page(evidence: Evidence) -> dict[str, Any]:
    """Everything the template shows."""
    order = evidence.order
    checks = checks_of(evidence)
    places = {str(entry.id): place.place for entry in evidence.trail if (place := evidence.place_of(AUDIT, entry.id))}
    look = look_of("order", order.screen.key)
    return {
        "order": order,
        "badge": {"state_label": order.screen.label, "tone": look.other_tone or look.tone, "icon": look.icon},
        "verdict": verdict(checks),
        "checks": [check_row(check) for check in checks],
        "summary": summary(evidence),
        "people": people(evidence),
        "goods": goods(evidence),
        "reasons": reasons(evidence),
        "steps": [_step(step) for step in evidence.history],
        "papers": [_paper(document, evidence) for document in evidence.documents],
        "budget": budget(evidence),
        "payments": [_charge(charge) for charge in evidence.charges],
        "payouts": [_payout(payout) for payout in evidence.payouts],
        "statements": [_statement(statement) for statement in evidence.statements],
        "books": ledger.books_of(evidence),
        "trail": trail.rows(evidence.trail, places),
        "trail_columns": trail.columns(),
    }


def verdict(checks: list[Check]) -> dict[str, str]:
    """One sentence above everything: whole, whole so far, or which check failed."""
    wrong = [check for check in checks if check.wrong]
    waiting = sum(check.waiting for check in checks)
    if wrong:
        text = ngettext(
            "%(count)d pemeriksaan menemukan perbedaan.", "%(count)d pemeriksaan menemukan perbedaan.", len(wrong)
        )
        return {"tone": "bad", "title": _("Tidak utuh"), "text": text % {"count": len(wrong)}}
    if waiting:
        text = _("Semua yang diperiksa cocok; %(count)d catatan masih menunggu nomor urut log.") % {"count": waiting}
        return {"tone": "warn", "title": _("Cocok, sebagian masih menunggu"), "text": text}
    text = _("Semua %(count)d pemeriksaan dihitung ulang sekarang dan cocok.") % {"count": len(checks)}
    return {"tone": "ok", "title": _("Utuh"), "text": text}


def check_row(check: Check) -> dict[str, str]:
    """A line of `components/check_list.html`, always with what was compared."""
    parts = [str(check.detail), _("Dibandingkan: %(count)d.") % {"count": check.compared}]
    if check.waiting:
        parts.append(_("Menunggu nomor log: %(count)d.") % {"count": check.waiting})
    if check.wrong:
        parts.append(_("Berbeda: %(what)s.") % {"what": "; ".join(check.wrong[:10])})
    return {"tone": check.tone, "title": str(check.title), "detail": " ".join(parts)}


def summary(evidence: Evidence) -> list[dict[str, Any]]:
    order = evidence.order
    rows: list[dict[str, Any]] = [
        {"label": _("Kebutuhan"), "value": order.need.purpose},
        {"label": _("Kode RUP"), "value": order.need.rup_code or "–", "mono": True},
        {"label": _("Dinas"), "value": order.agency.name},
        {"label": _("Penjual"), "value": order.vendor.display_name, "url": order.vendor.get_absolute_url()},
        {"label": _("Dipesan"), "amount": order.total_idr},
        {"label": _("Diterima (BAST)"), "amount": order.accepted_idr},
        {"label": _("Dibayar dengan kartu"), "amount": sum(one.captured_idr for one in evidence.charges)},
        {"label": _("Diajukan"), "value": day_and_clock(order.submitted_at) if order.submitted_at else "–"},
        {"label": _("Batas kirim"), "value": long_day(order.due_on) if order.due_on else "–"},
    ]
    if order.audit_hold:
        rows.append({"label": _("Penahanan"), "value": _("Ditahan atas permintaan pengawas")})
    return rows


def people(evidence: Evidence) -> list[dict[str, Any]]:
    """Who did which part: the eye sees at once whether two people did what two people must do."""
    order = evidence.order
    who = [
        (_("Pemohon (PPTK)"), order.requester),
        (_("Pejabat Pengadaan"), order.chooser),
        (_("PPK"), order.approver),
        (_("Penerima barang"), order.receiver),
    ]
    rows = [{"label": label, "value": _with_nip(person)} for label, person in who]
    for charge in evidence.charges:
        rows.append({"label": _("Pemegang kartu"), "value": _with_nip(charge.holder)})
    return rows


def _with_nip(person: Any) -> str:
    if person is None:
        return "–"
    return f"{person.full_name}, NIP {person.nip}" if person.nip else person.full_name


def goods(evidence: Evidence) -> dict[str, Any]:
    columns = [
        {"label": _("Barang")},
        {"label": _("Harga satuan"), "align": "r"},
        {"label": _("Dipesan"), "align": "r"},
        {"label": _("Diterima"), "align": "r"},
        {"label": _("Nilai"), "align": "r"},
    ]
    rows = [
        {
            "cells": [
                {"text": line.title, "sub": _band(line.band, line.verdict), "head": True},
                {"amount": line.unit_price_idr},
                {"text": f"{line.quantity} {line.listing.unit.label}"},
                {"text": f"{line.accepted_quantity} {line.listing.unit.label}"},
                {"amount": line.amount_idr, "class": "c-right"},
            ]
        }
        for line in evidence.lines
    ]
    total = [{"text": _("Jumlah"), "span": 4}, {"amount": evidence.order.total_idr}]
    return {"columns": columns, "rows": rows, "total": total}


def _band(band: dict[str, Any], verdict_code: str) -> str:
    """The judgement that was shown when the goods were asked for."""
    label = str(PRICE_VERDICTS.get(verdict_code, verdict_code))
    median = (band or {}).get("median")
    return (
        _("%(verdict)s; median saat itu %(median)s") % {"verdict": label, "median": rupiah(median)} if median else label
    )


def reasons(evidence: Evidence) -> list[dict[str, str]]:
    order = evidence.order
    said = [
        (_("Alasan harga"), order.price_reason),
        (_("Alasan pemisahan paket"), order.split_reason),
        (_("Alasan pemilihan penyedia"), order.choice_reason),
        (_("Catatan PPK"), order.approval_note),
        (_("Alasan pengembalian"), order.return_reason),
        (_("Alasan berakhir"), as_read(order.end_reason)),
    ]
    return [{"label": label, "value": text} for label, text in said if text]


def _step(step: Any) -> dict[str, str]:
    who = ", ".join(dict.fromkeys(part for part in (step.actor_name, words.role(step.role)) if part))
    detail = f"{day_and_clock(step.at)} · {who}"
    if step.reason:
        detail += " · “" + as_read(step.reason) + "”"
    return {"label": str(ACTION_WORDS.get(step.action, step.action)), "detail": detail, "state": "done"}


def _paper(document: Document, evidence: Evidence) -> dict[str, Any]:
    whole = document_is_unchanged(document, evidence.logged_hashes.get(str(document.id)))
    signers = "; ".join(
        f"{one.name}, {words.role(one.role)}, {moment(one.signed_at)}" for one in document.signatures.all()
    )
    pdf = _("PDF %(hash)s") % {"hash": short_hash(document.pdf_sha256)}
    result = (_("Sidik cocok"), "ok") if whole else (_("Sidik berbeda"), "bad")
    return {
        "cells": [
            {"text": document.title, "url": document.get_absolute_url(), "sub": document.number, "head": True},
            {
                "text": short_hash(document.content_sha256),
                "mono": True,
                "sub": pdf if document.pdf_sha256 else _("PDF dibuat saat dibuka"),
            },
            {"state_label": result[0], "tone": result[1], "icon": "fingerprint"},
            {
                "state_label": document.get_state_display(),
                "tone": TONES[DocumentState(document.state)],
                "icon": look_of("document", document.state).icon,
            },
            {"text": _("Periksa"), "url": document.check_path},
        ],
        "note": _("Ditandatangani: %(signers)s.") % {"signers": signers or "–"},
        "state": "" if whole else "bad",
    }


def paper_columns() -> list[dict[str, str]]:
    labels = [_("Dokumen"), _("Sidik isi"), _("Hasil hitung ulang"), _("Keadaan"), _("Halaman periksa")]
    return [{"label": label} for label in labels]


def budget(evidence: Evidence) -> dict[str, Any]:
    columns = [{"label": _("Baris anggaran")}] + [
        {"label": label, "align": "r"} for label in (_("Dicadangkan"), _("Komitmen"), _("Terutang"), _("Realisasi"))
    ]
    rows = [
        {
            "cells": [
                {"text": hold.line.account_code, "sub": str(hold.line.sub_activity), "mono": True, "head": True},
                {"amount": hold.reserved_idr},
                {"amount": hold.committed_idr},
                {"amount": hold.obligated_idr},
                {"amount": hold.realised_idr, "class": "c-right"},
            ]
        }
        for hold in evidence.holds
    ]
    return {"columns": columns, "rows": rows}


def _charge(charge: CardTransaction) -> dict[str, Any]:
    look = look_of("payment", charge.state)
    rows = [
        {"label": _("Kartu"), "value": card_number(charge.card.last4)},
        {"label": _("Diminta"), "amount": charge.amount_idr},
        {"label": _("Dibayar bank"), "amount": charge.captured_idr},
        {"label": _("Waktu bayar"), "value": day_and_clock(charge.captured_at) if charge.captured_at else "–"},
        {"label": _("Kode otorisasi"), "value": charge.auth_code or "–", "mono": True},
        {"label": _("Rujukan bank (RRN)"), "value": charge.rrn or "–", "mono": True},
    ]
    if charge.decline_code:
        rows.append({"label": _("Sebab ditolak"), "value": charge.decline_code, "mono": True})
    return {"rows": rows, "state_label": charge.get_state_display(), "tone": look.tone, "icon": look.icon}


def _payout(payout: Payout) -> dict[str, Any]:
    account = payout.bank_account
    return {
        "rows": [
            {"label": _("Dibayar kartu"), "amount": payout.captured_idr},
            {"label": _("Biaya layanan kartu"), "amount": payout.fee_idr},
            {"label": _("PPN dipungut"), "amount": payout.ppn_idr},
            {"label": _("PPh 22 dipungut"), "amount": payout.pph_idr},
            {"label": _("Diterima penjual"), "amount": payout.net_idr, "total": True},
            {"label": _("Rekening tujuan"), "value": f"•••• {account.number[-4:]}" if account else "–"},
            {
                "label": _("Diterima pada"),
                "value": day_and_clock(payout.paid_at) if payout.paid_at else payout.get_state_display(),
            },
        ]
    }


def _statement(statement: CardStatement) -> dict[str, Any]:
    """The road from the bank's bill to the repaid card, each paper with its signer and moment."""
    steps = [_done(_("Tagihan bank %(number)s diimpor") % {"number": statement.number}, statement.imported_at)]
    for one in statement.expense_lists.all():
        label = _("DPR %(number)s") if one.withdrawn_at is None else _("DPR %(number)s, ditarik")
        steps.append(_done(label % {"number": one.number}, one.listed_at, one.listed_by))
    paid = getattr(statement, "payment_list", None)
    if paid:
        steps.append(_done(_("DPT %(number)s") % {"number": paid.number}, paid.approved_at, paid.approved_by))
        note = getattr(paid, "note", None)
        if note:
            steps.append(_done(_("NPD %(number)s") % {"number": note.number}, note.signed_at, note.signed_by))
        for one in paid.requests.all():
            steps.append(
                _done(_("SPP %(number)s") % {"number": one.number}, one.signed_at, one.signed_by, one.return_reason)
            )
            if one.checked_at:
                steps.append(_done(_("SPP diperiksa PPK-SKPD"), one.checked_at, one.checked_by))
        for one in paid.orders.all():
            steps.append(
                _done(_("SPM %(number)s") % {"number": one.number}, one.signed_at, one.signed_by, one.return_reason)
            )
        sp2d = getattr(paid, "disbursement", None)
        if sp2d:
            late = _("lebih dari dua hari setelah SPM") if sp2d.is_late else ""
            steps.append(_done(_("SP2D %(number)s") % {"number": sp2d.number}, sp2d.signed_at, sp2d.signed_by, late))
        for one in paid.repayments.all():
            label = _("Pelunasan %(reference)s") % {"reference": one.reference}
            steps.append(_done(label, one.received_at or one.started_at, one.paid_by, one.get_state_display()))
    return {
        "number": statement.number,
        "state_label": statement.get_state_display(),
        "rows": [
            {"label": _("Periode"), "value": f"{long_day(statement.period_from)} – {long_day(statement.period_to)}"},
            {"label": _("Jatuh tempo"), "value": long_day(statement.due_date)},
            {"label": _("Nilai tagihan"), "amount": statement.closing_idr},
            {"label": _("Sidik berkas bank"), "value": short_hash(statement.file_sha256), "mono": True},
        ],
        "steps": steps,
    }


def _done(label: str, at: Any, person: Any = None, note: str = "") -> dict[str, str]:
    parts = [day_and_clock(at), person.full_name if person else "", note]
    return {"label": label, "detail": " · ".join(part for part in parts if part), "state": "done"}


def crumbs(number: str) -> list[dict[str, str]]:
    return [{"url": reverse("oversight:orders"), "label": _("Transaksi")}, {"label": number}]
