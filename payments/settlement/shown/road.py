"""The road of a bill: which papers are made, by whom and when, and what comes next by when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from marketplace.ui import formats
from payments.settlement.models import CardStatement, StatementHistory
from payments.settlement.states import ROAD
from payments.settlement.states import StatementState as S

ICONS = {
    S.ISSUED: "inbox",
    S.MATCHED: "git-compare",
    S.LISTED: "list-checks",
    S.VERIFIED_FULL: "user-round-check",
    S.NPD_ISSUED: "file-check-2",
    S.SPP_FILED: "send",
    S.SPP_CHECKED: "clipboard-check",
    S.SPM_ISSUED: "signature",
    S.SP2D_ISSUED: "landmark",
    S.PAID: "banknote",
}
#: States that are no place of their own on the road.
PLACES = {S.VERIFIED_PARTIAL: S.VERIFIED_FULL, S.REPAYING: S.SP2D_ISSUED}
#: Steps that lead to a place where the bill was before.
BACKWARDS = ("return_request", "return_order", "repayment_refused", "relist")


def road(statement: CardStatement, history: Iterable[StatementHistory]) -> list[dict[str, Any]]:
    """Steps for the timeline. What was returned counts as not done until it is done again."""
    marks, last = _marks(history)
    ended_empty = statement.state == S.NOTHING_DUE
    here = _place(S(last.before) if ended_empty and last else S(statement.state))
    steps = []
    for place, (state, label) in enumerate(ROAD):
        mark = marks.get(state)
        step = {"label": label, "icon": ICONS[state], "state": "next", "detail": ""}
        if place <= here:
            step |= {"state": "done", "icon": "", "detail": mark or _imported(statement)}
        elif place == here + 1 and not ended_empty:
            step |= {"state": "now", "detail": _deadline(statement)}
        steps.append(step)
    if ended_empty:
        return [*steps[: here + 1], {"label": S.NOTHING_DUE.label, "icon": "", "state": "done", "detail": _who(last)}]
    return steps


def _marks(history: Iterable[StatementHistory]) -> tuple[dict[str, str], StatementHistory | None]:
    """State -> by whom and when it was last reached by going forward; and the last step of all.

    The bank's answer ends a repayment, so the person shown is the one who asked for it.
    """
    marks, last, payer = {}, None, ""
    for last in history:
        if last.action == "start_repayment":
            payer = last.actor_name
        elif last.action not in BACKWARDS:
            marks[PLACES.get(S(last.after), last.after)] = _who(last, payer if last.action == "repay" else "")
    return marks, last


def _place(state: S) -> int:
    return [step for step, _label in ROAD].index(PLACES.get(state, state))


def _who(row: StatementHistory | None, name: str = "") -> str:
    if row is None:
        return ""
    return _("%(name)s, %(day)s") % {"name": name or row.actor_name, "day": formats.short_day(row.at)}


def _imported(statement: CardStatement) -> str:
    return formats.short_day(statement.imported_at)


def _deadline(statement: CardStatement) -> str:
    if statement.state == S.REPAYING:
        return _("menunggu jawaban bank")
    if statement.step_due_on is None:
        return ""
    return _("paling lambat %(day)s") % {"day": formats.short_day(statement.step_due_on)}
