"""A vendor hands in a sheet of goods."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from catalog.events import SheetUploaded
from catalog.policies import may_list_for
from catalog.services.check_sheet import check_rows
from catalog.sheets.models import Sheet, SheetRow
from catalog.sheets.reading import read
from marketplace.files import blobs
from marketplace.files.services import store_upload
from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.attempts import attempt
from marketplace.kernel.policies import first_refusal
from vendors.models import Vendor
from vendors.policies import may_sell


@transaction.atomic
def upload_sheet(*, vendor_id: int, upload: File | BinaryIO, attempt_key: UUID, actor: Actor, at: datetime) -> Sheet:
    """Keep the file, read its rows, and check them: a short sheet at once, a long one by a worker.

    Goods do not change yet. One press is one sheet.
    Raises  NotPermitted, UploadRefused (no sheet, no headings, too many rows), AttemptKeyReused.
    Emits   SheetUploaded, when a worker is to check it.
    """
    vendor = Vendor.objects.get(pk=vendor_id)
    first_refusal(may_list_for(actor, vendor), may_sell(vendor)).enforce()
    file = store_upload(upload=upload, kind="sheet", organisation_id=vendor_id, actor=actor, at=at)
    content = {"vendor": vendor_id, "sha256": file.sha256}
    with attempt(key=attempt_key, actor=actor, purpose="upload_sheet", content=content) as prior:
        if prior.result:
            return Sheet.objects.get(pk=prior.result)
        rows = read(blobs.read(file.storage_key), file.storage_key.rsplit(".", 1)[-1])
        sheet = Sheet.objects.create(
            vendor=vendor, file=file, name=file.name, uploaded_by_id=actor.person_id, uploaded_at=at
        )
        SheetRow.objects.bulk_create(SheetRow(sheet=sheet, number=row.number, cells=row.cells) for row in rows)
        audit_log.record(
            "catalog.sheet.uploaded", sheet, actor=actor, at=at, organisation_id=vendor_id,
            after={"file": file.name, "sha256": file.sha256, "rows": len(rows)},
        )  # fmt: skip
        if len(rows) <= settings.GOODS_SHEET_ROWS_AT_ONCE:
            check_rows(sheet)
            sheet.advance("check")
        else:
            outbox.publish(SheetUploaded(sheet_id=sheet.pk, vendor_id=vendor_id, at=at))
        prior.keep(str(sheet.pk))
    return sheet
