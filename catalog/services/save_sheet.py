"""A vendor saves a checked sheet: all of its good rows, or none."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog.events import SheetApplied, SheetConfirmed, SheetStopped
from catalog.models import Listing
from catalog.policies import may_list_for
from catalog.services.check_sheet import check_rows
from catalog.services.create_listing import create_listing
from catalog.services.publish_listing import publish_listing
from catalog.services.set_price import set_price
from catalog.services.set_stock import set_stock
from catalog.services.update_listing import update_listing
from catalog.services.withdraw_listing import withdraw_listing
from catalog.sheets.checking import Checked
from catalog.sheets.columns import COLUMNS
from catalog.sheets.models import Sheet, SheetRow
from catalog.sheets.states import APPLYING, NEW, WRITTEN, WRONG
from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import RuleViolation
from marketplace.kernel.policies import first_refusal
from vendors.models import Vendor
from vendors.policies import may_sell

#: Changed by use cases of their own; the rest of a row goes through `update_listing`.
APART = ("unit_price_idr", "stock", "show")
REST = tuple(column.key for column in COLUMNS if column.key not in ("code", *APART))


class NothingToSave(RuleViolation):
    code = "SHEET_NOTHING_TO_SAVE"
    template = _("Tidak ada baris yang mengubah apa pun. Perbaiki barisnya dulu, atau unggah berkas lain.")


class RowsNowWrong(RuleViolation):
    code = "SHEET_ROWS_NOW_WRONG"
    template = _("{rows} baris tidak lagi dapat disimpan, karena produknya berubah. Tidak ada yang disimpan.")


@transaction.atomic
def confirm_sheet(*, sheet_id: UUID, actor: Actor, at: datetime) -> Sheet:
    """Say yes to what the preview shows. A short sheet is saved at once, a long one by a worker.

    Raises  NotPermitted, WrongState (also for the second press), NothingToSave, RowsNowWrong.
    Emits   SheetConfirmed for a worker; else what `apply_sheet` emits.
    """
    sheet = Sheet.objects.lock(sheet_id)
    first_refusal(may_list_for(actor, sheet.vendor), may_sell(sheet.vendor)).enforce()
    if sheet.is_open and not sheet.to_write:
        raise NothingToSave()
    sheet.advance("confirm", confirmed_by_id=actor.person_id)
    audit_log.record(
        "catalog.sheet.confirmed", sheet, actor=actor, at=at, organisation_id=sheet.vendor_id, after=dict(sheet.counts)
    )
    if sheet.to_write <= settings.GOODS_SHEET_ROWS_AT_ONCE:
        return _apply(sheet, actor=actor, at=at)
    outbox.publish(SheetConfirmed(sheet_id=sheet.pk, vendor_id=sheet.vendor_id, user_id=actor.person_id, at=at))
    return sheet


@transaction.atomic
def apply_sheet(*, sheet_id: UUID, actor: Actor, at: datetime) -> Sheet:
    """What a worker does with a confirmed sheet, as the person who confirmed it; a second run finds nothing to do.

    Raises  NotPermitted (the role has ended meanwhile), RowsNowWrong. Then nothing is written: call `stop_sheet`.
    Emits   SheetApplied.
    """
    sheet = Sheet.objects.lock(sheet_id)
    return sheet if sheet.state != APPLYING else _apply(sheet, actor=actor, at=at)


@transaction.atomic
def stop_sheet(*, sheet_id: UUID, actor: Actor, at: datetime, why: str) -> Sheet:
    """Give a sheet that could not be saved back to its seller, judged anew. Emits SheetStopped."""
    sheet = Sheet.objects.lock(sheet_id)
    if sheet.state != APPLYING:
        return sheet
    check_rows(sheet)
    sheet.advance("stop")
    audit_log.record("catalog.sheet.stopped", sheet, actor=actor, at=at, organisation_id=sheet.vendor_id, why=why[:200])
    told = sheet.confirmed_by_id or sheet.uploaded_by_id
    outbox.publish(SheetStopped(sheet_id=sheet.pk, vendor_id=sheet.vendor_id, user_id=told, reason=why, at=at))
    return sheet


@transaction.atomic
def drop_sheet(*, sheet_id: UUID, actor: Actor, at: datetime) -> Sheet:
    """Put a sheet aside for good; goods stay as they are. Raises NotPermitted, WrongState, NotFound."""
    sheet = Sheet.objects.lock(sheet_id)
    may_list_for(actor, sheet.vendor).enforce()
    sheet.advance("drop")
    audit_log.record("catalog.sheet.dropped", sheet, actor=actor, at=at, organisation_id=sheet.vendor_id)
    return sheet


def _apply(sheet: Sheet, *, actor: Actor, at: datetime) -> Sheet:
    """Judge the rows against the goods as they are now, and write each by the use cases of a single product."""
    Vendor.objects.lock(sheet.vendor_id)
    meant = set(sheet.rows.filter(outcome__in=WRITTEN).values_list("number", flat=True))
    judged = check_rows(sheet)
    lost = sum(row.outcome == WRONG for row, _checked in judged if row.number in meant)
    if lost:
        raise RowsNowWrong(rows=lost)
    for row, checked in sorted(judged, key=lambda pair: pair[0].listing_id or 0):
        if checked.outcome in WRITTEN and row.number in meant:
            _write(sheet, row, checked, actor=actor, at=at)
    sheet.advance("apply", applied_at=at)
    counts = dict(sheet.counts)
    audit_log.record("catalog.sheet.applied", sheet, actor=actor, at=at, organisation_id=sheet.vendor_id, after=counts)
    outbox.publish(
        SheetApplied(
            sheet_id=sheet.pk, vendor_id=sheet.vendor_id, user_id=actor.person_id, new=counts.get("new", 0),
            changed=counts.get("changed", 0), wrong=counts.get("wrong", 0), at=at,
        )
    )  # fmt: skip
    return sheet


def _write(sheet: Sheet, row: SheetRow, checked: Checked, *, actor: Actor, at: datetime) -> None:
    values = checked.values
    if checked.outcome == NEW:
        listing = create_listing(
            vendor_id=sheet.vendor_id, details=checked.details, unit_price_idr=values["unit_price_idr"],
            stock=values["stock"], code=values["code"], actor=actor, at=at,
        )  # fmt: skip
        SheetRow.objects.filter(id=row.id).update(listing=listing)
        if values["show"]:
            publish_listing(listing_id=listing.id, actor=actor, at=at)
        return
    assert checked.listing is not None
    _change(checked.listing, checked, actor=actor, at=at)


def _change(listing: Listing, checked: Checked, *, actor: Actor, at: datetime) -> None:
    """Only what differs, so that an unchanged fact leaves no entry."""
    values, one = checked.values, listing.id
    if checked.changes_any(*REST):
        update_listing(listing_id=one, details=checked.details, actor=actor, at=at)
    if checked.changes_any("unit_price_idr"):
        set_price(listing_id=one, unit_price_idr=values["unit_price_idr"], actor=actor, at=at)
    if checked.changes_any("stock"):
        set_stock(listing_id=one, stock=values["stock"], actor=actor, at=at)
    if checked.changes_any("show"):
        move = publish_listing if values["show"] else withdraw_listing
        move(listing_id=one, actor=actor, at=at)
