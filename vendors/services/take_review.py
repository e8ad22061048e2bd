"""Take an application from the queue."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import NotFound
from vendors.models import Review, Vendor
from vendors.policies import may_verify


@transaction.atomic
def take_review(*, vendor_id: int, actor: Actor, at: datetime) -> Review:
    """From now on this verifier decides.

    Raises  NotFound, NotPermitted (ties to the vendor), WrongState.
    """
    vendor = Vendor.objects.lock(vendor_id)
    may_verify(actor, vendor).enforce()
    vendor.advance("take_review", actor=actor, at=at)
    review = current_review(vendor)
    review.verifier_id, review.taken_at = actor.id, at
    review.save(update_fields=["verifier", "taken_at"])
    audit_log.record("vendors.review.taken", vendor, actor=actor, at=at, after={"round": review.round})
    return review


def current_review(vendor: Vendor) -> Review:
    """The latest round, locked. Raises NotFound."""
    review = Review.objects.select_for_update(of=("self",)).filter(vendor=vendor).order_by("-round").first()
    if review is None:
        raise NotFound(kind="vendors.review")
    return review
