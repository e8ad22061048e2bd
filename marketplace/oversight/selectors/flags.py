"""The questions that rules raised, for auditors only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import ngettext

from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import NotFound
from marketplace.oversight.models import Flag
from marketplace.oversight.states import WAITING, FlagState
from marketplace.ui.formats import number
from marketplace.ui.tasks import Task
from orders.models import ProcurementOrder
from orders.selectors.orders import orders_visible_to

#: What the queue shows when no state is asked for: what still has no answer.
UNANSWERED = "waiting"
EVERYTHING = "all"


@dataclass(frozen=True)
class FlagFilter:
    """What an auditor looks for; empty fields do not narrow."""

    rule: str = ""
    agency_id: int | None = None
    severity: str = ""
    state: str = UNANSWERED


def flags_for_audit(actor: Actor, wanted: FlagFilter) -> QuerySet[Flag]:
    """Questions about purchases that this auditor may see; one query when read."""
    flags = Flag.objects.filter(order__in=orders_visible_to(actor).order_by()).select_related(
        "order__agency__organisation", "owner"
    )
    if wanted.rule:
        flags = flags.filter(rule=wanted.rule)
    if wanted.agency_id:
        flags = flags.filter(order__agency_id=wanted.agency_id)
    if wanted.severity:
        flags = flags.filter(severity=wanted.severity)
    if wanted.state == UNANSWERED:
        return flags.filter(state__in=WAITING)
    return flags.filter(state=wanted.state) if wanted.state in FlagState else flags


@dataclass(frozen=True)
class FlagCounts:
    """How many questions there are by state, and what the unanswered ones are about."""

    by_state: dict[str, int]
    waiting_idr: int
    high: int

    @property
    def waiting(self) -> int:
        return sum(self.by_state.get(state, 0) for state in WAITING)

    @property
    def total(self) -> int:
        return sum(self.by_state.values())


def flag_counts(actor: Actor) -> FlagCounts:
    """One query."""
    rows = (
        Flag.objects.filter(order__in=orders_visible_to(actor).order_by())
        .order_by()
        .values("state", "severity")
        .annotate(n=Count("id"), idr=Sum("value_idr"))
    )
    by_state: dict[str, int] = {}
    waiting_idr = high = 0
    for row in rows:
        by_state[row["state"]] = by_state.get(row["state"], 0) + row["n"]
        if row["state"] in WAITING:
            waiting_idr += row["idr"]
            high += row["n"] if row["severity"] == "high" else 0
    return FlagCounts(by_state, waiting_idr, high)


def tasks_for(actor: Actor) -> list[Task]:
    """The unanswered questions, for the internal auditor whose queue they are. One query, by the index of states."""
    if not actor.holds(Role.INTERNAL_AUDITOR):
        return []
    count = Flag.objects.filter(state__in=WAITING).count()
    if not count:
        return []
    title = ngettext("%(n)s pertanyaan belum dijawab", "%(n)s pertanyaan belum dijawab", count) % {"n": number(count)}
    return [Task(title=title, url=reverse("oversight:flags"), icon="flag")]


def flag_for_audit(actor: Actor, flag_id: int) -> Flag:
    """One question with its reviews and orders. Three queries. Raises NotFound."""
    flag = (
        Flag.objects.filter(order__in=orders_visible_to(actor).order_by(), pk=flag_id)
        .select_related("order__agency__organisation", "order__vendor", "owner")
        .prefetch_related("reviews")
        .first()
    )
    if flag is None:
        raise NotFound(kind="flag", id=flag_id)
    return flag


def newest_day() -> date | None:
    """The last day that a run looked at."""
    return Flag.objects.order_by().aggregate(day=Max("as_of"))["day"]


def orders_of(flag: Flag) -> list[ProcurementOrder]:
    """The purchases that a question concerns, oldest first; at most a hundred are shown."""
    return list(
        ProcurementOrder.objects.filter(number__in=flag.numbers)
        .select_related("vendor", "agency__organisation")
        .order_by("submitted_at", "number")[:100]
    )


def others_about(flag: Flag) -> list[Flag]:
    """Other questions about the same purchases, the most at stake first."""
    return list(
        Flag.objects.filter(numbers__overlap=flag.numbers)
        .exclude(pk=flag.pk)
        .select_related("order__agency__organisation", "owner")[:20]
    )


def flags_of(order: ProcurementOrder) -> list[Flag]:
    """Every question that concerns this purchase, also where another one of the set stands for all."""
    return list(
        Flag.objects.filter(numbers__contains=[order.number]).select_related("order__agency__organisation", "owner")
    )
