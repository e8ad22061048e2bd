"""Ask outside registries whether the numbers exist, after the application was handed in."""

from __future__ import annotations

from datetime import datetime

from vendors.models import CheckResult, Review
from vendors.registries.base import Answer, Standing, registry
from vendors.states import CheckOutcome

_OUTCOMES = {
    Standing.VALID: CheckOutcome.PASSED,
    Standing.INVALID: CheckOutcome.FAILED,
    Standing.UNKNOWN: CheckOutcome.NOTICE,
}


def ask_registries(*, vendor_id: int, round_number: int, at: datetime) -> None:
    """No transaction is open while the registry thinks. Safe to run twice: each answer is kept once per round.

    Raises  ExternalFailure.
    """
    review = Review.objects.select_related("vendor").find(vendor_id=vendor_id, round=round_number)
    source = registry()
    _keep(review, "nib_registered", source.nib(review.vendor.nib), at)
    _keep(review, "npwp_registered", source.npwp(review.vendor.npwp), at)


def _keep(review: Review, rule: str, answer: Answer, at: datetime) -> None:
    facts = {name: value for name, value in (("name", answer.name), ("reference", answer.reference)) if value}
    CheckResult.objects.get_or_create(
        review=review,
        rule=rule,
        defaults={"rule_version": 1, "outcome": _OUTCOMES[answer.standing], "facts": facts, "at": at},
    )
