"""The end of a fiscal year: its last days, what is open in each office, and the close."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.access import roles
from marketplace.accounts.models import Agency
from marketplace.accounts.roles import Role
from marketplace.kernel.calendar import fiscal_year, local_day
from marketplace.kernel.errors import NotFound
from marketplace.kernel.law import RateNotPublished
from marketplace.ui.formats import long_day
from marketplace.ui.forms import DateField, TextField, form_status, refusal_to_form
from marketplace.ui.http import Request
from orders.selectors import year_end
from orders.services import close_year
from orders.shown.year_end import office_columns, office_rows, open_columns, open_table, totals, unclosed_years
from payments.budget import services as budget
from payments.budget.errors import YearNotOver
from payments.budget.models import BudgetLine
from payments.budget.policies import may_close_year, may_set_last_days
from payments.budget.year_end import LastDay, last_day_said

READERS = roles(
    Role.BUDGET_USER,
    Role.BUDGET_PROXY,
    Role.COMMITMENT_OFFICER,
    Role.FINANCE_VERIFIER,
    Role.TREASURER,
    *year_end.SUPERVISORS,
)
BUD = roles(Role.TREASURY)


class CloseForm(forms.Form):
    """By which decision the year of an office is closed."""

    decision_number = TextField(label=gettext_lazy("Nomor keputusan"), max_length=80)
    reason = TextField(
        label=gettext_lazy("Catatan penutupan"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class LastDaysForm(forms.Form):
    """The four last days of the governor's circular."""

    circular = TextField(label=gettext_lazy("Nomor dan tanggal surat edaran"), max_length=200)
    last_order = DateField(label=LastDay.ORDER.label)
    last_capture = DateField(label=LastDay.CAPTURE.label)
    last_spp = DateField(label=LastDay.REQUEST.label)
    last_sp2d = DateField(label=LastDay.DISBURSEMENT.label)

    def days(self) -> dict[LastDay, date]:
        return {what: self.cleaned_data[what.value] for what in LastDay}


@READERS
@require_safe
def overview(request: Request) -> HttpResponse:
    """The last days of the year, and every office that the reader may see, year by year."""
    today = local_day(timezone.now())
    agencies = year_end.agencies_visible_to(request.actor)
    years = sorted(
        BudgetLine.objects.filter(agency__in=agencies).order_by().values_list("fiscal_year", flat=True).distinct()
    )
    wanted = request.GET.get("tahun", "")
    year = next((one for one in years if str(one) == wanted), None) or fiscal_year(today)
    rows = year_end.office_years(request.actor, year)
    context = {
        "year": year,
        "years": [{"label": str(one), "url": f"?tahun={one}", "current": one == year} for one in years],
        "unclosed": unclosed_years(year_end.offices_not_closed(request.actor, before=fiscal_year(today)), year),
        "last_days": _last_days(today if year == fiscal_year(today) else date(year, 12, 31)),
        "is_present": year == fiscal_year(today),
        "may_set": may_set_last_days(request.actor),
        "columns": office_columns(),
        "rows": office_rows(rows, year),
    }
    return render(request, "orders/year_end.html", context)


def _last_days(on: date) -> list[dict[str, str]]:
    """The last days of the year of `on`, as the circular in force on that day says them; none where none is known."""
    try:
        said = [(what, *last_day_said(what, on=on)) for what in LastDay]
    except RateNotPublished:
        return []
    return [
        {"label": str(what.label), "value": _("paling lambat %(day)s") % {"day": long_day(day)}, "note": source}
        for what, day, source in said
    ]


@READERS
@require_http_methods(["GET", "HEAD", "POST"])
def office(request: Request, year: int, agency_id: int) -> HttpResponse:
    """What is open in one office, or what was when its year was closed; the treasury closes it here."""
    agency = year_end.agencies_visible_to(request.actor).filter(pk=agency_id).first()
    if agency is None or not BudgetLine.objects.filter(agency=agency, fiscal_year=year).exists():
        raise NotFound(kind="accounts.agency", id=agency_id)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_to_form(form) as ok:
            close_year(
                agency_id=agency.pk, fiscal_year=year, actor=request.actor, at=timezone.now(), **form.cleaned_data
            )
        if ok:
            messages.success(request, _("Tahun anggaran %(year)d ditutup.") % {"year": year})
            return redirect("orders:year-end-office", year=year, agency_id=agency.pk)
    context = _office_page(request, agency, year) | {"form": form}
    return render(request, "orders/year_end_office.html", context, status=form_status(form))


def _office_page(request: Request, agency: Agency, year: int) -> dict[str, Any]:
    close = agency.year_closes.filter(fiscal_year=year).first()
    table = open_table(close, agency.pk, year)
    verdict = may_close_year(request.actor)
    why_not = "" if verdict else str(verdict.reason)
    try:
        budget.require_year_over(year, at=timezone.now())
    except YearNotOver as refusal:
        why_not = why_not or str(refusal)
    return {
        "agency": agency,
        "year": year,
        "close": close,
        "columns": open_columns(),
        "rows": table,
        "totals": totals(table),
        "why_not": why_not,
        "crumbs": [
            {"label": _("Akhir tahun"), "url": reverse("orders:year-end") + f"?tahun={year}"},
            {"label": agency.name},
        ],
    }


@BUD
@require_http_methods(["GET", "HEAD", "POST"])
def last_days(request: Request) -> HttpResponse:
    """Put the governor's circular into force."""
    today = local_day(timezone.now())
    now = {what.value: last_day_said(what, on=today)[0] for what in LastDay}
    form = LastDaysForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        with refusal_to_form(form) as ok:
            budget.set_last_days(
                days=form.days(), circular=form.cleaned_data["circular"], actor=request.actor, at=timezone.now()
            )
        if ok:
            messages.success(request, _("Kalender akhir tahun berlaku mulai hari ini."))
            return redirect("orders:year-end")
    return render(request, "orders/year_end_days.html", {"form": form, "year": today.year}, status=form_status(form))
