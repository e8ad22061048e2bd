"""Bills: the list, one bill with the reader's own step, the bank's file, and taking in a new one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.access import roles
from marketplace.kernel.calendar import local_day
from marketplace.ui.formats import long_day
from marketplace.ui.forms import form_status, refusal_to_form
from marketplace.ui.http import Request
from marketplace.ui.pagination import numbered
from payments.settlement import selectors, services
from payments.settlement.forms import CardForm, UploadForm
from payments.settlement.models import CardStatement
from payments.settlement.policies import IMPORTERS, READERS, WIDE_READERS
from payments.settlement.selectors.cases import open_cases
from payments.settlement.shown import lists
from payments.settlement.shown.detail import statement_page
from payments.settlement.states import ENDED_STATES, MatchState
from payments.settlement.views.turns import own_step

EVERYBODY = roles(*READERS, *WIDE_READERS)
TAKERS = roles(*IMPORTERS)


@EVERYBODY
@require_safe
def statements(request: Request) -> HttpResponse:
    """All bills this person may see: those on their way, or those that have ended."""
    visible = selectors.statements_visible_to(request.actor)
    ended = visible.filter(state__in=ENDED_STATES)
    running = selectors.open_statements(request.actor)
    shows_ended = request.GET.get("keadaan") == "selesai"
    counts = {"running": running.count(), "ended": ended.count()}
    found, total = (ended, counts["ended"]) if shows_ended else (running, counts["running"])
    page = numbered(found, number=request.GET.get("page"), per_page=20, total=total)
    here = reverse("settlement:statements")
    context = {
        "page": page,
        "query": "keadaan=selesai" if shows_ended else "",
        "columns": lists.columns(),
        "rows": lists.rows(page, actor=request.actor, today=local_day(timezone.now())),
        "tabs": [
            {"url": here, "label": _("Berjalan"), "count": counts["running"], "current": not shows_ended},
            {
                "url": f"{here}?keadaan=selesai",
                "label": _("Selesai"),
                "count": counts["ended"],
                "current": shows_ended,
            },
            {
                "url": reverse("settlement:held"),
                "label": _("Baris tertahan"),
                "count": open_cases(request.actor).count(),
                "current": False,
            },
        ],
        "shows_ended": shows_ended,
        "actions": _take_in() if request.actor.holds_any(*IMPORTERS) else [],
    }
    return render(request, "settlement/statements.html", context)


def _take_in() -> list[dict[str, object]]:
    return [{"url": reverse("settlement:import"), "label": _("Muat tagihan"), "icon": "upload", "primary": True}]


@EVERYBODY
@require_safe
def statement(request: Request, statement_id: UUID) -> HttpResponse:
    """One bill: card, road, matching, papers, book, and the one step that is the reader's."""
    return show(request, selectors.statement_visible_to(request.actor, statement_id=statement_id))


def show(request: Request, found: CardStatement, *, bound: forms.Form | None = None) -> HttpResponse:
    """The page, again with a form that was not accepted."""
    chosen = request.GET.get("hasil", "")
    context = statement_page(
        found,
        actor=request.actor,
        chosen=chosen if chosen in MatchState.values else "",
        today=local_day(timezone.now()),
    )
    context |= own_step(found, actor=request.actor, bound=bound) | {"bound": bound}
    return render(request, "settlement/statement.html", context, status=form_status(bound) if bound else 200)


@EVERYBODY
@require_safe
def bank_file(request: Request, statement_id: UUID) -> HttpResponse:
    """The bank's file, byte for byte as it came."""
    found = selectors.statement_visible_to(request.actor, statement_id=statement_id)
    content = bytes(found.file_content)
    kind = "json" if content.lstrip()[:1] == b"{" else "csv"
    name = f"{slugify(found.number) or 'e-billing'}.{kind}"
    return HttpResponse(
        content,
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )


# ---- taking in a bill -----------------------------------------------------------------------------------------------


@TAKERS
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: Request) -> HttpResponse:
    """Upload the bank's file: all of it or nothing, with every complaint by row and column."""
    form = UploadForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        cards=selectors.cards_to_bill(request.actor),
    )
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        with refusal_to_form(form) as ok:
            found = services.import_statement(
                card_id=form.cleaned_data["card"],
                content=form.cleaned_data["file"].read(),
                actor=request.actor,
                at=at,
            )
        if ok:
            return _taken(request, found, at)
    return _import_page(request, upload=form)


@TAKERS
@require_http_methods(["GET", "HEAD", "POST"])
def fetch(request: Request) -> HttpResponse:
    """Ask the bank to cut the bill now. When the bank is silent nothing is lost: the same button asks again."""
    if request.method != "POST":
        return redirect("settlement:import")
    form = CardForm(request.POST, prefix="bank", cards=selectors.cards_to_bill(request.actor))
    if form.is_valid():
        at = timezone.now()
        with refusal_to_form(form) as ok:
            found = services.request_statement(
                card_id=form.cleaned_data["card"],
                attempt_key=form.cleaned_data["attempt_key"],
                actor=request.actor,
                at=at,
            )
        if ok:
            return _taken(request, found, at)
    return _import_page(request, fetching=form)


def _taken(request: Request, found: CardStatement, at: datetime) -> HttpResponse:
    """The same file again answers with the bill that is there, which was taken in at its own moment."""
    if found.imported_at == at:
        messages.success(request, _("Tagihan %(number)s dimuat dan dicocokkan.") % {"number": found.number})
    else:
        words = _("Tagihan %(number)s sudah dimuat sejak %(day)s. Tidak ada yang berubah.")
        messages.info(request, words % {"number": found.number, "day": long_day(found.imported_at)})
    return redirect("settlement:statement", statement_id=found.pk)


def _import_page(
    request: Request, *, upload: UploadForm | None = None, fetching: CardForm | None = None
) -> HttpResponse:
    cards = list(selectors.cards_to_bill(request.actor))
    shown = fetching or upload
    context = {
        "upload": upload or UploadForm(cards=cards),
        "fetching": fetching or CardForm(prefix="bank", cards=cards),
        "has_cards": bool(cards),
        "complaints": getattr(getattr(shown, "refusal", None), "complaints", ()),
        "crumbs": [
            {"label": _("Tagihan KKPD"), "url": reverse("settlement:statements")},
            {"label": _("Muat tagihan")},
        ],
    }
    return render(request, "settlement/import.html", context, status=form_status(shown) if shown else 200)
