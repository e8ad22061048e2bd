"""The one step of a bill that is the reader's: its forms when it is, and whose move it is when it is not."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.policies import Verdict, allow, refuse
from payments.budget.errors import FundReleaseExceeded, FundsNotReleased
from payments.budget.year_end import LastDay, after_last_day
from payments.settlement.errors import HolderApproves
from payments.settlement.forms import CheckForm, DecideForm, OrderForm, PressForm, ReturnForm
from payments.settlement.labels import SIX_TEST_WORDS
from payments.settlement.models import CardStatement, RealExpenseLine, RealExpenseList
from payments.settlement.policies import turn_of
from payments.settlement.selectors import participants_of
from payments.settlement.selectors.cases import carried_from, charges_to_list
from payments.settlement.services.fund_release import require_funds

#: Steps that can also be refused, and the address that sends the paper back.
RETURNS = {"check": "return-request", "disburse": "return-order"}
#: Steps that the governor's circular on the year's end closes.
LAST_DAYS = {"request": LastDay.REQUEST, "disburse": LastDay.DISBURSEMENT}


def own_step(statement: CardStatement, *, actor: Actor, bound: forms.Form | None = None) -> dict[str, Any]:
    """What the template shows under "Langkah berikutnya"."""
    turn = turn_of(statement)
    if turn is None:
        waits = "" if statement.has_ended else _("Menunggu jawaban bank atas pelunasan")
        return {"step": "", "waits": waits, "is_mine": False}
    if not turn.is_of(actor, statement.agency_id):
        return {"step": turn.step, "waits": turn.waits, "is_mine": False}
    step = _step_name(statement, turn.step)
    lines = expense_lines(statement) if step == "decide" else []
    verdict = _verdict(statement, step, actor)
    returning = isinstance(bound, ReturnForm)
    context: dict[str, Any] = {
        "step": step,
        "is_mine": True,
        "yours": _("Tutup tagihan tanpa belanja") if step == "close" else turn.yours,
        "verdict": verdict,
        "form": _form(step, lines, bound),
        "tests": SIX_TEST_WORDS,
        "return_step": RETURNS.get(step, ""),
        "carried": len(carried_from(charges_to_list(statement), statement)) if step == "list" else 0,
    }
    if step in RETURNS:
        context["return_form"] = bound if returning else ReturnForm(prefix="kembali")
    return context


def _step_name(statement: CardStatement, step: str) -> str:
    """A bill without a purchase that matches needs no papers."""
    if step == "list" and not charges_to_list(statement):
        return "close"
    return step


def _fresh(step: str, lines: list[RealExpenseLine]) -> forms.Form:
    if step == "decide":
        return DecideForm(lines=lines)
    return {"check": CheckForm, "order": OrderForm}.get(step, PressForm)()


def _form(step: str, lines: list[RealExpenseLine], bound: forms.Form | None) -> forms.Form:
    """What was sent, if it was for this step: a page that was open for long may send a step that is over."""
    fresh = _fresh(step, lines)
    return bound if bound is not None and type(bound) is type(fresh) else fresh


def _verdict(statement: CardStatement, step: str, actor: Actor) -> Verdict:
    """Said before the work is done: whoever took part does not decide (S3, S4, S6), after the last day nobody asks, and
    there is no SPP without released funds."""
    if step in LAST_DAYS and (too_late := after_last_day(LAST_DAYS[step], on=local_day(timezone.now()))):
        return refuse(str(too_late), code=too_late.code)
    if step == "request":
        return _funds(statement)
    if step != "decide":
        return allow()
    expense_list = RealExpenseList.objects.filter(statement=statement, withdrawn_at=None).first()
    if expense_list is not None and actor.id in participants_of(expense_list):
        return refuse(HolderApproves.template, code=HolderApproves.code)
    return allow()


def _funds(statement: CardStatement) -> Verdict:
    try:
        require_funds(statement.payment_list, day=local_day(timezone.now()))
    except (FundsNotReleased, FundReleaseExceeded) as refusal:
        return refuse(str(refusal), code=refusal.code)
    return allow()


def expense_lines(statement: CardStatement) -> list[RealExpenseLine]:
    """The lines to be tested, each with its order, vendor and handover report."""
    lines = RealExpenseLine.objects.filter(expense_list__statement=statement, expense_list__withdrawn_at=None)
    return list(lines.select_related("transaction__payable__vendor__organisation"))
