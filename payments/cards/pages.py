"""What the pages of cards and payments show, prepared for templates: plain dicts, no questions left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.kernel.calendar import local_day
from marketplace.kernel.reasons import as_read
from marketplace.tax.facts import Collector
from marketplace.ui import formats
from payments.budget.selectors import account_names
from payments.cards import rules
from payments.cards.labels import (
    CARD_LOOKS,
    CHARGE_LOOKS,
    DECLINES,
    LIMIT_MOVES,
    PAYABLE_LOOKS,
    PAYOUT_FAILURES,
    badge,
)
from payments.cards.models import Card, CardTransaction, LimitChange, Payout
from payments.cards.policies import may_charge
from payments.cards.selectors import LimitEntry, expected_net, pay_by
from payments.cards.services.record_charge_result import taxes_kept
from payments.cards.states import DEAD_STATES, HELD_STATES, PayoutState
from payments.payables.models import Payable
from payments.payables.states import PayableState
from vendors.models import BankAccount

Rows = list[dict[str, Any]]


def address(name: str, *args: object) -> str:
    """The page of a package above; empty where it is not installed."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


# ---- payables -------------------------------------------------------------------------------------------------------


def payable_rows(payables: Iterable[Payable], *, at: datetime) -> Rows:
    """The queue: vendor, what for, by when, how much."""
    today, rows = local_day(at), []
    for payable in payables:
        last = pay_by(payable.opened_at)
        late = payable.state == PayableState.OPEN and last < today
        vendor = {
            "text": payable.vendor.display_name,
            "url": reverse("cards:payable", args=[payable.pk]),
            "sub": payable.description,
            "head": True,
        }
        rows.append(
            {
                "state": "flag" if late else "",
                "cells": [
                    vendor,
                    {"text": payable.order_number, "mono": True},
                    {"text": formats.short_day(payable.opened_at)},
                    {"text": formats.short_day(last), "sub": _("Lewat batas bayar") if late else ""},
                    badge(PAYABLE_LOOKS, payable.state, payable.get_state_display()),
                    {"amount": payable.accepted_idr},
                ],
            }
        )
    return rows


def payable_facts(payable: Payable) -> Rows:
    """What is paid for, and on which papers it rests."""
    sheet = address("documents:sheet", payable.handover_document_id)
    return [
        {"label": _("Penjual"), "value": payable.vendor.display_name},
        {"label": _("Pesanan"), "value": payable.order_number, "url": address("orders:detail", payable.order_number)},
        {"label": _("Uraian"), "value": payable.description},
        {"label": _("Berita acara serah terima"), "value": formats.long_day(payable.opened_at), "url": sheet},
        {"label": _("Tagihan penjual"), "value": payable.invoice.number, "mono": True},
        {"label": _("Bayar paling lambat"), "value": formats.long_day(pay_by(payable.opened_at))},
    ]


def charge_lines(payable: Payable) -> Rows:
    """Which budget lines bear it."""
    charges = list(payable.charges.select_related("line").order_by("id"))
    names = account_names({charge.line.account_code for charge in charges})
    return [
        {"label": f"{charge.line.account_code} {names.get(charge.line.account_code, '')}", "amount": charge.amount_idr}
        for charge in charges
    ]


def _kept_by(collector: str) -> str:
    words: dict[str, str] = {
        Collector.PLATFORM: _("dipungut dan disetor marketplace"),
        Collector.AGENCY: _("dipungut bendahara"),
        Collector.VENDOR: _("disetor penjual sendiri"),
    }
    return words.get(collector, "") if collector else ""


def tax_rows(payable: Payable) -> Rows:
    """How the price is made up: the card pays the sum."""
    rows = [{"label": _("Harga tanpa pajak"), "amount": payable.base_idr}]
    if payable.ppn_idr:
        who = _kept_by(payable.ppn_collector)
        rows.append({"label": _("PPN, %(who)s") % {"who": who} if who else _("PPN"), "amount": payable.ppn_idr})
    if payable.pbjt_idr:
        rows.append({"label": _("Pajak daerah (PBJT), disetor penjual"), "amount": payable.pbjt_idr})
    return [*rows, {"label": _("Dibayar kartu"), "amount": payable.accepted_idr, "total": True}]


