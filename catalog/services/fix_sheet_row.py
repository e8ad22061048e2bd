"""A vendor puts one row of a sheet right, or passes over it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from catalog.policies import may_list_for
from catalog.services.check_sheet import check_rows
from catalog.sheets.columns import BY_KEY
from catalog.sheets.models import Sheet, SheetRow
from catalog.sheets.states import SKIPPED, WAITING
from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import NotFound, WrongState


@transaction.atomic
def fix_sheet_row(*, sheet_id: UUID, number: int, cells: Mapping[str, str], actor: Actor, at: datetime) -> SheetRow:
    """Replace these cells; the whole sheet is judged again, for rows are judged beside each other.

    Raises  NotPermitted, WrongState (already saved), NotFound.
    """
    sheet, row = _open_row(sheet_id, number, actor)
    row.cells = row.cells | {key: text for key, text in cells.items() if key in BY_KEY}
    row.outcome, row.problems = WAITING, []
    row.save(update_fields=["cells", "outcome", "problems"])
    check_rows(sheet)
    _record("catalog.sheet.row_fixed", sheet, number, actor, at)
    row.refresh_from_db()
    return row


@transaction.atomic
def skip_sheet_row(*, sheet_id: UUID, number: int, actor: Actor, at: datetime) -> SheetRow:
    """Leave the row out; what clashed with it is judged again. Raises NotPermitted, WrongState, NotFound."""
    sheet, row = _open_row(sheet_id, number, actor)
    row.outcome = SKIPPED
    row.save(update_fields=["outcome"])
    check_rows(sheet)
    _record("catalog.sheet.row_skipped", sheet, number, actor, at)
    return row


def _open_row(sheet_id: UUID, number: int, actor: Actor) -> tuple[Sheet, SheetRow]:
    sheet = Sheet.objects.lock(sheet_id)
    may_list_for(actor, sheet.vendor).enforce()
    if not sheet.is_open:
        raise WrongState(action="fix", state=sheet.state)
    row = sheet.rows.filter(number=number).first()
    if row is None:
        raise NotFound(kind="catalog.sheetrow", id=number)
    return sheet, row


def _record(what: str, sheet: Sheet, number: int, actor: Actor, at: datetime) -> None:
    audit_log.record(what, sheet, actor=actor, at=at, organisation_id=sheet.vendor_id, after={"row": number})
