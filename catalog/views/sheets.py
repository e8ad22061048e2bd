"""The seller's goods by spreadsheet: take the form, hand it in, put rows right, save."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog import selectors, services
from catalog.forms import AttemptForm, SheetUploadForm
from catalog.models import Listing
from catalog.services.save_sheet import NothingToSave, RowsNowWrong
from catalog.sheets import writing
from catalog.sheets.columns import BY_KEY
from catalog.sheets.editing import cells_of, form_of, price_meant
from catalog.sheets.models import Sheet, SheetRow
from catalog.sheets.states import NEW, WRONG, Outcome, SheetState
from catalog.views.seller import SELLERS, preview_of
from marketplace.accounts.access import roles
from marketplace.files.sheets import CONTENT_TYPES
from marketplace.kernel.errors import NotFound
from marketplace.ui.formats import rupiah
from marketplace.ui.forms import RupiahField, form_status, refusal_to_form
from marketplace.ui.http import Request
from marketplace.ui.pagination import numbered
from vendors.policies import may_sell
from vendors.selectors import own_vendor

PER_PAGE = 40
#: outcome -> tone and icon
LOOKS = {
    "new": ("ok", "circle-plus"),
    "changed": ("info", "pencil"),
    "unchanged": ("idle", "copy"),
    "wrong": ("warn", "triangle-alert"),
    "skipped": ("idle", "ban"),
    "waiting": ("idle", "hourglass"),
}


@roles(*SELLERS)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: Request) -> HttpResponse:
    """Three steps: download, fill, upload; and what was uploaded before."""
    vendor = own_vendor(request.actor)
    form = SheetUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusal_to_form(form) as ok:
            sheet = services.upload_sheet(
                vendor_id=vendor.pk,
                upload=form.cleaned_data["file"],
                attempt_key=form.cleaned_data["attempt_key"],
                actor=request.actor,
                at=timezone.now(),
            )
        if ok:
            return redirect(sheet)
    goods = Listing.objects.filter(vendor=vendor).count()
    context = {
        "form": form,
        "verdict": may_sell(vendor),
        "goods": goods,
        "parts": range(1, -(-goods // settings.GOODS_SHEET_ROWS) + 1),
        "most_rows": settings.GOODS_SHEET_ROWS,
        "most_mebibytes": settings.GOODS_SHEET_MEBIBYTES,
        "sheets": list(selectors.own_sheets(request.actor)[:10]),
        "crumbs": _crumbs(),
    }
    return render(request, "catalog/seller/import.html", context, status=form_status(form))


@roles(*SELLERS)
@require_safe
def template(request: Request, ending: str) -> HttpResponse:
    """The empty sheet."""
    return _download([], _("templat-produk"), ending)


@roles(*SELLERS)
@require_safe
def export(request: Request, ending: str) -> HttpResponse:
    """One's own goods in the same columns, in parts that can be brought back."""
    vendor = own_vendor(request.actor)
    asked = request.GET.get("bagian", "1")
    part = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    first = (max(part, 1) - 1) * settings.GOODS_SHEET_ROWS
    mine = Listing.objects.filter(vendor=vendor).select_related("stock_record").order_by("id")
    rows = writing.texts_of(mine[first : first + settings.GOODS_SHEET_ROWS])
    return _download(rows, f"produk-{slugify(vendor.display_name)}{f'-{part}' if part > 1 else ''}", ending)


@roles(*SELLERS)
@require_safe
def show(request: Request, sheet_id: UUID) -> HttpResponse:
    """What each row would do or did; while a worker is at it, the page asks again by itself."""
    sheet = selectors.own_sheet(request.actor, sheet_id)
    if request.htmx and sheet.is_working:
        return HttpResponse(status=204)
    return _show(request, sheet, AttemptForm())


