"""The one command of the audit room: hold an order for an audit, and release it. Internal auditors only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from marketplace.accounts.access import roles
from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor
from marketplace.ui import presses
from marketplace.ui.formats import day_and_clock
from marketplace.ui.forms import AttemptKeyMixin, TextField, form_status, refusal_to_form
from marketplace.ui.http import Request
from orders.models import OrderAuditHold, ProcurementOrder
from orders.policies import may_hold_for_audit
from orders.selectors import order_visible_to
from orders.services import can_be_held, hold_for_audit, release_audit_hold

INTERNAL = roles(Role.INTERNAL_AUDITOR)
PLACE, RELEASE, DONE = "hold_for_audit", "release_audit_hold", "done"
form_page = require_http_methods(["GET", "HEAD", "POST"])


class ReleaseForm(AttemptKeyMixin, forms.Form):
    """Why the order may go on."""

    reason = TextField(
        label=gettext_lazy("Alasan"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Dibaca oleh dinas dan dicatat di jejak audit."),
    )  # fmt: skip

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, without the key of the form."""
        return {name: value for name, value in self.cleaned_data.items() if name != "attempt_key"}


class HoldForm(ReleaseForm):
    """Why an order is held, and by which letter."""

    letter_number = TextField(
        label=gettext_lazy("Nomor surat pengawasan"), max_length=80,
        help_text=gettext_lazy("Surat tugas atau surat permintaan yang menjadi dasarnya."),
    )  # fmt: skip
    field_order = ["letter_number", "reason"]


@INTERNAL
@form_page
def place(request: Request, number: str) -> HttpResponse:
    """Hold an order for an audit."""
    order = order_visible_to(request.actor, number)
    if presses.earlier(request, PLACE, number):
        return _placed(request, number)
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_to_form(form) as ok, presses.once(request, PLACE, number) as press:
            if not press.result:
                hold_for_audit(order_id=order.id, actor=request.actor, at=timezone.now(), **form.facts)
                press.keep(DONE)
        if ok:
            return _placed(request, number)
    context = {"order": order, "form": form, "releasing": False}
    return render(request, "oversight/hold.html", context, status=form_status(form))


@INTERNAL
@form_page
def release(request: Request, number: str) -> HttpResponse:
    """Let a held order go on."""
    order = order_visible_to(request.actor, number)
    if presses.earlier(request, RELEASE, number):
        return _released(request, number)
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_to_form(form) as ok, presses.once(request, RELEASE, number) as press:
            if not press.result:
                release_audit_hold(order_id=order.id, actor=request.actor, at=timezone.now(), **form.facts)
                press.keep(DONE)
        if ok:
            return _released(request, number)
    context = {"order": order, "form": form, "releasing": True}
    return render(request, "oversight/hold.html", context, status=form_status(form))


def _placed(request: Request, number: str) -> HttpResponse:
    messages.success(request, _("Pesanan ditahan. Dinas dan penjual dikabari."))
    return redirect("oversight:order", number=number)


def _released(request: Request, number: str) -> HttpResponse:
    messages.success(request, _("Penahanan dilepas. Pesanan dapat dilanjutkan."))
    return redirect("oversight:order", number=number)


def hold_panel(order: ProcurementOrder, actor: Actor) -> dict[str, Any]:
    """For the dossier: every hold there was, and the button or the reason why there is none."""
    holds = order.audit_holds.select_related("placed_by", "released_by")
    verdict = may_hold_for_audit(actor)
    why_not = "" if verdict else str(verdict.reason)
    if verdict and not order.audit_hold and not can_be_held(order):
        why_not = _("Pesanan ini sudah dibayar atau berakhir, sehingga tidak ada lagi yang dapat ditahan.")
    name = "oversight:hold-release" if order.audit_hold else "oversight:hold-place"
    return {
        "rows": [_row(hold) for hold in holds],
        "held": order.audit_hold,
        "url": "" if why_not else reverse(name, args=[order.number]),
        "why_not": why_not,
    }


def _row(hold: OrderAuditHold) -> dict[str, str]:
    placed = _("Ditahan %(when)s oleh %(who)s, surat %(letter)s") % {
        "when": day_and_clock(hold.placed_at),
        "who": hold.placed_by.full_name,
        "letter": hold.letter_number,
    }
    released = ""
    if hold.released_at and hold.released_by:
        released = _("Dilepas %(when)s oleh %(who)s") % {
            "when": day_and_clock(hold.released_at),
            "who": hold.released_by.full_name,
        }
    return {"placed": placed, "reason": hold.reason, "released": released, "why": hold.release_reason}