def vendor_rows(payable: Payable, payout: Payout | None = None, *, on: date) -> Rows:
    """What the vendor gets of it, and who keeps the rest."""
    ppn, pph = taxes_kept(payable)
    rows = [{"label": _("Nilai yang diterima"), "amount": payable.accepted_idr}]
    if ppn:
        rows.append({"label": _("PPN, disetor marketplace ke negara"), "amount": -ppn.idr})
    if pph:
        rows.append({"label": _("PPh, disetor marketplace atas nama penjual"), "amount": -pph.idr})
    if payout is None:
        net = expected_net(payable, on=on)
        rows.append({"label": _("Perkiraan biaya bank (MDR)"), "amount": net.idr - payable.net_to_vendor_idr})
        return [*rows, {"label": _("Perkiraan masuk rekening penjual"), "amount": net.idr, "total": True}]
    rows.append({"label": _("Biaya bank (MDR)"), "amount": -payout.fee_idr})
    return [*rows, {"label": _("Masuk rekening penjual"), "amount": payout.net_idr, "total": True}]


def checks(payable: Payable, card: Card, *, actor, channel: str, account: BankAccount | None, at: datetime) -> Rows:
    """Every rule of a payment with its answer, those that pass too."""
    day = local_day(at)
    found = [
        {
            "tone": "ok",
            "title": _("Barang sudah diterima"),
            "detail": _("BAST %(day)s, nilai %(amount)s.")
            % {"day": formats.long_day(payable.opened_at), "amount": formats.rupiah(payable.accepted_idr)},
        }
    ]
    ready = account is not None and account.may_be_paid(at)
    found.append(
        {
            "tone": "ok" if ready else "bad",
            "title": _("Rekening penjual"),
            "detail": str(account) if ready else _("Belum terverifikasi, atau masih dalam masa tunggu perubahan."),
        }
    )
    verdict = may_charge(actor, card, day)
    if not verdict:
        found.append({"tone": "bad", "title": _("Wewenang"), "detail": str(verdict.reason)})
    said_no = list(rules.refusals(rules.facts(payable, card, channel=channel, day=day)))
    found += [{"tone": "bad", "title": _("Aturan kartu"), "detail": str(refusal)} for refusal in said_no]
    if not said_no:
        detail = _("Sisa limit sesudah pembayaran ini %(left)s.") % {
            "left": formats.rupiah(card.available - payable.accepted)
        }
        found.append({"tone": "ok", "title": _("Kartu cukup dan boleh dipakai"), "detail": detail})
    return found


def may_pay(found: Rows) -> bool:
    return all(one["tone"] != "bad" for one in found)


def attempt_rows(charges: Iterable[CardTransaction]) -> Rows:
    """Earlier attempts that came to nothing."""
    return [
        {
            "tone": "idle",
            "title": f"{formats.day_and_clock(charge.requested_at)}, {charge.card.label}",
            "detail": decline_words(charge),
            "url": reverse("cards:transaction", args=[charge.pk]),
            "action": _("Lihat"),
        }
        for charge in charges
    ]


# ---- charges --------------------------------------------------------------------------------------------------------


def decline_words(charge: CardTransaction) -> str:
    return str(DECLINES.get(charge.decline_code, DECLINES["BANK_DECLINED"]))


def charge_badge(charge: CardTransaction) -> dict[str, Any]:
    return badge(CHARGE_LOOKS, charge.state, charge.get_state_display())


def charge_banner(charge: CardTransaction) -> dict[str, Any]:
    """Where the payment stands, in one sentence with what happens next."""
    amount = formats.rupiah(charge.amount_idr)
    if charge.state in HELD_STATES:
        return {
            "tone": "info",
            "title": _("Menunggu jawaban bank"),
            "text": _(
                "Bank belum menjawab pembayaran %(amount)s. Tidak ada yang dibayar dua kali: sistem memeriksa ke bank "
                "setiap menit dan menyelesaikannya sendiri. Anda boleh menutup halaman ini."
            )
            % {"amount": amount},
        }
    if charge.state in DEAD_STATES:
        return {
            "tone": "bad",
            "title": _("Pembayaran ditolak bank"),
            "text": decline_words(charge) + " " + _("Tidak ada yang dibayar dan limit sudah dilepas kembali."),
        }
    if charge.payable_id is None:
        return {
            "tone": "warn",
            "title": _("Hanya ada di catatan bank"),
            "text": _("Transaksi ini tidak berasal dari tagihan mana pun dan sedang disengketakan ke bank."),
        }
    return {
        "tone": "ok",
        "title": _("Dibayar"),
        "text": _("Kartu membayar %(amount)s. Uang penjual dikirim ke rekeningnya.") % {"amount": amount},
    }


