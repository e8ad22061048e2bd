"""Questions about budgets: which lines, how much of them, and which orders hold it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet, Sum

from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor
from marketplace.kernel.asking import Question
from marketplace.kernel.errors import NotFound
from marketplace.kernel.money import Rupiah
from marketplace.kernel.reference import Account, normalise_account_code
from payments.budget.errors import FundReleaseExceeded, FundsNotReleased
from payments.budget.models import BudgetHold, BudgetLine, FundRelease
from payments.ledger.chart import AVAILABLE, Book
from payments.ledger.models import JournalEntry, Posting

#: Who may read the budget of the agency in which the role is held.
AGENCY_ROLES = (
    Role.ACTIVITY_OFFICER,
    Role.PURCHASING_OFFICER,
    Role.COMMITMENT_OFFICER,
    Role.BUDGET_USER,
    Role.BUDGET_PROXY,
    Role.TREASURER,
    Role.ASSISTANT_TREASURER,
    Role.FINANCE_VERIFIER,
)
#: Who may read every budget.
SUPERVISORS = (Role.INTERNAL_AUDITOR, Role.EXTERNAL_AUDITOR, Role.TREASURY, Role.TREASURY_PROXY)


@dataclass(frozen=True)
class LineFigures:
    """The figures of one line; ceiling = available + reserved + committed + obligated + realised + external."""

    line_id: int
    account_code: str
    fiscal_year: int
    ceiling: Rupiah
    available: Rupiah
    reserved: Rupiah
    committed: Rupiah
    obligated: Rupiah
    realised: Rupiah
    external: Rupiah
    orders: int


@dataclass(frozen=True, slots=True)
class ChargeableLine:
    """A line as an order names it."""

    line_id: int
    account_code: str
    sub_activity_code: str


@dataclass(frozen=True)
class Movement:
    """One journal entry as it changed what is available on a line."""

    entry_id: int
    kind: str
    day: date
    order_id: UUID | None
    order_number: str
    reason: str
    change: Rupiah
    stages: tuple[tuple[str, str, Rupiah], ...]


def _with_names() -> QuerySet[BudgetLine]:
    return BudgetLine.objects.select_related("sub_activity", "fund_source", "agency__organisation")


def lines_for(agency_id: int, fiscal_year: int, account_code: str | None = None) -> QuerySet[BudgetLine]:
    """The lines of an agency and year, of one account (in any spelling) when it is named."""
    lines = _with_names().filter(agency_id=agency_id, fiscal_year=fiscal_year)
    if account_code is not None:
        lines = lines.filter(account_code=normalise_account_code(account_code))
    return lines.order_by("sub_activity__code", "account_code", "id")


def about_lines(agency_id: int, line_ids: Iterable[int]) -> Question:
    """Those of these lines that are the agency's own, by id: asked by every submission, with what else it asks."""
    return Question(
        """SELECT line.id AS line_id, line.account_code, sub_activity.code AS sub_activity_code
             FROM budget_budgetline line
             JOIN budget_subactivity sub_activity ON sub_activity.id = line.sub_activity_id
            WHERE line.id = ANY(%s::bigint[]) AND line.agency_id = %s""",
        [list(line_ids), agency_id],
        lambda rows: {row["line_id"]: ChargeableLine(**row) for row in rows},
    )


def lines_visible_to(actor: Actor) -> QuerySet[BudgetLine]:
    """Supervisors see every line, people of an agency those of their own; nobody else sees any."""
    if actor.holds_any(*SUPERVISORS):
        return _with_names()
    return _with_names().filter(agency_id__in=actor.organisations(*AGENCY_ROLES))


def line_visible_to(actor: Actor, line_id: int) -> BudgetLine:
    """Raises NotFound for what does not exist and for what is not this person's alike."""
    line = lines_visible_to(actor).filter(pk=line_id).first()
    if line is None:
        raise NotFound(kind="budget line", id=line_id)
    return line


def years_of(lines: QuerySet[BudgetLine]) -> list[int]:
    """The fiscal years of these lines, newest first."""
    return list(lines.order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct())


def offices_of(lines: QuerySet[BudgetLine]) -> list[tuple[int, str]]:
    """The offices of these lines, by name."""
    rows = lines.order_by("agency__organisation__name").values_list("agency_id", "agency__organisation__name")
    return list(rows.distinct())


def account_names(codes: set[str]) -> dict[str, str]:
    """The official names of these accounts; a code that is not in the table is left out."""
    return dict(Account.objects.filter(code__in=codes).values_list("code", "name"))


def figures_of(lines: Iterable[BudgetLine]) -> list[LineFigures]:
    """The figures of many lines with one more query, for the orders that hold money on each."""
    lines = list(lines)
    orders: dict[int, int] = {}
    for line_id in BudgetHold.objects.filter(line__in=lines).values_list("line_id", flat=True):
        orders[line_id] = orders.get(line_id, 0) + 1
    return [
        LineFigures(
            line_id=line.pk,
            account_code=line.account_code,
            fiscal_year=line.fiscal_year,
            ceiling=Rupiah(line.ceiling_idr),
            available=line.available,
            reserved=Rupiah(line.reserved_idr),
            committed=Rupiah(line.committed_idr),
            obligated=Rupiah(line.obligated_idr),
            realised=Rupiah(line.realised_idr),
            external=Rupiah(line.external_used_idr),
            orders=orders.get(line.pk, 0),
        )
        for line in lines
    ]


