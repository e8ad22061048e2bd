"""Lists that an auditor takes away as files. Each file taken is logged as a reading, with what was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from marketplace.kernel.errors import NotFound
from marketplace.oversight import exports, services
from marketplace.oversight.evidence import gather
from marketplace.oversight.forms import FlagFilterForm
from marketplace.oversight.selectors.flags import flags_for_audit
from marketplace.oversight.views.reading import AUDITORS
from marketplace.ui.http import Request
from marketplace.ui.sheets import csv_lines, xlsx_file
from orders.selectors import order_visible_to

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@AUDITORS
@require_GET
def flags_file(request: Request, kind: str) -> HttpResponseBase:
    """The queue as it is filtered, all pages of it."""
    form = FlagFilterForm(request.GET)
    asked = {name: str(value) for name, value in request.GET.items() if name in form.fields and value}
    services.note_export(what="pertanyaan", asked=asked, actor=request.actor, at=timezone.now())
    rows = exports.flag_rows(flags_for_audit(request.actor, form.wanted()))
    return _file("pertanyaan", kind, exports.FLAG_COLUMNS, rows)


@AUDITORS
@require_GET
def dossier_file(request: Request, number: str, what: str, kind: str) -> HttpResponseBase:
    """The journal or the trail of one purchase. Raises NotFound."""
    order = order_visible_to(request.actor, number)
    if what not in exports.OF_A_DOSSIER:
        raise NotFound(kind="oversight.file", id=what)
    services.note_export(what=what, asked={"order": order.number}, actor=request.actor, at=timezone.now())
    columns, rows_of = exports.OF_A_DOSSIER[what]
    return _file(f"{what}-{order.number}", kind, columns, rows_of(gather(order, actor=request.actor)))


def _file(name: str, kind: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponseBase:
    """Raises NotFound for a kind that is not made."""
    if kind == "csv":
        response = StreamingHttpResponse(csv_lines(columns, rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
    if kind == "xlsx":
        return FileResponse(xlsx_file(columns, rows), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    raise NotFound(kind="oversight.file", id=kind)
