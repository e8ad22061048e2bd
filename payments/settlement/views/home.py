"""The treasurer's overview, and the queues of the rooms that take one step each."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.accounts.access import roles
from marketplace.accounts.roles import Role
from marketplace.kernel.calendar import local_day
from marketplace.ui.http import Request
from marketplace.ui.pagination import numbered
from payments.cards.pages import payable_rows
from payments.cards.payers import missing_to_pay
from payments.settlement import selectors
from payments.settlement.policies import AUTHORITIES, IMPORTERS, TREASURERS
from payments.settlement.shown import lists

CARD_PEOPLE = (Role.CARD_HOLDER, Role.CARD_DELEGATE, Role.CARD_ADMIN)
MOST_ROWS = 10


@roles(*TREASURERS, *CARD_PEOPLE)
@require_safe
def home(request: Request) -> HttpResponse:
    """What must be paid when: bills by due date, payables that wait for the card, cards and their limits."""
    actor, at = request.actor, timezone.now()
    bills = selectors.open_statements(actor)
    payables = selectors.payables_to_charge(actor)
    context = {
        "tasks": selectors.tasks_for(actor),
        "missing": missing_to_pay(actor, local_day(at)),
        "columns": lists.columns(),
        "rows": lists.rows(bills[:MOST_ROWS], actor=actor, today=local_day(at)),
        "bill_count": bills.count(),
        "payable_columns": [
            {"label": _("Penjual")},
            {"label": _("Pesanan")},
            {"label": _("Diterima")},
            {"label": _("Bayar paling lambat")},
            {"label": _("Keadaan")},
            {"label": _("Jumlah"), "align": "r"},
        ],
        "payable_rows": payable_rows(payables[:MOST_ROWS], at=at),
        "payable_count": payables.count(),
        "uses": selectors.card_uses(actor),
        "may_import": actor.holds_any(*IMPORTERS),
    }
    return render(request, "settlement/home.html", context)


@roles(*AUTHORITIES)
@require_safe
def authority(request: Request) -> HttpResponse:
    """The budget authority's bills: to test and approve, to note, to order."""
    return _queue(
        request,
        title=_("Tagihan KKPD"),
        lead=_("Uji bukti belanja, sahkan DPT, terbitkan NPD dan SPM."),
        empty=_("Tagihan muncul di sini setelah PPTK menyusun DPR, dan lagi setelah PPK-SKPD memeriksa SPP."),
    )


@roles(Role.FINANCE_VERIFIER)
@require_safe
def verification(request: Request) -> HttpResponse:
    """The finance verifier's requests."""
    return _queue(
        request,
        title=_("Permintaan pembayaran"),
        lead=_("Periksa kelengkapan dan keabsahan SPP sebelum SPM terbit."),
        empty=_("SPP muncul di sini setelah bendahara mengajukannya."),
    )


@roles(Role.TREASURY, Role.TREASURY_PROXY)
@require_safe
def treasury(request: Request) -> HttpResponse:
    """The treasury's payment orders, of all offices."""
    return _queue(
        request,
        title=_("Perintah membayar"),
        lead=_("Terbitkan SP2D paling lambat dua hari setelah SPM, atau kembalikan paling lambat satu hari."),
        empty=_("SPM muncul di sini setelah PA menandatanganinya."),
    )


def _queue(request: Request, *, title: str | Promise, lead: str | Promise, empty: str | Promise) -> HttpResponse:
    """What waits for this person, and below it all bills on their way."""
    actor, today = request.actor, local_day(timezone.now())
    page = numbered(selectors.open_statements(actor), number=request.GET.get("page"), per_page=20)
    context: dict[str, Any] = {
        "title": title,
        "lead": lead,
        "empty": empty,
        "tasks": selectors.tasks_for(actor),
        "page": page,
        "columns": lists.columns(),
        "rows": lists.rows(page, actor=actor, today=today),
    }
    return render(request, "settlement/queue.html", context)
