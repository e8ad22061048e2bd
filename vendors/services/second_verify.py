"""The second look at a company or cooperative."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from vendors.errors import NoReasonGiven
from vendors.events import VendorFixAsked
from vendors.models import Vendor
from vendors.policies import may_second_verify
from vendors.services.activate import activate
from vendors.services.take_review import current_review


@transaction.atomic
def second_verify(*, vendor_id: int, note: str = "", actor: Actor, at: datetime) -> Vendor:
    """Another verifier agrees, and the vendor may sell.

    Raises  NotFound, NotPermitted (the same verifier, or tied to the vendor), WrongState.
    Emits   VendorActivated.
    """
    vendor = Vendor.objects.lock(vendor_id)
    review = current_review(vendor)
    may_second_verify(actor, vendor, review).enforce()
    review.second_verifier_id, review.second_note, review.second_at = actor.id, note, at
    review.save(update_fields=["second_verifier", "second_note", "second_at"])
    audit_log.record("vendors.review.seconded", vendor, actor=actor, at=at, why=note)
    return activate(vendor, review, actor=actor, at=at)


@transaction.atomic
def second_refuse(*, vendor_id: int, note: str, actor: Actor, at: datetime) -> Vendor:
    """Another verifier does not agree: back to the vendor, with what is wrong.

    Raises  NotFound, NotPermitted, WrongState, NoReasonGiven.
    Emits   VendorFixAsked.
    """
    vendor = Vendor.objects.lock(vendor_id)
    review = current_review(vendor)
    may_second_verify(actor, vendor, review).enforce()
    if not note.strip():
        raise NoReasonGiven()
    vendor.advance("ask_fix", actor=actor, at=at, reason=note)
    review.second_note, review.second_at = note, at
    review.save(update_fields=["second_note", "second_at"])
    audit_log.record("vendors.review.second_refused", vendor, actor=actor, at=at, why=note)
    outbox.publish(VendorFixAsked(vendor_id=vendor.pk, note=note, at=at))
    return vendor
