"""Decide on an application: verify, ask for corrections, or reject."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from vendors.checks import HARD, LABELS
from vendors.errors import ChecksFailed, NoReasonGiven, NpwpNotConfirmed
from vendors.events import VendorFixAsked, VendorRejected, VendorVerified
from vendors.models import Review, Vendor
from vendors.models.applicants import NpwpStatus
from vendors.policies import may_decide
from vendors.services.activate import activate
from vendors.services.take_review import current_review
from vendors.states import VENDOR_FLOW, CheckOutcome, Decision, EvidenceState


@transaction.atomic
def verify(*, vendor_id: int, npwp_valid: bool, note: str = "", actor: Actor, at: datetime) -> Vendor:
    """Everything was looked at and is right. An individual may sell at once; others wait for a second verifier.

    Raises  NotFound, NotPermitted, WrongState, NpwpNotConfirmed, ChecksFailed.
    Emits   VendorVerified, and VendorActivated for individuals.
    """
    vendor = Vendor.objects.lock(vendor_id)
    review = current_review(vendor)
    may_decide(actor, vendor, review).enforce()
    VENDOR_FLOW.target("verify", vendor.state)  # a late press is told so before it is asked for more
    if not npwp_valid:
        raise NpwpNotConfirmed()
    _refuse_hard_failures(review)
    vendor.npwp_status = NpwpStatus.VALID
    vendor.advance("verify", actor=actor, at=at, reason=note)
    _close(review, Decision.VERIFY, reasons=[], note=note, at=at)
    vendor.evidence.filter(state=EvidenceState.PROPOSED).update(
        state=EvidenceState.ACCEPTED, judged_by_id=actor.id, judged_at=at
    )
    audit_log.record("vendors.review.verified", vendor, actor=actor, at=at, why=note, after={"round": review.round})
    outbox.publish(VendorVerified(vendor_id=vendor.pk, needs_second=vendor.needs_second_verifier, at=at))
    return vendor if vendor.needs_second_verifier else activate(vendor, review, actor=actor, at=at)


@transaction.atomic
def ask_fix(
    *,
    vendor_id: int,
    reasons: Sequence[str],
    note: str,
    actor: Actor,
    at: datetime,
    refused_evidence: Sequence[str] = (),
) -> Vendor:
    """Send it back with reasons; papers named are to be replaced.

    Raises  NotFound, NotPermitted, WrongState, NoReasonGiven.
    Emits   VendorFixAsked.
    """
    vendor = Vendor.objects.lock(vendor_id)
    review = current_review(vendor)
    may_decide(actor, vendor, review).enforce()
    VENDOR_FLOW.target("ask_fix", vendor.state)
    _require_reason(reasons, note, refused_evidence)
    vendor.advance("ask_fix", actor=actor, at=at, reason=note)
    _close(review, Decision.ASK_FIX, reasons=[*reasons, *refused_evidence], note=note, at=at)
    refuse_papers(vendor, refused_evidence, note=note, actor=actor, at=at)
    audit_log.record("vendors.review.sent_back", vendor, actor=actor, at=at, why=note, after={"reasons": list(reasons)})
    outbox.publish(VendorFixAsked(vendor_id=vendor.pk, note=note, at=at))
    return vendor


@transaction.atomic
def reject(*, vendor_id: int, reasons: Sequence[str], note: str, actor: Actor, at: datetime) -> Vendor:
    """This vendor is not taken; why stands on record.

    Raises  NotFound, NotPermitted, WrongState, NoReasonGiven.
    Emits   VendorRejected.
    """
    vendor = Vendor.objects.lock(vendor_id)
    review = current_review(vendor)
    may_decide(actor, vendor, review).enforce()
    VENDOR_FLOW.target("reject", vendor.state)
    if not note.strip():
        raise NoReasonGiven()
    vendor.advance("reject", actor=actor, at=at, reason=note)
    _close(review, Decision.REJECT, reasons=list(reasons), note=note, at=at)
    audit_log.record("vendors.review.rejected", vendor, actor=actor, at=at, why=note, after={"reasons": list(reasons)})
    outbox.publish(VendorRejected(vendor_id=vendor.pk, note=note, at=at))
    return vendor


def refuse_papers(vendor: Vendor, kinds: Sequence[str], *, note: str, actor: Actor, at: datetime) -> None:
    vendor.evidence.filter(kind__in=kinds).exclude(state=EvidenceState.REPLACED).update(
        state=EvidenceState.REFUSED, note=note[:300], judged_by_id=actor.id, judged_at=at
    )


def _refuse_hard_failures(review: Review) -> None:
    failed = review.checks.filter(rule__in=HARD, outcome=CheckOutcome.FAILED).values_list("rule", flat=True)
    if failed:
        raise ChecksFailed(rules=", ".join(str(LABELS[rule]) for rule in failed))


def _require_reason(reasons: Sequence[str], note: str, papers: Sequence[str]) -> None:
    if not (reasons or papers or note.strip()):
        raise NoReasonGiven()


def _close(review: Review, decision: Decision, *, reasons: list[str], note: str, at: datetime) -> None:
    review.decision, review.reasons, review.note, review.decided_at = decision, reasons, note, at
    review.save(update_fields=["decision", "reasons", "note", "decided_at"])
