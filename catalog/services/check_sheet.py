"""Judge the rows of a sheet."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from catalog.events import SheetChecked
from catalog.policies import may_list_for
from catalog.sheets.checking import Checked, Checker
from catalog.sheets.models import Sheet, SheetRow
from catalog.sheets.states import SKIPPED, UPLOADED
from marketplace.kernel import outbox
from marketplace.kernel.actors import Actor

KEPT = ["outcome", "listing", "changes", "problems"]
BATCH = 500


@transaction.atomic
def check_sheet(*, sheet_id: UUID, at: datetime) -> Sheet:
    """What a worker does with a long sheet; a second run finds nothing to do. Emits SheetChecked."""
    sheet = Sheet.objects.lock(sheet_id)
    if sheet.state != UPLOADED:
        return sheet
    check_rows(sheet)
    sheet.advance("check")
    outbox.publish(SheetChecked(sheet_id=sheet.pk, vendor_id=sheet.vendor_id, user_id=sheet.uploaded_by_id, at=at))
    return sheet


@transaction.atomic
def recheck_sheet(*, sheet_id: UUID, actor: Actor) -> Sheet:
    """Judge an open sheet against the goods as they are now; a saved one stays as it is. Raises NotPermitted."""
    sheet = Sheet.objects.lock(sheet_id)
    may_list_for(actor, sheet.vendor).enforce()
    if sheet.is_open:
        check_rows(sheet)
    return sheet


def check_rows(sheet: Sheet) -> list[tuple[SheetRow, Checked]]:
    """Judge every row anew, in their order, but those that the seller passes over. Returns what each would do."""
    checker = Checker(sheet.vendor)
    judged, other = [], []
    for row in sheet.rows.exclude(outcome=SKIPPED):
        checked = checker.check(row.number, row.cells)
        before = (row.outcome, row.listing_id, row.changes, row.problems)
        row.outcome, row.listing = checked.outcome, checked.listing
        row.changes, row.problems = checked.changes, checked.words
        judged.append((row, checked))
        if before != (row.outcome, row.listing_id, row.changes, row.problems):
            other.append(row)
    SheetRow.objects.bulk_update(other, KEPT, batch_size=BATCH)
    vars(sheet).pop("counts", None)
    return judged