def holds_on(line_id: int) -> QuerySet[BudgetHold]:
    """What orders hold on a line, newest first."""
    return BudgetHold.objects.filter(line_id=line_id).order_by("-id")


def holds_of(order_id: UUID) -> dict[int, BudgetHold]:
    """What an order holds, by the id of the line."""
    return {hold.line_id: hold for hold in BudgetHold.objects.filter(order_id=order_id)}


def entries_on(line_id: int) -> QuerySet[JournalEntry]:
    """The budget entries of a line, the newest day first, for paging."""
    on_line = Posting.objects.filter(budget_line_id=line_id, book=Book.BUDGET.value).values("entry_id")
    return JournalEntry.objects.filter(id__in=on_line).order_by("-effective_at", "-id")


def movements_in(line_id: int, entries: Iterable[JournalEntry]) -> list[Movement]:
    """What each of these entries did to a line: the stages it moved and the change of what is available."""
    entries = list(entries)
    legs: dict[int, list[Posting]] = {}
    postings = Posting.objects.filter(entry__in=entries, budget_line_id=line_id, book=Book.BUDGET.value).order_by(
        "entry_id", "position"
    )
    for posting in postings:
        legs.setdefault(posting.entry_id, []).append(posting)
    return [_movement(entry, legs.get(entry.pk, [])) for entry in entries]


def _movement(entry: JournalEntry, legs: list[Posting]) -> Movement:
    change = sum(leg.amount_idr if leg.side == "C" else -leg.amount_idr for leg in legs if leg.account == AVAILABLE.id)
    pairs = zip(legs[::2], legs[1::2], strict=True)
    return Movement(
        entry_id=entry.pk,
        kind=entry.kind,
        day=entry.effective_at,
        order_id=entry.order_id,
        order_number=entry.order_number,
        reason=entry.reason,
        change=Rupiah(change),
        stages=tuple((taken.account, given.account, Rupiah(taken.amount_idr)) for taken, given in pairs),
    )


def released_through(line_id: int, day: date) -> Rupiah | None:
    """Funds released (SPD) for a line up to a day; None when no release was ever recorded."""
    released = FundRelease.objects.filter(line_id=line_id, released_on__lte=day).aggregate(Sum("amount_idr"))
    total = released["amount_idr__sum"]
    return None if total is None else Rupiah(total)


def require_fund_release(line_id: int, *, amount: Rupiah, day: date, requested: Rupiah | None = None) -> None:
    """The third ceiling, tested hard when a payment is requested: the SPD covers it.

    Spent so far, what other requests under way ask for (`requested`), and this one stay within what was released.
    Raises  FundsNotReleased when nothing was ever released on the line, FundReleaseExceeded.
    Source  PP 12/2019; Permendagri 77/2020 (SPD is the basis of the SPP); domain reference §2.4.
    """
    line = BudgetLine.objects.get(pk=line_id)
    released = released_through(line_id, day)
    if released is None:
        raise FundsNotReleased(requested=amount, line_id=line_id, account_code=line.account_code)
    left = released - line.spent - (requested or Rupiah(0))
    if amount > left:
        raise FundReleaseExceeded(available=left, requested=amount, line_id=line_id, account_code=line.account_code)


# ---- releases (SPD) --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OfficeFunds:
    """What an office may spend in a year, what of it was released, and what was spent."""

    agency_id: int
    name: str
    ceiling: Rupiah
    released: Rupiah
    spent: Rupiah

    @property
    def unreleased(self) -> Rupiah:
        return self.ceiling - self.released


def released_on_lines(line_ids: Iterable[int]) -> dict[int, Rupiah]:
    """Line id -> all that was released on it."""
    sums = FundRelease.objects.filter(line_id__in=list(line_ids)).order_by().values_list("line_id")
    return {line_id: Rupiah(total) for line_id, total in sums.annotate(total=Sum("amount_idr"))}


def funds_by_office(fiscal_year: int) -> list[OfficeFunds]:
    """Every office with a budget in that year, by name. Two queries."""
    lines = BudgetLine.objects.filter(fiscal_year=fiscal_year)
    releases = FundRelease.objects.filter(line__fiscal_year=fiscal_year).order_by().values_list("line__agency_id")
    released = dict(releases.annotate(total=Sum("amount_idr")))
    rows = (
        lines.order_by("agency__organisation__name")
        .values_list("agency_id", "agency__organisation__name")
        .annotate(total=Sum("ceiling_idr"), gone=Sum(F("realised_idr") + F("external_used_idr")))
    )
    return [
        OfficeFunds(agency_id, name, Rupiah(ceiling), Rupiah(released.get(agency_id, 0)), Rupiah(spent))
        for agency_id, name, ceiling, spent in rows
    ]


def funds_to_release(agency_id: int, fiscal_year: int, through: int) -> dict[int, Rupiah]:
    """Line id -> what is still to be released for its cash plan through a month; all of it where there is no plan."""
    lines = list(BudgetLine.objects.filter(agency_id=agency_id, fiscal_year=fiscal_year).prefetch_related("cash_plan"))
    before = released_on_lines(line.pk for line in lines)
    wanted = {line.pk: Rupiah(_planned(line, through)) - before.get(line.pk, Rupiah(0)) for line in lines}
    return {line_id: amount for line_id, amount in wanted.items() if amount.idr > 0}


def _planned(line: BudgetLine, through: int) -> int:
    plan = list(line.cash_plan.all())
    if not plan:
        return line.ceiling_idr
    return min(line.ceiling_idr, sum(one.amount_idr for one in plan if one.month <= through))
