"""The published orders of a year as CSV, row by row, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from marketplace.kernel.calendar import local_day
from marketplace.transparency import privacy
from marketplace.transparency.ocds import ocid_of
from marketplace.transparency.selectors.orders import published
from orders.models import ProcurementOrder

COLUMNS = [
    "ocid", "nomor", "tahun_anggaran", "dinas", "paket", "kode_rup", "barang", "penjual", "bentuk_usaha", "skala",
    "asal_penjual", "keadaan", "tanggal_surat_pesanan", "tanggal_bast", "tanggal_bayar", "nilai_pesanan_idr",
    "nilai_diterima_idr",
]  # fmt: skip
#: What a spreadsheet takes for a formula when a cell starts with it (OWASP: CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
CHUNK = 500


class _Echo:
    """A file that gives back what is written to it, so that nothing is collected in memory."""

    def write(self, text: str) -> str:
        return text


def safe_cell(value: Any) -> Any:
    """Text that a spreadsheet would run gets an apostrophe in front; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def rows(year: int) -> Iterator[list[Any]]:
    """Every published order of a fiscal year, read through a cursor of the server."""
    orders = (
        published()
        .filter(fiscal_year=year)
        .select_related("agency__organisation", "vendor__organisation", "vendor__regency", "need")
        .order_by("approved_at", "id")
    )
    for order in orders.iterator(chunk_size=CHUNK):
        yield _row(order)


def csv_lines(table: Iterable[list[Any]]) -> Iterator[str]:
    """The file, line by line; starts with a byte order mark so that spreadsheets read it as UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for row in table:
        yield writer.writerow([safe_cell(value) for value in row])


def _row(order: ProcurementOrder) -> list[Any]:
    vendor = privacy.vendor_facts(order.vendor)
    return [
        ocid_of(order),
        order.number,
        order.fiscal_year,
        order.agency.name,
        order.need.purpose,
        order.need.rup_code,
        order.title,
        vendor["name"],
        vendor["legal_form"],
        vendor["scale"],
        vendor["regency"],
        str(order.screen.label),
        *(local_day(at).isoformat() if at else "" for at in (order.approved_at, order.accepted_at, order.paid_at)),
        order.total_idr,
        order.accepted_idr,
    ]