@roles(*SELLERS)
@require_POST
def save(request: Request, sheet_id: UUID) -> HttpResponse:
    """Pressing twice finds the sheet saved, and says so."""
    sheet = selectors.own_sheet(request.actor, sheet_id)
    if sheet.state in (SheetState.APPLYING, SheetState.DONE):
        return redirect(sheet)
    form = AttemptForm(request.POST)
    form.is_valid()
    with refusal_to_form(form) as ok:
        services.confirm_sheet(sheet_id=sheet.pk, actor=request.actor, at=timezone.now())
    sheet = selectors.own_sheet(request.actor, sheet_id)
    if ok or sheet.state in (SheetState.APPLYING, SheetState.DONE):  # the other of two presses saved it meanwhile
        return redirect(sheet)
    if isinstance(getattr(form, "refusal", None), (RowsNowWrong, NothingToSave)):
        sheet = services.recheck_sheet(sheet_id=sheet.pk, actor=request.actor)
    return _show(request, sheet, form)


@roles(*SELLERS)
@require_POST
def drop(request: Request, sheet_id: UUID) -> HttpResponse:
    sheet = selectors.own_sheet(request.actor, sheet_id)
    services.drop_sheet(sheet_id=sheet.pk, actor=request.actor, at=timezone.now())
    messages.success(request, _("Lembar “%(name)s” dibuang. Produk Anda tidak berubah.") % {"name": sheet.name})
    return redirect("catalog:seller-import")


@roles(*SELLERS)
@require_safe
def wrong_rows(request: Request, sheet_id: UUID) -> HttpResponse:
    """The wrong rows, or with `semua` the whole sheet, with each complaint at its cell and at the end of its row."""
    sheet = selectors.own_sheet(request.actor, sheet_id)
    rows = sheet.rows.all() if "semua" in request.GET else sheet.rows.filter(outcome=WRONG)
    chosen = list(rows)
    remarks = [dict(row.complaints) for row in chosen]
    data = writing.as_xlsx([row.cells for row in chosen], remarks=remarks)
    return _attachment(data, f"{_('perlu-diperbaiki')}-{slugify(sheet.name.rsplit('.', 1)[0])}", "xlsx")


@roles(*SELLERS)
@require_http_methods(["GET", "HEAD", "POST"])
def row(request: Request, sheet_id: UUID, number: int) -> HttpResponse:
    """One row as the product form, with what is wrong at its fields; saved or passed over, then the next wrong one."""
    sheet = selectors.own_sheet(request.actor, sheet_id)
    one = sheet.rows.select_related("listing__stock_record").filter(number=number).first()
    if one is None:
        raise NotFound(kind="catalog.sheetrow", id=number)
    if not sheet.is_open:
        return redirect(sheet)
    now = timezone.now()
    if request.method == "POST" and "skip" in request.POST:
        services.skip_sheet_row(sheet_id=sheet.pk, number=number, actor=request.actor, at=now)
        return _next(sheet, number)
    if request.method == "POST":
        one = services.fix_sheet_row(
            sheet_id=sheet.pk, number=number, cells=cells_of(one, request.POST), actor=request.actor, at=now
        )
        if one.outcome != WRONG:
            return _next(sheet, number)
    return _show_row(request, sheet, one)


# ---- parts


def _show(request: Request, sheet: Sheet, form: AttemptForm) -> HttpResponse:
    counts = sheet.counts
    first = WRONG if counts[WRONG] else ""
    chosen = request.GET.get("hasil", first)
    rows = sheet.rows.select_related("listing")
    page = numbered(
        rows.filter(outcome=chosen) if chosen in Outcome.values else rows,
        number=request.GET.get("page"),
        per_page=PER_PAGE,
    )
    tabs = [{"label": _("Semua"), "url": "?hasil=semua", "count": counts.total(), "current": chosen not in counts}]
    tabs += [
        {"label": label, "url": f"?hasil={value}", "count": counts[value], "current": chosen == value}
        for value, label in Outcome.choices
        if counts[value]
    ]
    context = {
        "sheet": sheet,
        "counts": counts,
        "total": counts.total(),
        "left_out": counts[WRONG] + counts[Outcome.SKIPPED],
        "bar": _bar(counts),
        "tabs": tabs,
        "page": page,
        "rows": [_row_line(sheet, one) for one in page],
        "rest": f"hasil={chosen}" if chosen else "",
        "form": form,
        "crumbs": _crumbs({"label": sheet.name}),
    }
    return render(request, "catalog/seller/sheet.html", context, status=form_status(form))


