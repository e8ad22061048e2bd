"""Stop a vendor from selling, and let it sell again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from vendors.errors import NoReasonGiven
from vendors.events import VendorReinstated, VendorSuspended
from vendors.models import Vendor
from vendors.policies import may_suspend


@transaction.atomic
def suspend(*, vendor_id: int, reason: str, actor: Actor, at: datetime) -> Vendor:
    """No new orders; running orders go on.

    Raises  NotFound, NotPermitted, WrongState, NoReasonGiven.
    Emits   VendorSuspended.
    """
    return _move("suspend", vendor_id, reason, actor, at)


@transaction.atomic
def reinstate(*, vendor_id: int, reason: str, actor: Actor, at: datetime) -> Vendor:
    """Raises NotFound, NotPermitted, WrongState, NoReasonGiven. Emits VendorReinstated."""
    return _move("reinstate", vendor_id, reason, actor, at)


def _move(action: str, vendor_id: int, reason: str, actor: Actor, at: datetime) -> Vendor:
    vendor = Vendor.objects.lock(vendor_id)
    may_suspend(actor, vendor).enforce()
    if not reason.strip():
        raise NoReasonGiven()
    before = vendor.state
    vendor.advance(action, actor=actor, at=at, reason=reason.strip())
    audit_log.record(
        f"vendors.vendor.{action}ed" if action == "suspend" else "vendors.vendor.reinstated",
        vendor,
        actor=actor,
        at=at,
        before={"state": before},
        after={"state": vendor.state},
        why=reason,
    )
    if action == "suspend":
        outbox.publish(VendorSuspended(vendor_id=vendor.pk, reason=reason.strip(), at=at))
    else:
        outbox.publish(VendorReinstated(vendor_id=vendor.pk, at=at))
    return vendor
