"""The published orders of a year row by row, for `marketplace.ui.sheets`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marketplace.kernel.calendar import local_day
from marketplace.transparency.ocds import prefix
from marketplace.transparency.selectors.orders import published
from orders.labels import screen_state
from vendors.models.applicants import LegalForm, Scale

COLUMNS = [
    "ocid", "nomor", "tahun_anggaran", "dinas", "paket", "kode_rup", "barang", "penjual", "bentuk_usaha", "skala",
    "asal_penjual", "keadaan", "tanggal_surat_pesanan", "tanggal_bast", "tanggal_bayar", "nilai_pesanan_idr",
    "nilai_diterima_idr",
]  # fmt: skip
CHUNK = 500


#: Read as plain values, not as objects: a year can be a hundred thousand rows.
_FIELDS = (
    "id", "number", "fiscal_year", "agency__organisation__name", "need__purpose", "need__rup_code", "title",
    "vendor__trade_name", "vendor__legal_name", "vendor__legal_form", "vendor__scale", "vendor__regency__full_name",
    "state", "is_returned", "in_transit", "is_disputed", "approved_at", "accepted_at", "paid_at", "total_idr",
    "accepted_idr",
)  # fmt: skip


def rows(year: int) -> Iterator[list[Any]]:
    """Every published order of a fiscal year, read through a cursor of the server."""
    orders = published().filter(fiscal_year=year).order_by("approved_at", "id").values_list(*_FIELDS, named=True)
    forms = {code: str(label) for code, label in LegalForm.choices}
    scales = {code: str(label) for code, label in Scale.choices}
    states: dict[tuple[Any, ...], str] = {}
    for row in orders.iterator(chunk_size=CHUNK):
        state = (row.state, row.is_returned, row.in_transit, row.is_disputed)
        if state not in states:
            screen = screen_state(state[0], returned=state[1], in_transit=state[2], disputed=state[3])
            states[state] = str(screen.label)
        yield [
            f"{prefix()}-{row.id}",
            row.number,
            row.fiscal_year,
            row.agency__organisation__name,
            row.need__purpose,
            row.need__rup_code,
            row.title,
            row.vendor__trade_name or row.vendor__legal_name,
            forms.get(row.vendor__legal_form, ""),
            scales.get(row.vendor__scale, ""),
            row.vendor__regency__full_name or "",
            states[state],
            *(local_day(at).isoformat() if at else "" for at in (row.approved_at, row.accepted_at, row.paid_at)),
            row.total_idr,
            row.accepted_idr,
        ]
