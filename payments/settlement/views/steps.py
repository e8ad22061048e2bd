"""Each step of a bill as a form that is sent: its roles, its use case, and what is said afterwards.

A step that signs or moves money asks again for password or code, and each form is taken once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from marketplace.accounts.access import roles, step_up
from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor
from marketplace.ui.forms import refusal_to_form
from marketplace.ui.http import Request
from payments.settlement import services
from payments.settlement.forms import CheckForm, DecideForm, OrderForm, PressForm, ReturnForm
from payments.settlement.models import CardStatement, Repayment
from payments.settlement.policies import AUTHORITIES, TREASURERS
from payments.settlement.selectors import statement_visible_to
from payments.settlement.states import RepaymentState
from payments.settlement.views.statements import show
from payments.settlement.views.turns import expense_lines

Act = Callable[..., object]
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Step:
    """`act` gets statement_id, actor, at, and what `given` makes of the clean form."""

    name: str
    roles: tuple[Role, ...]
    act: Act
    done: Promise
    form: type[forms.Form] = PressForm
    given: Callable[[Any], dict[str, Any]] = lambda _form: {}
    binds: bool = False


def _reason(form: ReturnForm) -> dict[str, Any]:
    return {"reason": form.cleaned_data["reason"]}


STEPS = {
    step.name: step
    for step in (
        Step(
            "list",
            (Role.ACTIVITY_OFFICER,),
            services.list_real_expenses,
            gettext_lazy("DPR disusun dan ditandatangani. PA atau KPA menguji tagihan."),
            binds=True,
        ),
        Step(
            "close",
            (Role.ACTIVITY_OFFICER,),
            services.close_empty,
            gettext_lazy("Tagihan ditutup: tidak ada yang dibayar."),
        ),
        Step(
            "decide",
            AUTHORITIES,
            services.decide_bill,
            gettext_lazy("Keenam uji tercatat dan putusan ditandatangani."),
            form=DecideForm,
            given=lambda form: {"tests": form.answers},
            binds=True,
        ),
        Step(
            "note",
            AUTHORITIES,
            services.issue_disbursement_note,
            gettext_lazy("NPD terbit. Bendahara mengajukan SPP."),
            binds=True,
        ),
        Step(
            "request",
            TREASURERS,
            services.file_payment_request,
            gettext_lazy("SPP diajukan. PPK-SKPD memeriksanya."),
            binds=True,
        ),
        Step(
            "check",
            (Role.FINANCE_VERIFIER,),
            services.check_payment_request,
            gettext_lazy("SPP dinyatakan lengkap dan sah. PA menerbitkan SPM."),
            form=CheckForm,
        ),
        Step(
            "return-request",
            (Role.FINANCE_VERIFIER,),
            services.return_payment_request,
            gettext_lazy("SPP dikembalikan kepada bendahara."),
            form=ReturnForm,
            given=_reason,
        ),
        Step(
            "order",
            (Role.BUDGET_USER,),
            services.sign_payment_order,
            gettext_lazy("SPM dan SPTJM ditandatangani. Kuasa BUD menerbitkan SP2D."),
            form=OrderForm,
            given=lambda form: {"accepts_responsibility": form.cleaned_data["accepts_responsibility"]},
            binds=True,
        ),
        Step(
            "return-order",
            (Role.TREASURY, Role.TREASURY_PROXY),
            services.return_payment_order,
            gettext_lazy("SPM dikembalikan kepada dinas."),
            form=ReturnForm,
            given=_reason,
        ),
        Step(
            "disburse",
            (Role.TREASURY, Role.TREASURY_PROXY),
            services.issue_disbursement_order,
            gettext_lazy("SP2D terbit. Belanja tercatat sebagai realisasi."),
            binds=True,
        ),
    )
}


def view_of(name: str) -> View:
    """The view of one step, open to its roles only."""
    step = STEPS[name]

    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: Request, statement_id: UUID) -> HttpResponse:
        found = statement_visible_to(request.actor, statement_id=statement_id)
        if request.method != "POST":
            return redirect(found)
        form = _form(step, request, found)
        if form.is_valid():
            with refusal_to_form(form) as ok:
                _take(step, found, form, actor=request.actor, at=timezone.now())
            if ok:
                messages.success(request, str(step.done))
                return redirect(found)
        return show(request, found, bound=form)

    view.__name__ = f"step_{name.replace('-', '_')}"
    return roles(*step.roles)(step_up(view) if step.binds else view)


def _form(step: Step, request: Request, found: CardStatement) -> forms.Form:
    if step.form is DecideForm:
        return DecideForm(request.POST, lines=expense_lines(found))
    if step.form is ReturnForm:
        return ReturnForm(request.POST, prefix="kembali")
    return step.form(request.POST)


def _take(step: Step, found: CardStatement, form: Any, *, actor: Actor, at: datetime) -> None:
    """Once for each shown form."""
    given = step.given(form)
    services.press_once(
        attempt_key=form.cleaned_data["attempt_key"],
        step=step.name,
        statement_id=found.pk,
        actor=actor,
        content={key: repr(value) for key, value in given.items()},
        act=lambda: step.act(statement_id=found.pk, actor=actor, at=at, **given),
    )


@roles(*TREASURERS)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def repay(request: Request, statement_id: UUID) -> HttpResponse:
    """Pay the bank: the decision is committed first, then the bank is asked with no transaction open."""
    found = statement_visible_to(request.actor, statement_id=statement_id)
    if request.method != "POST":
        return redirect(found)
    form, at = PressForm(request.POST), timezone.now()
    if not form.is_valid():
        return show(request, found, bound=form)
    with refusal_to_form(form) as ok:
        services.press_once(
            attempt_key=form.cleaned_data["attempt_key"],
            step="repay",
            statement_id=found.pk,
            actor=request.actor,
            act=lambda: services.start_repayment(statement_id=found.pk, actor=request.actor, at=at),
        )
    if not ok:
        return show(request, found, bound=form)
    waiting = Repayment.objects.filter(payment_list__statement=found).order_by("-started_at").first()
    _tell(request, services.perform_repayment(repayment_id=waiting.pk, at=at) if waiting else None)
    return redirect(found)


def _tell(request: Request, repayment: Repayment | None) -> None:
    """What the bank said, or that it said nothing yet."""
    if repayment is None or repayment.state == RepaymentState.PENDING:
        text = _("Bank belum menjawab. Pelunasan tercatat dan ditanyakan lagi sendiri; jangan membayar di luar sistem.")
        messages.warning(request, text)
    elif repayment.state == RepaymentState.REFUSED:
        messages.error(request, _("Bank menolak pelunasan. Tidak ada yang dibayar; periksa rekening, lalu coba lagi."))
    else:
        messages.success(request, _("Bank menerima pelunasan. Tagihan lunas dan limit kartu tersedia lagi."))
