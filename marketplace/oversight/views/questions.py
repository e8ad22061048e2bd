"""Questions that rules raised: the queue, one question with its evidence, and an auditor's answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.oversight import services
from marketplace.oversight.forms import FlagFilterForm, ReviewForm
from marketplace.oversight.policies import may_review
from marketplace.oversight.selectors.flags import (
    flag_counts,
    flag_for_audit,
    flags_for_audit,
    newest_day,
    orders_of,
    others_about,
)
from marketplace.oversight.shown import flag as flag_shown
from marketplace.oversight.shown import flags as flags_shown
from marketplace.oversight.states import FlagState
from marketplace.oversight.views.reading import AUDITORS, without_cursor
from marketplace.ui import presses
from marketplace.ui.forms import form_status, refusal_to_form
from marketplace.ui.http import Request
from marketplace.ui.pagination import keyset

REVIEW = "review_flag"


@AUDITORS
@require_safe
def flag_list(request: Request) -> HttpResponse:
    """Questions raised by rules, the most at stake first; without a filter, those that still have no answer."""
    form = FlagFilterForm(request.GET)
    page = keyset(
        flags_for_audit(request.actor, form.wanted()), order=("-rank", "-id"), cursor=request.GET.get("cursor")
    )
    context = {
        "form": form,
        "page": page,
        "figures": flags_shown.figures(flag_counts(request.actor)),
        "columns": flags_shown.columns(),
        "rows": flags_shown.rows(page),
        "query": without_cursor(request),
    }
    return render(request, "oversight/flags.html", context)


@AUDITORS
@require_http_methods(["GET", "HEAD", "POST"])
def flag_detail(request: Request, flag_id: int) -> HttpResponse:
    """One question with its evidence; an auditor takes it, answers it, or opens it again."""
    flag, at = flag_for_audit(request.actor, flag_id), timezone.now()
    if done := presses.earlier(request, REVIEW, str(flag_id)):
        return _answered(request, flag_id, done)
    form = ReviewForm(request.POST if request.method == "POST" else None, state=flag.state)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("action", "reason_code", "reason")}
        with refusal_to_form(form) as ok, presses.once(request, REVIEW, str(flag_id)) as press:
            if not press.result:
                press.keep(services.review_flag(flag_id=flag.pk, **facts, actor=request.actor, at=at).state)
        if ok:
            return _answered(request, flag_id, press.result)
    if request.method == "GET":
        services.note_flag_opened(flag=flag, actor=request.actor, at=at)
    context = {
        "page": flag_shown.flag_page(flag, newest=newest_day()),
        "crumbs": flag_shown.crumbs(flag),
        "form": form,
        "verdict": may_review(request.actor, flag),
        "order_columns": flag_shown.order_columns(),
        "orders": flag_shown.order_rows(orders_of(flag)),
        "flag_columns": flags_shown.columns(),
        "others": flags_shown.rows(others_about(flag)),
    }
    return render(request, "oversight/flag.html", context, status=form_status(form))


def _answered(request: Request, flag_id: int, state: str) -> HttpResponse:
    messages.success(request, _("Tersimpan: %(state)s.") % {"state": FlagState(state).label.lower()})
    return redirect("oversight:flag", flag_id=flag_id)
