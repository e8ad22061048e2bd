"""The figures of the public portal: each with what it is measured against."""

from __future__ import annotations

import csv
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.models import CategoryFacts
from marketplace.accounts.models import Organisation
from marketplace.kernel.reference import Regency
from marketplace.transparency.selectors.figures import Cell, Figures
from marketplace.transparency.selectors.orders import PublicFilter
from marketplace.ui.formats import SHORT_MONTHS, language, number, percent, rupiah, rupiah_short

_TILES = Path(__file__).parents[1] / "data" / "regency_tiles.csv"
MOST = 7


@cache
def _tiles() -> tuple[dict[str, str], ...]:
    with _TILES.open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


def kpi(seen: Figures) -> list[dict[str, Any]]:
    average = _("rata-rata %(amount)s") % {"amount": rupiah_short(seen.paid_idr // seen.orders)} if seen.orders else ""
    days = _("%(days)s hari") % {"days": number(seen.days_to_pay)} if seen.days_to_pay is not None else "–"
    return [
        {
            "label": _("Belanja ke usaha mikro, kecil, dan koperasi"),
            "value": rupiah_short(seen.umkk_idr),
            "note": _("%(share)s dari seluruh belanja %(all)s")
            % {"share": _share(seen.umkk_idr, seen.paid_idr), "all": rupiah_short(seen.paid_idr)},
            "wide": True,
        },
        {"label": _("Pesanan dibayar"), "value": number(seen.orders), "note": average},
        {
            "label": _("Penjual menerima pembayaran"),
            "value": number(seen.vendors),
            "note": _("dari %(all)s terverifikasi") % {"all": number(seen.active_vendors)},
        },
        {"label": _("Lama pembayaran"), "value": days, "note": _("median hari kalender sejak BAST")},
        {
            "label": _("Harga wajar"),
            "value": _share(seen.fair_lines, seen.judged_lines),
            "note": _("dari %(all)s barang yang punya pembanding") % {"all": number(seen.judged_lines)},
        },
    ]


def _share(part: int, whole: int) -> str:
    return percent(Fraction(part, whole)) if whole else "–"


def months(seen: Figures, *, last: int) -> list[dict[str, Any]]:
    """January to the present month, also those in which nothing was paid."""
    amounts = {int(cell.key): cell.amount_idr for cell in seen.by("month")}
    names = SHORT_MONTHS[language()]
    return [
        {
            "label": names[month - 1],
            "value": amounts.get(month, 0),
            "text": _millions(amounts.get(month, 0)),
        }
        for month in range(1, last + 1)
    ]


def _millions(amount: int) -> str:
    return number(amount // 1_000_000)


def groups(seen: Figures, query: dict[str, str]) -> dict[str, Any]:
    names = {facts.code: facts.label for facts in CategoryFacts.objects.filter(parent=None)}
    shown = seen.by("group")[:MOST]
    total = sum(cell.amount_idr for cell in shown if not cell.hidden)
    rows = [_bar(cell, names.get(cell.key, cell.key), query | {"kategori": cell.key}) for cell in shown]
    note = _("%(count)d kategori terbesar, %(amount)s atau %(share)s dari jumlah.") % {
        "count": len(shown),
        "amount": rupiah_short(total),
        "share": _share(total, seen.paid_idr),
    }
    return {"rows": rows, "note": note if shown else ""}


def agencies(seen: Figures, query: dict[str, str]) -> list[dict[str, Any]]:
    shown = seen.by("agency")[:MOST]
    names = dict(Organisation.objects.filter(pk__in=[int(cell.key) for cell in shown]).values_list("pk", "name"))
    return [
        {
            "label": names.get(int(cell.key), cell.key),
            "value": cell.amount_idr,
            "text": rupiah_short(cell.amount_idr),
            "url": "?" + urlencode(query | {"dinas": cell.key}),
        }
        for cell in shown
    ]


def _bar(cell: Cell, label: str, query: dict[str, str]) -> dict[str, Any]:
    """A cell with too few vendors keeps its place and loses its amount."""
    return {
        "label": label,
        "value": 0 if cell.hidden else cell.amount_idr,
        "text": _("kurang dari 3 penjual") if cell.hidden else rupiah_short(cell.amount_idr),
        "url": "?" + urlencode(query),
    }


def regencies(seen: Figures, query: dict[str, str]) -> dict[str, Any]:
    """All 35 as tiles and table, the first six as bars."""
    names = dict(Regency.objects.values_list("code", "full_name"))
    cells = {cell.key: cell for cell in seen.by("regency")}
    tiles = []
    for tile in _tiles():
        cell = cells.get(tile["code"])
        hidden = cell is not None and cell.hidden
        amount = 0 if cell is None or hidden else cell.amount_idr
        tiles.append(
            {
                "label": tile["label"],
                "name": names.get(tile["code"], tile["label"]),
                "value": amount,
                "text": _("kurang dari 3 penjual") if hidden else rupiah(amount),
                "column": int(tile["column"]),
                "line": int(tile["line"]),
                "url": "?" + urlencode(query | {"wilayah": tile["code"]}),
            }
        )
    first = [
        _bar(cell, names.get(cell.key, cell.key), query | {"wilayah": cell.key}) for cell in seen.by("regency")[:6]
    ]
    return {"tiles": tiles, "bars": first}


def query_of(wanted: PublicFilter, year: int) -> dict[str, str]:
    """The present filters as a query, to which a link adds its own."""
    query = {
        "tahun": str(year),
        "dinas": str(wanted.agency_id or ""),
        "wilayah": wanted.regency_code,
        "kategori": wanted.group_code,
    }
    return {key: value for key, value in query.items() if value}


def list_url(query: dict[str, str]) -> str:
    return reverse("transparency:orders") + "?" + urlencode(query)
