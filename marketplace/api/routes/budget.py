"""Budget lines and their figures, for people of the office and for supervisors."""

from typing import Any

from ninja import Query, Router

from marketplace.api.doors import door, for_roles
from marketplace.api.schemas import BudgetPage, BudgetQuery, FiguresOut, answers
from marketplace.ui.http import Request
from marketplace.ui.pagination import keyset
from payments.budget.selectors import AGENCY_ROLES, SUPERVISORS, figures_of, line_visible_to, lines_visible_to

router = Router(tags=["budget"])
READERS = for_roles(*AGENCY_ROLES, *SUPERVISORS)


@router.get("/lines", response=answers(BudgetPage), url_name="budget-lines")
@door(READERS, query=BudgetQuery)
def list_lines(request: Request, query: Query[BudgetQuery]) -> dict[str, Any]:
    """The lines of one's own office; supervisors see all."""
    lines = lines_visible_to(request.actor)
    if query.fiscal_year:
        lines = lines.filter(fiscal_year=query.fiscal_year)
    page = keyset(lines, order=("id",), cursor=query.cursor, per_page=100, strict=True)
    items = [
        {
            "id": line.pk,
            "agency_id": line.agency_id,
            "fiscal_year": line.fiscal_year,
            "sub_activity": line.sub_activity.code,
            "account_code": line.account_code,
            "fund_source": line.fund_source_id,
        }
        for line in page
    ]
    return {"items": items, "next": page.next_cursor}


@router.get("/lines/{int:line_id}/figures", response=answers(FiguresOut), url_name="budget-figures")
@door(READERS)
def figures(request: Request, line_id: int) -> dict[str, Any]:
    """Ceiling, what is left of it, each stage, and how many orders hold money. 404 for another office's line."""
    line = line_visible_to(request.actor, line_id)
    one = figures_of([line])[0]
    return {
        "line_id": one.line_id,
        "account_code": one.account_code,
        "fiscal_year": one.fiscal_year,
        "orders": one.orders,
        "ceiling": one.ceiling.idr,
        "available": one.available.idr,
        "reserved": one.reserved.idr,
        "committed": one.committed.idr,
        "obligated": one.obligated.idr,
        "realised": one.realised.idr,
        "external": one.external.idr,
    }
