"""The treasury's pages of released funds (SPD): every office, and one office with the form that releases more."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.access import roles, step_up
from marketplace.accounts.models import Agency
from marketplace.kernel.attempts import attempt
from marketplace.kernel.calendar import fiscal_year, local_day
from marketplace.ui import formats
from marketplace.ui.forms import form_status, refusal_to_form
from marketplace.ui.http import Request
from payments.budget import selectors, services
from payments.budget.forms import ReleaseForm
from payments.budget.models import FundRelease
from payments.budget.policies import RELEASERS


def _year() -> int:
    return fiscal_year(local_day(timezone.now()))


@roles(*RELEASERS)
@require_safe
def offices(request: Request) -> HttpResponse:
    """What was released to each office this year, and what of it was spent."""
    rows = [
        {
            "state": "" if one.released.idr else "flag",
            "cells": [
                {"text": one.name, "url": reverse("budget:release", args=[one.agency_id]), "head": True},
                {"amount": one.ceiling, "class": "c-full"},
                {"amount": one.released, "class": "c-full"},
                {"amount": one.spent, "class": "c-full"},
                {"amount": one.unreleased, "class": "c-full"},
            ],
        }
        for one in selectors.funds_by_office(_year())
    ]
    names = (_("Pagu"), _("Disediakan"), _("Terpakai"), _("Belum disediakan"))
    columns = [{"label": _("Perangkat daerah")}, *({"label": name, "align": "r"} for name in names)]
    return render(request, "budget/releases.html", {"rows": rows, "columns": columns, "year": _year()})


@roles(*RELEASERS)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def office(request: Request, agency_id: int) -> HttpResponse:
    """The lines of one office with what was released, and the SPD that releases more."""
    found = get_object_or_404(Agency.objects.select_related("organisation"), pk=agency_id)
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusal_to_form(form) as ok:
            _release(request, found, form.cleaned_data)
        if ok:
            messages.success(request, _("SPD %(number)s terbit.") % {"number": form.cleaned_data["number"]})
            return redirect("budget:release", agency_id)
    return render(request, "budget/release.html", _context(found, form), status=form_status(form))


def _release(request: Request, found: Agency, given: dict[str, Any]) -> None:
    """Once for each shown form."""
    about = {"agency": found.pk, "number": given["number"], "through": given["through"]}
    with attempt(
        key=given["attempt_key"], actor=request.actor, purpose="budget.release_funds", content=about
    ) as pressed:
        if not pressed.result:
            services.release_funds(
                agency_id=found.pk,
                fiscal_year=_year(),
                number=given["number"],
                released_on=given["released_on"],
                amounts=selectors.funds_to_release(found.pk, _year(), given["through"]),
                actor=request.actor,
                at=timezone.now(),
            )
            pressed.keep(given["number"])


def _context(found: Agency, form: ReleaseForm) -> dict[str, Any]:
    lines = list(selectors.lines_for(found.pk, _year()))
    released = selectors.released_on_lines(line.pk for line in lines)
    names = selectors.account_names({line.account_code for line in lines})
    none = selectors.Rupiah(0)
    rows = [
        {
            "state": "" if line.pk in released else "flag",
            "cells": [
                {
                    "text": names.get(line.account_code, line.account_code),
                    "url": reverse("budget:line", args=[line.pk]),
                    "sub": line.account_code,
                    "head": True,
                },
                {"amount": line.ceiling_idr, "class": "c-full"},
                {"amount": released.get(line.pk, none), "class": "c-full"},
                {"amount": line.spent, "class": "c-full"},
            ],
        }
        for line in lines
    ]
    columns = [{"label": _("Rekening")}, *({"label": name, "align": "r"} for name in _amounts())]
    letters = FundRelease.objects.filter(line__agency_id=found.pk, line__fiscal_year=_year())
    return {
        "office": found,
        "form": form,
        "rows": rows,
        "columns": columns,
        "letters": [
            {"label": f"{number}, {formats.long_day(day)}", "amount": total}
            for number, day, total in letters.order_by("released_on")
            .values_list("number", "released_on")
            .annotate(total=selectors.Sum("amount_idr"))
        ],
        "has_rest": bool(selectors.funds_to_release(found.pk, _year(), 12)),
        "crumbs": [
            {"label": _("Penyediaan dana"), "url": reverse("budget:releases")},
            {"label": found.organisation.name},
        ],
    }


def _amounts() -> tuple[str, str, str]:
    return _("Pagu"), _("Disediakan"), _("Terpakai")
