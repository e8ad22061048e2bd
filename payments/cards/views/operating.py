"""The operator's page of payments: refused transfers to send again, and collected taxes to pass on to the state."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.accounts.access import roles, step_up
from marketplace.accounts.roles import Role
from marketplace.kernel.calendar import local_day
from marketplace.ui import formats
from marketplace.ui.forms import form_status, refusal_to_form
from marketplace.ui.http import Request
from payments.cards import selectors, services
from payments.cards.forms import RemitForm
from payments.cards.labels import PAYOUT_FAILURES

OPERATORS = roles(Role.SITE_ADMIN)


@OPERATORS
@require_http_methods(["GET", "HEAD", "POST"])
@step_up
def operator(request: Request) -> HttpResponse:
    """What the operator owes: to vendors whose transfer was refused, and to the state."""
    form = RemitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusal_to_form(form) as ok:
            done = services.remit_collected_taxes(
                month=form.cleaned_data["month"],
                reference=form.cleaned_data["reference"],
                actor=request.actor,
                at=timezone.now(),
            )
        if ok:
            words = _("Penyetoran %(total)s atas %(count)s pembayaran dicatat.")
            messages.success(request, words % {"total": formats.rupiah(done.total), "count": done.payments})
            return redirect("cards:operator")
    refused = [
        {
            "payout": payout,
            "why": PAYOUT_FAILURES.get(payout.failure_code, payout.failure_code),
            "url": reverse("cards:retry-payout", args=[payout.pk]),
        }
        for payout in selectors.refused_payouts()[:100]
    ]
    this_month = local_day(timezone.now()).replace(day=1)
    months = [
        one | {"total": one["ppn_idr"] + one["pph_idr"], "is_over": one["month"] < this_month}
        for one in selectors.taxes_to_remit()
    ]
    context = {"refused": refused, "months": months, "form": form}
    return render(request, "cards/operator.html", context, status=form_status(form))


@OPERATORS
@require_POST
def retry_payout(request: Request, payout_id: UUID) -> HttpResponse:
    """Send a refused payout again; the timer does it within a minute."""
    request.refusal_url = reverse("cards:operator")
    services.retry_payout(payout_id=payout_id, actor=request.actor, at=timezone.now())
    messages.success(request, _("Pembayaran dikirim ulang dalam semenit."))
    return redirect("cards:operator")
