"""What waits for whom: one query, whatever the roles."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.ui import formats
from marketplace.ui.tasks import Task
from payments.settlement.models import CardStatement
from payments.settlement.policies import CASE_TURNS, READERS, TURNS, turn_of
from payments.settlement.selectors.cases import Case, open_cases
from payments.settlement.states import CaseStage

MOST_TASKS = 30


def statements_waiting_for(actor: Actor) -> QuerySet[CardStatement]:
    """Statements whose next step is this person's, the nearest deadline first."""
    mine = Q(pk__in=[])
    for state, turn in TURNS.items():
        if turn.anywhere:
            if actor.holds_any(*turn.roles):
                mine |= Q(state=state)
        elif offices := actor.organisations(*turn.roles):
            mine |= Q(state=state, agency_id__in=offices)
    rows = CardStatement.objects.select_related("agency__organisation", "card__holder", "payment_list")
    return rows.filter(mine).order_by("step_due_on", "due_date", "id")


def count_waiting(actor: Actor) -> int:
    """The number beside "Tagihan KKPD"."""
    return statements_waiting_for(actor).count()


def tasks_for(actor: Actor) -> list[Task]:
    """The next step of each statement that waits for this person."""
    if actor.id is None:
        return []
    today = local_day(timezone.now())
    bills = [_task(statement, today) for statement in statements_waiting_for(actor)[:MOST_TASKS]]
    return [*bills, *_held_lines(actor, today)]


def _held_lines(actor: Actor, today: date) -> list[Task]:
    """Held-back lines whose next step is this person's; nobody confirms an own proposal or decides on an own charge."""
    tasks = []
    for charge in open_cases(actor)[:MOST_TASKS] if actor.holds_any(*READERS) else ():
        case = Case(charge)
        stage = case.stage(today)
        mine = actor.holds_any(*CASE_TURNS.get(stage, ()), organisation_id=charge.agency_id)
        if mine and not (case.proposal and case.proposal.proposed_by_id == actor.id):
            tasks.append(_held_line(case, stage, today))
    return tasks


def _held_line(case: Case, stage: CaseStage, today: date) -> Task:
    due = case.deadline(stage)
    charge = case.charge
    return Task(
        title=_("%(stage)s: %(merchant)s") % {"stage": stage.label, "merchant": charge.merchant_name},
        url=reverse("settlement:case", args=[charge.pk]),
        detail=_("%(office)s, %(amount)s")
        % {"office": charge.agency.organisation.name, "amount": formats.rupiah(charge.owed_to_bank.idr)},
        deadline=due,
        icon="scale",
        tone="bad" if due and due < today else "warn",
    )


def _task(statement: CardStatement, today: date) -> Task:
    turn = turn_of(statement)
    late = statement.is_overdue(today) or bool(statement.step_due_on and statement.step_due_on < today)
    return Task(
        title=_("%(step)s, tagihan %(number)s")
        % {"step": turn.yours if turn else statement.get_state_display(), "number": statement.number},
        url=statement.get_absolute_url(),
        detail=_("%(office)s, %(amount)s, jatuh tempo di bank %(day)s")
        % {
            "office": statement.agency.organisation.name,
            "amount": formats.rupiah(amount_due(statement)),
            "day": formats.long_day(statement.due_date),
        },
        deadline=statement.step_due_on,
        icon="receipt-text",
        tone="bad" if late else "warn",
    )


def amount_due(statement: CardStatement) -> int:
    """What the DPT approves; before there is one, what this bill adds. Earlier unpaid bills are in its balance too."""
    payment_list = getattr(statement, "payment_list", None)
    return payment_list.total_idr if payment_list else statement.own.idr
