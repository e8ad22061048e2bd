"""Sheets as we give them: the empty one to fill, a seller's own goods, and the rows that are wrong."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO, StringIO

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.models import Listing
from catalog.sheets.columns import COLUMNS, REMARK, categories, stock_kinds, units, yes_and_no
from catalog.states import IN_REVIEW, PUBLISHED

Cells = Mapping[str, str]
#: Rows below the last one in which the lists can still be opened.
ROOM = 500
#: Written as numbers, so that a spreadsheet can reckon with them.
NUMBERS = frozenset({"unit_price_idr", "stock", "min_order", "lead_time_days"})


def texts_of(listings: Iterable[Listing]) -> list[dict[str, str]]:
    """Goods as the cells of a sheet: what is read back from them is what they are."""
    names, measures, kinds, yes = categories().shown, units().shown, stock_kinds().shown, yes_and_no().shown
    return [
        {
            "code": listing.code,
            "name": listing.name,
            "category": names[listing.category_id],
            "unit": measures[listing.unit_id],
            "unit_price_idr": str(listing.unit_price_idr),
            "stock": str(listing.stock_record.num_in_stock),
            "stock_kind": kinds[listing.stock_kind],
            "min_order": str(listing.min_order),
            "lead_time_days": str(listing.lead_time_days),
            "description": listing.description,
            "specifications": "\n".join(f"{name}: {fact}" for name, fact in listing.specifications),
            "is_domestic": yes["yes" if listing.is_domestic else "no"],
            "tkdn_percent": "" if listing.tkdn_percent is None else str(listing.tkdn_percent).replace(".", ","),
            "show": yes["yes" if listing.state in (PUBLISHED, IN_REVIEW) else "no"],
        }
        for listing in listings
    ]


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula (CSV injection); `reading.unguarded` is its inverse."""
    return f"'{text}" if text.lstrip("'")[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def as_csv(rows: Iterable[Cells]) -> bytes:
    """With semicolons and a mark of UTF-8, as spreadsheets of this country open it."""
    made = StringIO(newline="")
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    writer.writerow([str(column.label) for column in COLUMNS])
    for row in rows:
        writer.writerow([guarded(row.get(column.key, "")) for column in COLUMNS])
    return made.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Sequence[Cells], *, remarks: Sequence[Mapping[str, str]] = ()) -> bytes:
    """A book of three sheets: goods, the lists to choose from, how to fill it. `remarks`: column key -> complaint."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        names = (_("Barang"), pgettext("sheet", "Daftar"), _("Petunjuk"))
        goods, lists, guide = (book.add_worksheet(name) for name in names)
        _write_goods(book, goods, rows, remarks)
        _write_lists(goods, lists, rows)
        bold = book.add_format({"bold": True})
        for place, column in enumerate(COLUMNS):
            guide.write_string(place, 0, str(column.label), bold)
            guide.write_string(place, 1, str(column.hint))
            guide.write_string(place, 2, _("Wajib untuk barang baru") if column.needed else "")
        last = len(COLUMNS) + 1
        guide.write_string(last, 0, _("Untuk barang yang sudah ada, sel kosong tidak mengubah apa pun."))
        guide.write_string(last + 1, 0, _("Untuk mengubah harga dan stok saja, cukup kolom kode, harga, dan stok."))
        guide.set_column(0, 0, 26)
        guide.set_column(1, 1, 60)
    return made.getvalue()


def _write_goods(book, sheet, rows: Sequence[Cells], remarks: Sequence[Mapping[str, str]]) -> None:
    head = book.add_format({"bold": True, "bg_color": "#dfe6f3", "bottom": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    number = book.add_format({"num_format": "#,##0", "valign": "top"})
    wrong = book.add_format({"bg_color": "#f9dedc", "text_wrap": True, "valign": "top"})
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width, number if column.key in NUMBERS else text)
        sheet.write_string(0, place, f"{column.label}{' *' if column.needed else ''}", head)
    if remarks:
        sheet.set_column(len(COLUMNS), len(COLUMNS), 60, text)
        sheet.write_string(0, len(COLUMNS), str(REMARK), head)
    for line, row in enumerate(rows, start=1):
        complaints = remarks[line - 1] if remarks else {}
        for place, column in enumerate(COLUMNS):
            value, complaint = row.get(column.key, ""), complaints.get(column.key)
            form = wrong if complaint else (number if column.key in NUMBERS else text)
            if column.key in NUMBERS and value.isascii() and value.isdigit() and len(value) < 15:
                sheet.write_number(line, place, int(value), form)
            elif value or complaint:
                sheet.write_string(line, place, guarded(value), form)
            if complaint:
                sheet.write_comment(line, place, complaint)
        if complaints:
            sheet.write_string(line, len(COLUMNS), "\n".join(complaints.values()), wrong)
    sheet.freeze_panes(1, 2)


def _write_lists(goods, lists, rows: Sequence[Cells]) -> None:
    """Lists that open in the cell; a value that is not in them is still taken and complained of when uploaded."""
    last = len(rows) + ROOM
    for place, (key, words) in enumerate(
        (
            ("category", categories()),
            ("unit", units()),
            ("stock_kind", stock_kinds()),
            ("is_domestic", yes_and_no()),
            ("show", yes_and_no()),
        )
    ):
        shown = list(words.shown.values())
        for line, word in enumerate(shown):
            lists.write_string(line, place, word)
        column = next(number for number, one in enumerate(COLUMNS) if one.key == key)
        letter = "ABCDE"[place]
        goods.data_validation(
            1, column, last, column,
            {"validate": "list", "source": f"='{lists.get_name()}'!${letter}$1:${letter}${len(shown)}",
             "error_type": "warning"},
        )  # fmt: skip
    lists.set_column(0, 4, 30)
