"""Hand in an application."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from vendors.checks import run_all
from vendors.completeness import missing
from vendors.errors import ApplicationIncomplete, DeclarationMissing
from vendors.events import VendorSubmitted
from vendors.models import CheckResult, Review, Vendor
from vendors.policies import may_edit_application


@transaction.atomic
def submit_application(
    *, vendor_id: int, accepts_terms: bool, declares_integrity: bool, actor: Actor, at: datetime
) -> Vendor:
    """Hand it in: the automatic rules look at once, their findings are kept with the round, a verifier follows.

    Raises  NotFound, NotPermitted, WrongState, ApplicationIncomplete, DeclarationMissing.
    Emits   VendorSubmitted.
    Source  Perpres 16/2018 arts. 7, 17; UU 27/2022 (consent).
    """
    vendor = Vendor.objects.lock(vendor_id)
    may_edit_application(actor, vendor).enforce()
    lacking = missing(vendor)
    if lacking:
        raise ApplicationIncomplete(missing=", ".join(name for names in lacking.values() for name in names))
    if not (accepts_terms and declares_integrity):
        raise DeclarationMissing()
    vendor.submitted_at = vendor.terms_accepted_at = vendor.integrity_accepted_at = at
    vendor.advance("submit", actor=actor, at=at)
    review = Review.objects.create(vendor=vendor, round=vendor.reviews.count() + 1, submitted_at=at)
    keep_findings(review, at=at)
    audit_log.record("vendors.application.submitted", vendor, actor=actor, at=at, after={"round": review.round})
    outbox.publish(VendorSubmitted(vendor_id=vendor.pk, round=review.round, at=at))
    return vendor


def keep_findings(review: Review, *, at: datetime) -> None:
    """Each rule's finding with the rule's version, so that an auditor can ask what the machine saw that day."""
    CheckResult.objects.bulk_create(
        [
            CheckResult(
                review=review,
                rule=rule.code,
                rule_version=rule.version,
                outcome=found.outcome,
                facts=found.facts,
                at=at,
            )
            for rule, found in run_all(review.vendor, day=local_day(at)).items()
        ]
    )
