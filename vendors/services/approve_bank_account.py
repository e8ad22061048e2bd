"""Look at a changed account: two people, then the hold time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from marketplace.kernel import audit_log, law, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import WrongState
from vendors.events import BankAccountVerified
from vendors.models import BankAccount, Vendor
from vendors.policies import may_approve_account
from vendors.states import BANK_ACCOUNT_FLOW, BankAccountState


@transaction.atomic
def approve_bank_account(*, account_id: int, reference: str = "", actor: Actor, at: datetime) -> BankAccount:
    """The first look is remembered; the second, by another person, puts the account in force after the hold time.

    Raises  NotFound, NotPermitted, WrongState, BankAccountShared.
    Emits   BankAccountVerified, on the second look.
    Source  house rule on changed accounts (72 hours, law row `bank_account_hold_hours`).
    """
    account = BankAccount.objects.select_related("vendor").lock(account_id)
    Vendor.objects.lock(account.vendor_id)
    may_approve_account(actor, account).enforce()
    if account.state != BankAccountState.PROPOSED:
        raise WrongState()
    account.reference = reference or account.reference
    if account.verified_by_id is None:
        account.verified_by_id = actor.id
        account.save(update_fields=["verified_by", "reference"])
        audit_log.record(
            "vendors.bank_account.first_look", account, actor=actor, at=at, organisation_id=account.vendor_id
        )
        return account
    hold = timedelta(hours=law.limit_on("bank_account_hold_hours", local_day(at)))
    put_in_force(account, second=actor.id, at=at, usable_from=at + hold)
    audit_log.record("vendors.bank_account.verified", account, actor=actor, at=at, organisation_id=account.vendor_id)
    return account


def put_in_force(account: BankAccount, *, second: int | None, at: datetime, usable_from: datetime) -> None:
    """The account before it gives way first: a vendor has one at a time (constraint). Emits BankAccountVerified."""
    for before in account.vendor.bank_accounts.select_for_update().filter(state=BankAccountState.VERIFIED):
        before.state = BANK_ACCOUNT_FLOW.target("replace", before.state)
        before.save(update_fields=["state"])
    account.state = BANK_ACCOUNT_FLOW.target("verify", account.state)
    account.second_verified_by_id, account.verified_at, account.usable_from = second, at, usable_from
    account.save(
        update_fields=["state", "verified_by", "second_verified_by", "verified_at", "usable_from", "reference"]
    )
    outbox.publish(
        BankAccountVerified(vendor_id=account.vendor_id, account_id=account.pk, usable_from=usable_from, at=at)
    )


@transaction.atomic
def refuse_bank_account(*, account_id: int, reason: str, actor: Actor, at: datetime) -> BankAccount:
    """The change is not made; the account in force stays.

    Raises  NotFound, NotPermitted, WrongState.
    """
    account = BankAccount.objects.select_related("vendor").lock(account_id)
    may_approve_account(actor, account).enforce()
    account.state = BANK_ACCOUNT_FLOW.target("refuse", account.state)
    account.replaces = None
    account.save(update_fields=["state", "replaces"])
    audit_log.record(
        "vendors.bank_account.refused", account, actor=actor, at=at, why=reason, organisation_id=account.vendor_id
    )
    return account
