"""The budget as those who answer for it see it: lines, what is left of each, and what every order did to it."""

from django.db.models import F, Q, QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.accounts.access import roles
from marketplace.kernel.reference import Account
from marketplace.ui.http import Request
from marketplace.ui.pagination import keyset, numbered
from payments.budget import pages, selectors
from payments.budget.forms import LineFilterForm
from payments.budget.models import BudgetLine

READERS = (*selectors.AGENCY_ROLES, *selectors.SUPERVISORS)


@require_safe
@roles(*READERS)
def lines(request: Request) -> HttpResponse:
    """All lines that this person may see, by sub activity, each with its bar."""
    visible = selectors.lines_visible_to(request.actor)
    form = LineFilterForm(request.GET or None, years=selectors.years_of(visible), offices=selectors.offices_of(visible))
    found = _filtered(visible, **form.wanted)
    page = numbered(found, number=request.GET.get("page"), per_page=30)
    names = selectors.account_names({line.account_code for line in page})
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request,
        "budget/lines.html",
        {
            "form": form,
            "groups": pages.by_sub_activity(page, names),
            "page": page,
            "query": query.urlencode(),
            "sums": _sums(found),
            "many_offices": "dinas" in form.fields,
        },
    )


def _filtered(lines: QuerySet[BudgetLine], *, year: int | None, office: int | None, words: str) -> QuerySet[BudgetLine]:
    if year:
        lines = lines.filter(fiscal_year=year)
    if office:
        lines = lines.filter(agency_id=office)
    if words:
        accounts = Account.objects.filter(name__icontains=words).values("code")
        lines = lines.filter(
            Q(sub_activity__name__icontains=words)
            | Q(sub_activity__code__startswith=words)
            | Q(account_code__startswith=words)
            | Q(account_code__in=accounts)
        )
    return lines.order_by("agency_id", "sub_activity__code", "account_code", "id")


def _sums(lines: QuerySet[BudgetLine]) -> dict[str, int]:
    sums = lines.order_by().aggregate(
        ceiling=Sum("ceiling_idr"),
        held=Sum(F("reserved_idr") + F("committed_idr") + F("obligated_idr")),
        used=Sum(F("realised_idr") + F("external_used_idr")),
    )
    return {name: amount or 0 for name, amount in sums.items()}


@require_safe
@roles(*READERS)
def line(request: Request, line_id: int) -> HttpResponse:
    """One line: its figures, its cash plan, which orders hold its money, and every entry that moved it."""
    found = selectors.line_visible_to(request.actor, line_id)
    name = selectors.account_names({found.account_code}).get(found.account_code, found.account_code)
    holds = numbered(selectors.holds_on(found.pk), number=request.GET.get("pesanan"), per_page=10)
    page = keyset(
        selectors.entries_on(found.pk), order=("-effective_at", "-id"), cursor=request.GET.get("cursor"), per_page=25
    )
    amount = [{"label": label, "align": "r"} for label in (_("Jumlah"), _("Perubahan sisa"))]
    return render(
        request,
        "budget/line.html",
        {
            "line": found,
            "name": name,
            "crumbs": [{"label": _("Anggaran"), "url": reverse("budget:lines")}, {"label": name}],
            "figures": pages.figure_rows(found),
            "plan": pages.plan_points(found),
            "holds": holds,
            "hold_columns": [
                {"label": _("Pesanan")},
                *({"label": label, "align": "r"} for label in _stage_labels()),
            ],
            "hold_rows": pages.hold_rows(holds),
            "page": page,
            "movement_columns": [{"label": _("Tanggal")}, {"label": _("Peristiwa")}, {"label": _("Pesanan")}, *amount],
            "movement_rows": pages.movement_rows(selectors.movements_in(found.pk, page)),
            "releases": found.fund_releases.all(),
            "changes": found.changes.select_related("document").order_by("-id"),
        },
    )


def _stage_labels() -> list[str]:
    return [_("Dicadangkan"), _("Komitmen"), _("Terutang"), _("Realisasi")]
