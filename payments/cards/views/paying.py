"""Paying vendors: what waits, one payable with its checks and the button, and where a payment stands."""

from __future__ import annotations

from uuid import UUID

import structlog
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.access import roles, step_up
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import NotFound, Refusal
from marketplace.ui.forms import form_status, refusal_to_form
from marketplace.ui.http import Request
from marketplace.ui.pagination import numbered
from payments.cards import pages, selectors, services
from payments.cards.forms import PayForm
from payments.cards.models import Card, CardTransaction
from payments.cards.payers import missing_for, missing_to_pay
from payments.cards.states import HELD_STATES, TransactionState
from payments.gateways.registry import card_gateway
from payments.payables.models import Payable
from payments.payables.states import PayableState
from vendors.selectors import verified_account

log = structlog.get_logger(__name__)
READERS = roles(*selectors.READERS)

#: How long a person waits for the bank before the page says that it will finish by itself.
PATIENCE_SECONDS = 5

STAGES = {
    "siap": [PayableState.OPEN, PayableState.BLOCKED],
    "proses": [PayableState.CHARGING],
    "dibayar": [PayableState.PAID, PayableState.SETTLED],
}


@READERS
@require_safe
def payables(request: Request) -> HttpResponse:
    """What was received and waits for the card, what the bank is asked about, and what was paid."""
    stage = request.GET.get("tahap", "siap")
    stage = stage if stage in STAGES else "siap"
    visible = selectors.payables_to_handle(request.actor)
    rows = visible.filter(state__in=STAGES[stage]).order_by("opened_at" if stage == "siap" else "-opened_at", "id")
    page = numbered(rows, number=request.GET.get("page"), per_page=25)
    labels = {"siap": _("Siap dibayar"), "proses": _("Menunggu bank"), "dibayar": _("Sudah dibayar")}
    tabs = [
        {
            "url": f"?tahap={name}",
            "label": labels[name],
            "count": visible.filter(state__in=states).count() if name != "dibayar" else "",
            "current": name == stage,
        }
        for name, states in STAGES.items()
    ]
    columns = [_("Penjual"), _("Pesanan"), _("Diterima"), _("Bayar paling lambat"), _("Tahap")]
    context = {
        "tabs": tabs,
        "stage": stage,
        "page": page,
        "query": f"tahap={stage}",
        "columns": [*({"label": label} for label in columns), {"label": _("Nilai"), "align": "r"}],
        "rows": pages.payable_rows(page, at=timezone.now()),
        "missing": missing_to_pay(request.actor, local_day(timezone.now())),
    }
    return render(request, "cards/payables.html", context)


@READERS
@require_http_methods(["GET", "HEAD", "POST"])
@step_up
def payable(request: Request, payable_id: UUID) -> HttpResponse:
    """One payable: facts, taxes, checks of the chosen card, and the button that pays it."""
    found = selectors.payables_to_handle(request.actor).filter(pk=payable_id).first()
    if found is None:
        raise NotFound(kind="payables.payable")
    cards = selectors.cards_to_pay_with(request.actor, found.agency_id, local_day(timezone.now()))
    form = PayForm(request.POST if request.method == "POST" else None, cards=cards)
    if request.method == "POST" and form.is_valid():
        with refusal_to_form(form) as ok:
            charge = services.start_charge(
                payable_id=found.pk,
                card_id=form.cleaned_data["card"],
                channel=form.cleaned_data["channel"],
                attempt_key=form.cleaned_data["attempt_key"],
                actor=request.actor,
                at=timezone.now(),
            )
        if ok:
            _ask_bank(request, charge)
            return redirect("cards:transaction", charge.pk)
    return render(
        request, "cards/payable.html", _payable_context(request, found, cards, form), status=form_status(form)
    )


def _ask_bank(request: Request, charge: CardTransaction) -> None:
    """Ask now, with little patience; whatever goes wrong, the charge is written down and the timer finishes it."""
    gateway = card_gateway(answer_seconds=PATIENCE_SECONDS)
    try:
        services.perform_charge(transaction_id=charge.pk, at=timezone.now(), gateway=gateway, actor=request.actor)
    except Refusal as refused:
        log.error("charge.unresolved", charge=str(charge.pk), code=refused.code, why=str(refused))
        messages.warning(request, _("Jawaban bank belum dapat dicatat. Sistem memeriksanya kembali setiap menit."))


def _payable_context(request: Request, found: Payable, cards: list[Card], form: PayForm) -> dict:
    at = timezone.now()
    live = selectors.live_charge(found)
    card = _chosen(request, cards, form)
    checks = []
    if card is not None and found.state == PayableState.OPEN:
        channel = request.POST.get("channel") or request.GET.get("cara") or "online"
        channel = channel if channel in form.channels else "online"
        account = verified_account(found.vendor_id)
        checks = pages.checks(found, card, actor=request.actor, channel=channel, account=account, at=at)
    return {
        "payable": found,
        "form": form,
        "card": card,
        "widget": pages.card_widget(card) if card else None,
        "cards": cards,
        "checks": checks,
        "may_pay": bool(checks) and pages.may_pay(checks),
        "missing": "" if cards else missing_for(request.actor, found.agency_id, local_day(at)),
        "is_open": found.state == PayableState.OPEN,
        "stop": found.blocks.filter(lifted_at=None).first() if found.state == PayableState.BLOCKED else None,
        "facts": pages.payable_facts(found),
        "lines": pages.charge_lines(found),
        "taxes": pages.tax_rows(found),
        "vendor_rows": pages.vendor_rows(found, getattr(live, "payout", None) if live else None, on=local_day(at)),
        "steps": pages.money_steps(found, live, getattr(live, "payout", None) if live else None),
        "live": live,
        "attempts": pages.attempt_rows(selectors.declined_charges(found)),
        "crumbs": [{"label": _("Bayar penjual"), "url": reverse("cards:payables")}, {"label": found.order_number}],
    }


def _chosen(request: Request, cards: list[Card], form: PayForm) -> Card | None:
    """The card whose checks are shown: the one sent, else the one that the form offers first."""
    wanted = request.POST.get("card") or request.GET.get("kartu") or str(form.fields["card"].initial or "")
    return next((card for card in cards if str(card.pk) == wanted), cards[0] if cards else None)


@READERS
@require_safe
def transaction(request: Request, transaction_id: UUID) -> HttpResponse:
    """Where a payment stands, in words, with what happens next."""
    charge = (
        selectors.transactions_visible_to(request.actor)
        .select_related("initiated_by", "payable__vendor__organisation")
        .filter(pk=transaction_id)
        .first()
    )
    if charge is None:
        raise NotFound(kind="cards.transaction")
    payout = getattr(charge, "payout", None)
    is_dead = charge.state == TransactionState.DECLINED
    context = {
        "charge": charge,
        "banner": pages.charge_banner(charge),
        "badge": pages.charge_badge(charge),
        "facts": pages.charge_facts(charge),
        "steps": pages.money_steps(charge.payable, charge, payout) if charge.payable and not is_dead else [],
        "vendor_rows": pages.vendor_rows(charge.owed, payout, on=local_day(charge.requested_at)) if payout else [],
        "history": charge.history.all(),
        "is_waiting": charge.state in HELD_STATES,
        "may_try_again": selectors.may_try_again(request.actor, charge),
        "crumbs": [{"label": _("Bayar penjual"), "url": reverse("cards:payables")}, {"label": _("Pembayaran")}],
    }
    return render(request, "cards/transaction.html", context)
