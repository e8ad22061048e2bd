"""The end of a fiscal year, office by office: what is open, and what was closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from marketplace.accounts.models import Agency
from marketplace.accounts.roles import OFFICE_ROLES, Role
from marketplace.kernel.actors import Actor
from orders.models import ProcurementOrder
from orders.states import OrderState
from payments.budget.models import BudgetHold, BudgetLine, OpenStage, YearClose

#: What only reserves money, and ends with the year.
RESERVING = (
    OrderState.SUBMITTED,
    OrderState.COMPARING,
    OrderState.NEGOTIATING,
    OrderState.AWAITING_APPROVAL,
    OrderState.ORDERED,
)
SUPERVISORS = (Role.TREASURY, Role.TREASURY_PROXY, Role.INTERNAL_AUDITOR, Role.EXTERNAL_AUDITOR)
FIGURES = ("ceiling_idr", "reserved_idr", "committed_idr", "obligated_idr", "realised_idr", "external_used_idr")


@dataclass(frozen=True)
class OfficeYear:
    """One office in one year: money by stage, and the close when there was one."""

    agency: Agency
    ceiling_idr: int
    reserved_idr: int
    committed_idr: int
    obligated_idr: int
    realised_idr: int
    external_used_idr: int
    close: YearClose | None

    @property
    def spent_idr(self) -> int:
        """As on the line: realised here, and spent outside the marketplace."""
        return self.realised_idr + self.external_used_idr

    @property
    def open_idr(self) -> int:
        return self.reserved_idr + self.committed_idr + self.obligated_idr


def agencies_visible_to(actor: Actor) -> QuerySet[Agency]:
    """Every office for the treasury and for auditors, the own one for its people."""
    if actor.holds_any(*SUPERVISORS):
        return Agency.objects.all()
    return Agency.objects.filter(pk__in=actor.organisations(*OFFICE_ROLES))


def office_years(actor: Actor, fiscal_year: int) -> list[OfficeYear]:
    """The offices that have a budget in that year, those not yet closed first. Three queries."""
    lines = BudgetLine.objects.filter(fiscal_year=fiscal_year, agency__in=agencies_visible_to(actor)).order_by()
    sums = {
        agency_id: figures
        for agency_id, *figures in lines.values("agency_id")
        .annotate(*(Sum(name) for name in FIGURES))
        .values_list("agency_id", *(f"{name}__sum" for name in FIGURES))
    }
    closes = {one.agency_id: one for one in YearClose.objects.filter(fiscal_year=fiscal_year, agency__in=list(sums))}
    agencies = Agency.objects.filter(pk__in=list(sums)).select_related("organisation")
    found = [
        OfficeYear(agency=one, close=closes.get(one.pk), **dict(zip(FIGURES, sums[one.pk], strict=True)))
        for one in agencies
    ]
    return sorted(found, key=lambda one: (one.close is not None, one.agency.name))


def offices_not_closed(actor: Actor, *, before: int) -> list[tuple[int, int]]:
    """(year, how many visible offices have a budget in it and no close), for years that are over. One query."""
    closed = YearClose.objects.filter(agency_id=OuterRef("agency_id"), fiscal_year=OuterRef("fiscal_year"))
    lines = BudgetLine.objects.filter(fiscal_year__lt=before, agency__in=agencies_visible_to(actor))
    open_lines = lines.filter(~Exists(closed)).order_by().values("fiscal_year")
    return list(
        open_lines.annotate(offices=Count("agency_id", distinct=True))
        .order_by("-fiscal_year")
        .values_list("fiscal_year", "offices")
    )


def orders_to_lapse(agency_id: int, fiscal_year: int) -> QuerySet[ProcurementOrder]:
    """Orders that only reserve money of a year, in the order in which they are locked."""
    return ProcurementOrder.objects.filter(agency_id=agency_id, fiscal_year=fiscal_year, state__in=RESERVING).order_by(
        "id"
    )


def open_rows(agency_id: int, fiscal_year: int) -> Sequence[tuple[BudgetHold, OpenStage, int]]:
    """What a close would list: hold, stage and amount, as it is now."""
    holds = BudgetHold.objects.filter(agency_id=agency_id, line__fiscal_year=fiscal_year).select_related("line")
    held = holds.filter(Q(reserved_idr__gt=0) | Q(committed_idr__gt=0) | Q(obligated_idr__gt=0))
    return [
        (hold, stage, amount)
        for hold in held.order_by("order_number", "line_id")
        for stage in OpenStage
        if (amount := getattr(hold, f"{stage.value}_idr"))
    ]