def _show_row(request: Request, sheet: Sheet, one: SheetRow) -> HttpResponse:
    form = form_of(one)
    wrong = list(sheet.rows.filter(outcome=WRONG).values_list("number", flat=True))
    context = {
        "sheet": sheet,
        "row": one,
        "form": form,
        "place": wrong.index(one.number) + 1 if one.number in wrong else 0,
        "wrong": len(wrong),
        "following": next((number for number in wrong if number > one.number), None),
        "meant": price_meant(one),
        "preview": preview_of(form.data),
        "crumbs": _crumbs({"label": sheet.name, "url": sheet.get_absolute_url()}, {"label": _row_label(one.number)}),
    }
    return render(request, "catalog/seller/sheet_row.html", context, status=422 if request.method == "POST" else 200)


def _next(sheet: Sheet, number: int) -> HttpResponse:
    """The next wrong row, after this one first; the sheet when none is left."""
    wrong = list(sheet.rows.filter(outcome=WRONG).values_list("number", flat=True))
    following = next((one for one in wrong if one > number), wrong[0] if wrong else None)
    return redirect(sheet) if following is None else redirect("catalog:seller-sheet-row", sheet.pk, following)


def _row_line(sheet: Sheet, one: SheetRow) -> dict[str, Any]:
    """A row as the list shows it, with the way to put it right or to the product it became."""
    if sheet.is_open:
        url = reverse("catalog:seller-sheet-row", args=[sheet.pk, one.number])
    else:
        url = reverse("catalog:seller-edit", args=[one.listing_id]) if one.listing_id else ""
    return {
        "row": one,
        "url": url,
        "label": _row_label(one.number),
        "tone": LOOKS[one.outcome][0],
        "icon": LOOKS[one.outcome][1],
        "complaints": [(BY_KEY[column].label, words) for column, words in one.complaints],
        "changes": [
            (BY_KEY[column].label, _shown(column, before), _shown(column, after))
            for column, before, after in one.changes
        ],
        "facts": _offered(one.cells) if one.outcome == NEW else "",
    }


def _offered(cells: dict[str, str]) -> str:
    """“Rp54.500 / rim”, as well as it can be read."""
    return f"{_shown('unit_price_idr', cells.get('unit_price_idr', ''))} / {cells.get('unit', '')}"


def _shown(column: str, text: str) -> str:
    """A cell as the page shows it: a price as money, however it was typed."""
    if column == "unit_price_idr":
        with suppress(ValidationError):
            return rupiah(RupiahField(required=True).clean(text))
    return text


def _bar(counts: dict[str, int]) -> list[dict[str, str]]:
    """The three stretches of the bar: good, wrong, the rest."""
    total = sum(counts.values()) or 1
    good, wrong = counts["new"] + counts["changed"], counts["wrong"]
    found, start = [], 0
    for name, number in (("f1", good), ("f2", wrong), ("f3", total - good - wrong)):
        found.append({"name": name, "x": f"{100 * start / total:.2f}%", "width": f"{100 * number / total:.2f}%"})
        start += number
    return found


def _row_label(number: int) -> str:
    return _("Baris %(number)d") % {"number": number}


def _crumbs(*further: dict[str, Any]) -> list[dict[str, Any]]:
    first = {"label": _("Produk"), "url": reverse("catalog:seller-list")}
    return [first, {"label": _("Impor"), "url": reverse("catalog:seller-import")}, *further]


def _download(rows: list[dict[str, str]], name: str, ending: str) -> HttpResponse:
    if ending == "csv":
        return _attachment(writing.as_csv(rows), name, ending)
    if ending == "xlsx":
        return _attachment(writing.as_xlsx(rows), name, ending)
    raise NotFound(kind="catalog.sheet")


def _attachment(data: bytes, name: str, ending: str) -> HttpResponse:
    return HttpResponse(
        data,
        content_type=CONTENT_TYPES[ending],
        headers={
            "Content-Disposition": f'attachment; filename="{name or "produk"}.{ending}"',
            "Cache-Control": "private, no-store",
        },
    )
