"""Stop a vendor from selling, and let it sell again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from vendors.errors import DecisionNumberMissing, NoReasonGiven
from vendors.events import VendorReinstated, VendorSuspended
from vendors.models import Vendor
from vendors.policies import may_suspend


@transaction.atomic
def suspend(*, vendor_id: int, reason: str, decision_number: str, actor: Actor, at: datetime) -> Vendor:
    """No new orders; what the vendor has confirmed goes on.

    Raises  NotFound, NotPermitted, WrongState, NoReasonGiven, DecisionNumberMissing.
    Emits   VendorSuspended.
    """
    vendor = _move("suspend", "vendors.vendor.suspended", vendor_id, reason, decision_number, actor, at)
    outbox.publish(VendorSuspended(vendor_id=vendor.pk, reason=reason.strip(), at=at))
    return vendor


@transaction.atomic
def reinstate(*, vendor_id: int, reason: str, decision_number: str, actor: Actor, at: datetime) -> Vendor:
    """Its goods are on offer again.

    Raises  NotFound, NotPermitted, WrongState, NoReasonGiven, DecisionNumberMissing.
    Emits   VendorReinstated.
    """
    vendor = _move("reinstate", "vendors.vendor.reinstated", vendor_id, reason, decision_number, actor, at)
    outbox.publish(VendorReinstated(vendor_id=vendor.pk, at=at))
    return vendor


def _move(action: str, entry: str, vendor_id: int, reason: str, number: str, actor: Actor, at: datetime) -> Vendor:
    vendor = Vendor.objects.lock(vendor_id)
    may_suspend(actor, vendor).enforce()
    reason, number = reason.strip(), number.strip()
    if not reason:
        raise NoReasonGiven()
    if not number:
        raise DecisionNumberMissing()
    before = vendor.state
    vendor.advance(action, actor=actor, at=at, reason=reason, decision_number=number)
    audit_log.record(
        entry,
        vendor,
        actor=actor,
        at=at,
        before={"state": before},
        after={"state": vendor.state, "decision_number": number},
        why=reason,
    )
    return vendor