def charge_facts(charge: CardTransaction) -> Rows:
    """The charge as the bank knows it."""
    rows: Rows = [
        {"label": _("Penerima"), "value": charge.merchant_name},
        {"label": _("Kartu"), "value": f"{charge.card.label}, {charge.holder.full_name}"},
        {"label": _("Cara bayar"), "value": charge.get_channel_display()},
        {"label": _("Diminta"), "value": formats.day_and_clock(charge.requested_at)},
    ]
    if charge.initiated_by_id and charge.initiated_by_id != charge.holder_id:
        rows.append({"label": _("Dibayarkan oleh pelaksana kuasa"), "value": str(charge.initiated_by)})
    if charge.captured_at:
        rows += [
            {"label": _("Dibayar bank"), "value": formats.day_and_clock(charge.captured_at)},
            {"label": _("Kode otorisasi"), "value": charge.auth_code, "mono": True},
            {"label": _("Nomor rujukan bank (RRN)"), "value": charge.rrn, "mono": True},
        ]
    return rows


def money_steps(payable: Payable, charge: CardTransaction | None, payout: Payout | None) -> Rows:
    """From goods received to the vendor's account, with days."""
    arrived = payout is not None and payout.state == PayoutState.PAID
    steps: Rows = [
        {
            "label": _("Barang diterima (BAST)"),
            "detail": formats.long_day(payable.opened_at),
            "state": "done",
        }
    ]
    if charge is not None and charge.captured_at is not None:
        card = {
            "label": _("Dibayar dengan kartu"),
            "detail": formats.day_and_clock(charge.captured_at),
            "state": "done",
        }
    elif charge is not None and charge.state in HELD_STATES:
        card = {"label": _("Menunggu jawaban bank"), "detail": _("Diperiksa setiap menit."), "state": "now"}
    elif payable.state == PayableState.BLOCKED:
        card = {
            "label": _("Pembayaran ditahan"),
            "detail": _("Menunggu sengketa atau pemeriksaan selesai."),
            "state": "now",
        }
    else:
        by = formats.long_day(pay_by(payable.opened_at))
        card = {"label": _("Dibayar dengan kartu"), "detail": _("Batas bayar %(day)s") % {"day": by}, "state": "now"}
    steps.append(card | {"amount": payable.accepted_idr})
    steps.append(_payout_step(payout, arrived=arrived))
    return steps


def _payout_step(payout: Payout | None, *, arrived: bool) -> dict[str, Any]:
    step: dict[str, Any] = {"label": _("Masuk rekening penjual"), "state": "next"}
    if payout is None:
        return step | {"detail": _("Dikirim begitu kartu membayar, biasanya hari itu juga.")}
    step["amount"] = payout.net_idr
    if arrived:
        return step | {"state": "done", "detail": f"{formats.day_and_clock(payout.paid_at)}, {payout.bank_account}"}
    if payout.state == PayoutState.REFUSED:
        why = PAYOUT_FAILURES.get(payout.failure_code, _("Bank penjual menolak kiriman."))
        return step | {"state": "now", "detail": str(why), "icon": "octagon-x"}
    return step | {"state": "now", "detail": _("Sedang dikirim.")}


# ---- cards ----------------------------------------------------------------------------------------------------------


def card_widget(card: Card) -> dict[str, Any]:
    """What `components/payment_card.html` reads; never more than the last four digits."""
    return {
        "product": card.get_kind_display(),
        "last4": card.last4,
        "expires": f"{card.valid_to:%m/%y}",
        "holder": card.holder.full_name,
        "available": card.available,
    }


def card_tiles(cards: Iterable[Card]) -> Rows:
    return [
        {
            "card": card,
            "widget": card_widget(card),
            "badge": badge(CARD_LOOKS, card.state, card.get_state_display()),
            "office": card.agency.name,
        }
        for card in cards
    ]


