"""The public portal: figures, orders, open data, method. No account, no cookie, nothing personal."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.accounts.access import public
from marketplace.kernel.calendar import fiscal_year, local_day
from marketplace.kernel.errors import NotFound
from marketplace.transparency import ocds, open_data
from marketplace.transparency.forms import FIRST_YEAR, PublicFilterForm
from marketplace.transparency.selectors.figures import figures
from marketplace.transparency.selectors.orders import published_by_id, published_order, published_orders
from marketplace.transparency.shown import dashboard, lists
from marketplace.transparency.shown.order import order_page
from marketplace.ui.pagination import keyset
from marketplace.ui.sheets import csv_lines

NEWEST = 5


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where the money goes: totals with denominators, months, goods, origin, offices, and the newest orders."""
    today = local_day(timezone.now())
    form = PublicFilterForm(request.GET or {"tahun": str(today.year)}, today=today)
    wanted = form.wanted()
    year = wanted.year or today.year
    seen, query = figures(wanted, year=year), dashboard.query_of(wanted, year)
    context = {
        "form": form,
        "year": year,
        "seen": seen,
        "kpi": dashboard.kpi(seen),
        "months": dashboard.months(seen, last=today.month if year == today.year else 12),
        "months_whole": year != today.year,
        "months_note": _("Bulan berjalan belum lengkap.") if year == today.year else "",
        "groups": dashboard.groups(seen, query),
        "regencies": dashboard.regencies(seen, query),
        "agencies": dashboard.agencies(seen, query),
        "columns": lists.columns(),
        "rows": lists.rows(published_orders(wanted).order_by("-approved_at", "-id")[:NEWEST]),
        "list_url": dashboard.list_url(query),
    }
    return render(request, "transparency/home.html", context)


@public
@require_safe
def order_list(request: HttpRequest) -> HttpResponse:
    """Every published order, found by office, vendor, goods or number."""
    text = request.GET.get("q", "")[:120]
    form = PublicFilterForm(request.GET, today=local_day(timezone.now()), any_year=True)
    page = keyset(
        published_orders(form.wanted(text)),
        order=("-approved_at", "-id"),
        cursor=request.GET.get("cursor"),
        per_page=25,
    )
    query = request.GET.copy()
    query.pop("cursor", None)
    context = {
        "form": form,
        "q": text,
        "page": page,
        "columns": lists.columns(),
        "rows": lists.rows(page),
        "query": query.urlencode(),
    }
    return render(request, "transparency/orders.html", context)


@public
@require_safe
def order_detail(request: HttpRequest, number: str) -> HttpResponse:
    """The published part of one order."""
    return render(request, "transparency/order.html", order_page(published_order(number)))


@public
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What can be downloaded, and how it is made."""
    years = range(fiscal_year(timezone.now()), FIRST_YEAR - 1, -1)
    return render(request, "transparency/data.html", {"years": list(years), "columns": open_data.COLUMNS})


@public
@require_safe
def data_csv(request: HttpRequest, year: int) -> StreamingHttpResponse:
    """The published orders of a year. Raises NotFound for a year before the first."""
    if not FIRST_YEAR <= year <= fiscal_year(timezone.now()):
        raise NotFound(kind="transparency.year")
    lines = csv_lines(open_data.COLUMNS, open_data.rows(year))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="pesanan-{year}.csv"'
    return response


@public
@require_safe
def ocds_package(request: HttpRequest, ocid: str) -> JsonResponse:
    """One order as an OCDS 1.1 release package."""
    order = published_by_id(ocds.order_id_of(ocid))
    package = ocds.release_package(order, address=request.build_absolute_uri(request.path))
    return JsonResponse(package, json_dumps_params={"ensure_ascii": False})


@public
@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """How the figures are counted, what is left out, and why."""
    return render(request, "transparency/method.html", {"prefix": ocds.prefix()})
