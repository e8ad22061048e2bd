"""Questions about payables. What an actor may see is decided here, once, for pages, API and selectors above."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from marketplace.accounts.roles import OFFICE_ROLES, Role
from marketplace.kernel.actors import Actor
from payments.payables.models import AccrualRule, Payable, Treatment
from payments.payables.states import PayableState

AUDITORS = (Role.INTERNAL_AUDITOR, Role.EXTERNAL_AUDITOR, Role.TREASURY, Role.TREASURY_PROXY)


def payables_visible_to(actor: Actor) -> QuerySet[Payable]:
    """Auditors and the treasury see all, people of an agency its own, a vendor what is owed to it."""
    if actor.is_system or actor.holds_any(*AUDITORS):
        return Payable.objects.all()
    return Payable.objects.filter(
        Q(agency_id__in=actor.organisations(*OFFICE_ROLES))
        | Q(vendor_id__in=actor.organisations(Role.VENDOR_OWNER, Role.VENDOR_STAFF))
    )


def payables_of_order(order_id: UUID) -> QuerySet[Payable]:
    return Payable.objects.filter(order_id=order_id).select_related("invoice").prefetch_related("charges__line")


def waits_for_the_bank(payable_id: UUID) -> bool:
    """A card was asked to pay it, and there is no answer yet."""
    return Payable.objects.filter(id=payable_id, state=PayableState.CHARGING).exists()


def payables_awaiting_payment(agency_ids: Collection[int] | QuerySet) -> QuerySet[Payable]:
    """Received and not yet paid, oldest first: the queue of card holders and delegates."""
    return Payable.objects.filter(agency_id__in=agency_ids, state=PayableState.OPEN).order_by("opened_at", "id")


def treatment_on(account_code: str, day: date) -> Treatment:
    """How goods of an account are booked when received: the rule with the longest prefix in force."""
    rules = AccrualRule.objects.filter(valid_from__lte=day).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    fitting = [rule for rule in rules if account_code.startswith(rule.prefix)]
    return Treatment(max(fitting, key=lambda rule: (len(rule.prefix), rule.valid_from)).treatment)
