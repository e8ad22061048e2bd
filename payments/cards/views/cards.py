"""Cards: the list, one card with its limit and ledger, and what its administrator and its holder do with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts.access import roles, step_up
from marketplace.accounts.models import RoleAssignment
from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import NotFound
from marketplace.kernel.money import Rupiah
from marketplace.kernel.policies import Verdict
from marketplace.kernel.reasons import HOLDER_REVOKED
from marketplace.ui.forms import form_status, refusal_to_form
from marketplace.ui.http import Request
from marketplace.ui.pagination import numbered
from payments.cards import pages, selectors, services
from payments.cards.forms import DelegateForm, HandoverForm, LimitForm, ReasonForm, RiseForm
from payments.cards.labels import CARD_LOOKS, badge
from payments.cards.models import Card
from payments.cards.policies import may_administer, may_delegate, may_report_lost
from payments.cards.states import CARD_FLOW, CardState
from payments.payables.selectors import AUDITORS

READERS = roles(*selectors.PAYERS, *selectors.KEEPERS, *AUDITORS)
ADMINISTRATORS = roles(Role.CARD_ADMIN)
REPORTERS = roles(*selectors.PAYERS, Role.CARD_ADMIN)
HOLDERS = roles(Role.CARD_HOLDER)


def _card(request: Request, card_id: int) -> Card:
    card = selectors.cards_visible_to(request.actor).filter(pk=card_id).first()
    if card is None:
        raise NotFound(kind="cards.card")
    return card


@READERS
@require_safe
def cards(request: Request) -> HttpResponse:
    """The cards this person may see, with what is left on each, and the float they share."""
    page = numbered(
        selectors.cards_visible_to(request.actor).order_by("agency_id", "pk"),
        number=request.GET.get("page"),
        per_page=24,
    )
    programmes = {card.programme_id: card.programme for card in page}
    return render(
        request,
        "cards/list.html",
        {"page": page, "tiles": pages.card_tiles(page), "programmes": list(programmes.values())},
    )


@READERS
@require_safe
def detail(request: Request, card_id: int) -> HttpResponse:
    """One card: standing, limit, what it paid, and the ledger of its limit."""
    card, at = _card(request, card_id), timezone.now()
    charges = numbered(card.transactions.select_related("payable"), number=request.GET.get("page"), per_page=15)
    columns = [_("Penjual"), _("Waktu"), _("Tahap")]
    entries = selectors.limit_ledger(card)
    context = {
        "card": card,
        "widget": pages.card_widget(card),
        "badge": badge(CARD_LOOKS, card.state, card.get_state_display()),
        "facts": pages.card_facts(card),
        "limits": pages.limit_rows(card),
        "entries": pages.limit_entries(entries),
        "changes": pages.limit_change_rows(card.limit_changes.all()),
        "change_columns": [
            *({"label": label} for label in (_("Tanggal"), _("Perubahan"), _("Keputusan"), _("Berakhir"))),
            {"label": _("Dari"), "align": "r"},
            {"label": _("Menjadi"), "align": "r"},
        ],
        "charges": charges,
        "charge_columns": [*({"label": label} for label in columns), {"label": _("Nilai"), "align": "r"}],
        "charge_rows": pages.charge_rows(charges),
        "delegates": pages.delegate_rows(card, at=at, may_revoke=bool(may_delegate(request.actor, card))),
        "actions": _actions_for(request.actor, card),
        "crumbs": [{"label": _("Kartu"), "url": reverse("cards:list")}, {"label": card.label}],
    }
    return render(request, "cards/detail.html", context)


# ---- actions with a reason ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """A step that needs a reason: its move in CARD_FLOW, who may, and the words of its page."""

    moves: tuple[str, ...]
    may: Callable[[Actor, Card], Verdict]
    do: Callable[..., Card]
    title: str | Promise
    text: str | Promise
    done: str | Promise
    icon: str
    danger: bool = False


def _administers(actor: Actor, card: Card) -> Verdict:
    return may_administer(actor, card.agency_id)


STEPS = {
    "bekukan": Step(
        ("suspend",),
        _administers,
        services.suspend_card,
        gettext_lazy("Bekukan kartu"),
        gettext_lazy("Kartu tidak dapat dipakai membayar sampai dibuka kembali. Pengembalian dana tetap diterima."),
        gettext_lazy("Kartu dibekukan."),
        "snowflake",
    ),
    "buka": Step(
        ("reinstate",),
        _administers,
        services.reinstate_card,
        gettext_lazy("Buka kembali kartu"),
        gettext_lazy("Kartu dapat dipakai membayar lagi."),
        gettext_lazy("Kartu dibuka kembali."),
        "lock-open",
    ),
    "hilang": Step(
        ("report_lost",),
        may_report_lost,
        services.report_lost,
        gettext_lazy("Laporkan kartu hilang"),
        gettext_lazy("Kartu langsung diblokir untuk selamanya. Transaksi sesudah menit ini menjadi risiko bank."),
        gettext_lazy("Kartu diblokir. Susulkan laporan tertulis ke bank dan, bila dicuri, ke kepolisian."),
        "octagon-x",
        danger=True,
    ),
    "tutup": Step(
        ("close", "replace"),
        _administers,
        services.close_card,
        gettext_lazy("Tutup kartu"),
        gettext_lazy("Kartu berakhir dan limitnya kembali ke UP KKPD. Hanya bila semua pemakaian sudah dilunasi."),
        gettext_lazy("Kartu ditutup."),
        "archive",
        danger=True,
    ),
}


def _actions_for(actor: Actor, card: Card) -> list[dict]:
    """Only what this person may do with the card as it stands."""
    found = [
        {"url": reverse("cards:step", args=[card.pk, name]), "label": step.title, "icon": step.icon}
        for name, step in STEPS.items()
        if any(CARD_FLOW.allows(move, card.state) for move in step.moves) and step.may(actor, card)
    ]
    if may_administer(actor, card.agency_id):
        if card.state in (CardState.APPROVED, CardState.ISSUED):
            url = reverse("cards:activate", args=[card.pk])
            found.insert(0, {"url": url, "label": _("Terbitkan dan aktifkan"), "icon": "handshake"})
        if card.state in (CardState.ACTIVE, CardState.SUSPENDED):
            found.insert(
                0, {"url": reverse("cards:rise", args=[card.pk]), "label": _("Naikkan sementara"), "icon": "timer"}
            )
            found.insert(
                0,
                {"url": reverse("cards:limit", args=[card.pk]), "label": _("Ubah limit"), "icon": "sliders-horizontal"},
            )
    if may_delegate(actor, card) and card.state == CardState.ACTIVE:
        found.append(
            {"url": reverse("cards:delegate", args=[card.pk]), "label": _("Beri kuasa"), "icon": "user-round-plus"}
        )
    return found


@REPORTERS
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Request, card_id: int, name: str) -> HttpResponse:
    """Suspend, reinstate, report lost or close, with a reason."""
    card = _card(request, card_id)
    if name not in STEPS:
        raise NotFound(kind="cards.step")
    one = STEPS[name]
    one.may(request.actor, card).enforce()
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusal_to_form(form) as ok:
            one.do(card_id=card.pk, reason=form.cleaned_data["reason"], actor=request.actor, at=timezone.now())
        if ok:
            messages.success(request, str(one.done))
            return redirect(card)
    return _form_page(request, card, form, title=one.title, lead=one.text, button=one.title, danger=one.danger)


def _form_page(
    request: Request,
    card: Card,
    form: forms.Form,
    *,
    title: str | Promise,
    lead: str | Promise,
    button: str | Promise,
    danger: bool = False,
) -> HttpResponse:
    context = {
        "card": card,
        "form": form,
        "title": title,
        "lead": lead,
        "button": button,
        "danger": danger,
        "limits": pages.limit_rows(card),
        "crumbs": [
            {"label": _("Kartu"), "url": reverse("cards:list")},
            {"label": card.label, "url": card.get_absolute_url()},
            {"label": title},
        ],
    }
    return render(request, "cards/form.html", context, status=form_status(form))


@ADMINISTRATORS
@require_http_methods(["GET", "HEAD", "POST"])
def activate(request: Request, card_id: int) -> HttpResponse:
    """Have the bank issue a card that waits for it, hand it over, and activate it."""
    card = _card(request, card_id)
    may_administer(request.actor, card.agency_id).enforce()
    form = HandoverForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusal_to_form(form) as ok:
            services.register_card(card_id=card.pk, actor=request.actor, at=timezone.now())
            services.activate_card(
                card_id=card.pk,
                handover_number=form.cleaned_data["handover_number"],
                actor=request.actor,
                at=timezone.now(),
            )
        if ok:
            messages.success(request, _("Kartu diserahkan dan aktif."))
            return redirect(card)
    lead = _("Isi nomor berita acara penyerahan kartu kepada pemegangnya.")
    return _form_page(request, card, form, title=_("Serahkan dan aktifkan"), lead=lead, button=_("Aktifkan kartu"))


@ADMINISTRATORS
@require_http_methods(["GET", "HEAD", "POST"])
@step_up
def limit(request: Request, card_id: int) -> HttpResponse:
    """A new limit for good."""
    card = _card(request, card_id)
    may_administer(request.actor, card.agency_id).enforce()
    initial = {"limit": card.limit_idr, "per_txn": card.per_txn_idr}
    form = LimitForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        with refusal_to_form(form) as ok:
            services.change_limit(
                card_id=card.pk,
                limit=Rupiah(clean["limit"]),
                per_txn=Rupiah(clean["per_txn"]),
                reason=clean["reason"],
                decision_number=clean["decision_number"],
                actor=request.actor,
                at=timezone.now(),
            )
        if ok:
            messages.success(request, _("Limit kartu diubah. Bank diberi tahu."))
            return redirect(card)
    lead = _("Limit semua kartu bersama-sama tidak melewati UP KKPD perangkat daerah.")
    return _form_page(request, card, form, title=_("Ubah limit"), lead=lead, button=_("Simpan limit"))


@ADMINISTRATORS
@require_http_methods(["GET", "HEAD", "POST"])
@step_up
def rise(request: Request, card_id: int) -> HttpResponse:
    """A higher limit for some days."""
    card = _card(request, card_id)
    may_administer(request.actor, card.agency_id).enforce()
    form = RiseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        with refusal_to_form(form) as ok:
            services.raise_temporarily(
                card_id=card.pk,
                limit=Rupiah(clean["limit"]),
                ends_on=clean["ends_on"],
                reason=clean["reason"],
                decision_number=clean["decision_number"],
                actor=request.actor,
                at=timezone.now(),
            )
        if ok:
            messages.success(request, _("Limit dinaikkan sementara. Bank diberi tahu."))
            return redirect(card)
    lead = _("Sesudah hari terakhir, limit semula berlaku kembali dengan sendirinya.")
    return _form_page(request, card, form, title=_("Naikkan limit sementara"), lead=lead, button=_("Naikkan limit"))


# ---- letters of attorney --------------------------------------------------------------------------------------------


@HOLDERS
@require_http_methods(["GET", "HEAD", "POST"])
@step_up
def delegate(request: Request, card_id: int) -> HttpResponse:
    """The holder lets a delegate of the agency use the card for a time."""
    card = _card(request, card_id)
    may_delegate(request.actor, card).enforce()
    form = DelegateForm(request.POST if request.method == "POST" else None, people=_delegates_of(card))
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        with refusal_to_form(form) as ok:
            services.delegate_card(
                card_id=card.pk,
                user_id=clean["user"],
                document_number=clean["document_number"],
                valid_from=clean["valid_from"],
                valid_to=clean["valid_to"],
                actor=request.actor,
                at=timezone.now(),
            )
        if ok:
            messages.success(request, _("Surat kuasa dicatat."))
            return redirect(card)
    lead = _("Pelaksana kuasa membayar atas nama Anda pada hari-hari itu, dan tidak dapat menguasakan lagi.")
    return _form_page(request, card, form, title=_("Beri kuasa"), lead=lead, button=_("Catat surat kuasa"))


def _delegates_of(card: Card) -> list[tuple[int, str]]:
    """People who hold the delegate's role in the agency now."""
    held = RoleAssignment.objects.filter(organisation_id=card.agency_id, role=Role.CARD_DELEGATE)
    held = held.in_force(local_day(timezone.now())).exclude(user_id=card.holder_id).select_related("user")
    return sorted({(one.user_id, one.user.full_name) for one in held}, key=lambda pair: pair[1])


@HOLDERS
@require_POST
def revoke(request: Request, card_id: int, delegate_id: int) -> HttpResponse:
    """End a letter of attorney now."""
    card = _card(request, card_id)
    services.revoke_delegate(
        card_id=card.pk,
        delegate_id=delegate_id,
        reason=HOLDER_REVOKED,
        actor=request.actor,
        at=timezone.now(),
    )
    messages.success(request, _("Surat kuasa dicabut."))
    return redirect(card)