def card_facts(card: Card) -> Rows:
    categories = ", ".join(str(rules.CardCategory(one).label) for one in card.categories)
    return [
        {"label": _("Perangkat daerah"), "value": card.agency.name},
        {"label": _("Pemegang"), "value": card.holder.full_name},
        {"label": _("Nomor"), "value": card.pan_masked or f"•••• {card.last4}", "mono": True},
        {"label": _("Bank penerbit"), "value": card.programme.issuing_bank},
        {"label": _("Berlaku"), "value": f"{formats.long_day(card.valid_from)} – {formats.long_day(card.valid_to)}"},
        {"label": _("Dibuka untuk"), "value": categories},
        {"label": _("Keputusan"), "value": card.decision_number},
    ]


def limit_rows(card: Card) -> Rows:
    return [
        {"label": _("Limit kartu"), "amount": card.limit_idr},
        {"label": _("Terpakai, belum dilunasi ke bank"), "amount": -card.used_idr},
        {"label": _("Ditahan, menunggu bank"), "amount": -card.held_idr},
        {"label": _("Tersedia"), "amount": card.available.idr, "total": True},
        {"label": _("Batas per transaksi"), "amount": card.per_txn_idr},
    ]


def limit_entries(entries: Iterable[LimitEntry]) -> Rows:
    """The ledger of a card's limit: what freed it at the right, what took it at the left."""
    return [
        {
            "date": entry.day,
            "text": str(LIMIT_MOVES.get(entry.kind, entry.kind)),
            "reference": entry.order_number,
            "reference_url": address("orders:detail", entry.order_number) if entry.order_number else "",
            "debit": -entry.change.idr if entry.change.idr < 0 else 0,
            "credit": max(entry.change.idr, 0),
            "balance": entry.left.idr,
            "note": as_read(entry.reason),
        }
        for entry in entries
    ]


#: How a card ends where nobody gave a reason.
ENDINGS = {
    "expire": gettext_lazy("Masa berlaku kartu habis"),
    "close": gettext_lazy("Kartu ditutup"),
    "replace": gettext_lazy("Kartu diganti"),
}


def limit_change_rows(changes: Iterable[LimitChange]) -> Rows:
    """What changed, oldest first: the card's limit, the limit of one charge, or both on a row each."""
    rows, per_txn = [], 0
    for change in changes:
        before, per_txn = per_txn, change.per_txn_idr
        alone = before not in (0, per_txn)
        if change.after_idr != change.before_idr or not alone:
            rows.append(_limit_change(change, change.get_kind_display(), change.before_idr, change.after_idr))
        if alone:
            rows.append(_limit_change(change, _("Batas per transaksi"), before, per_txn))
    return rows


def _limit_change(change: LimitChange, what: str, before_idr: int, after_idr: int) -> dict[str, Any]:
    return {
        "cells": [
            {"text": formats.long_day(change.at), "head": True},
            {"text": what, "sub": ENDINGS.get(change.reason, as_read(change.reason))},
            {"text": change.decision_number or "–"},
            {"text": formats.long_day(change.ends_on) if change.ends_on else "–"},
            {"amount": before_idr},
            {"amount": after_idr},
        ]
    }


def charge_rows(charges: Iterable[CardTransaction]) -> Rows:
    rows = []
    for charge in charges:
        who = {
            "text": charge.merchant_name,
            "url": reverse("cards:transaction", args=[charge.pk]),
            "sub": charge.payable.order_number if charge.payable else _("tanpa tagihan"),
            "head": True,
        }
        rows.append(
            {
                "cells": [
                    who,
                    {"text": formats.day_and_clock(charge.requested_at)},
                    charge_badge(charge),
                    {"amount": charge.amount_idr},
                ]
            }
        )
    return rows


def delegate_rows(card: Card, *, at: datetime, may_revoke: bool) -> Rows:
    today, rows = local_day(at), []
    for one in card.delegates.select_related("user"):
        over = one.revoked_at is not None or one.valid_to < today
        rows.append(
            {
                "name": one.user.full_name,
                "document": one.document_number,
                "days": f"{formats.long_day(one.valid_from)} – {formats.long_day(one.valid_to)}",
                "badge": _letter_badge(over=over, coming=one.valid_from > today),
                "revoke_id": one.pk if may_revoke and not over else None,
            }
        )
    return rows


def _letter_badge(*, over: bool, coming: bool) -> dict[str, Any]:
    if over:
        return {"label": _("Berakhir"), "tone": "idle", "icon": "timer"}
    if coming:
        return {"label": _("Belum berlaku"), "tone": "idle", "icon": "clock"}
    return {"label": _("Berlaku"), "tone": "ok", "icon": "circle-check"}
