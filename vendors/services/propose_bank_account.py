"""Say where to be paid."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from vendors.banks import BANKS
from vendors.errors import BankAccountShared, BankAccountUnchanged
from vendors.events import BankAccountProposed
from vendors.matching import account_hash
from vendors.models import BankAccount, Vendor
from vendors.policies import may_manage
from vendors.states import BANK_ACCOUNT_FLOW, BankAccountState


@transaction.atomic
def propose_bank_account(
    *, vendor_id: int, bank_code: str, number: str, holder_name: str, actor: Actor, at: datetime
) -> BankAccount:
    """A certified vendor asks to be paid elsewhere: two verifiers look, the old contact is told, payment waits.

    Raises  NotFound, NotPermitted, BankAccountShared, BankAccountUnchanged.
    Emits   BankAccountProposed.
    """
    vendor = Vendor.objects.lock(vendor_id)
    may_manage(actor, vendor).enforce()
    present = vendor.bank_accounts.filter(state=BankAccountState.VERIFIED).first()
    if present is not None and present.number_hash == account_hash(bank_code, number):
        raise BankAccountUnchanged()
    return put_bank_account(vendor, bank_code=bank_code, number=number, holder_name=holder_name, actor=actor, at=at)


def put_bank_account(
    vendor: Vendor, *, bank_code: str, number: str, holder_name: str, actor: Actor, at: datetime
) -> BankAccount:
    """A new version in the caller's transaction; an earlier proposal gives way. The same proposal again is itself."""
    digest = account_hash(bank_code, number)
    others = BankAccount.objects.filter(number_hash=digest, state=BankAccountState.VERIFIED).exclude(vendor=vendor)
    if others.exists():
        raise BankAccountShared()
    verified = vendor.bank_accounts.filter(state=BankAccountState.VERIFIED).first()
    proposed = vendor.bank_accounts.select_for_update().filter(state=BankAccountState.PROPOSED).first()
    if proposed is not None:
        if proposed.number_hash == digest and proposed.holder_name == holder_name:
            return proposed
        proposed.state = BANK_ACCOUNT_FLOW.target("replace", proposed.state)
        proposed.replaces = None
        proposed.save(update_fields=["state", "replaces"])
    account = BankAccount.objects.create(
        vendor=vendor,
        version=vendor.bank_accounts.count() + 1,
        bank_code=bank_code,
        bank_name=BANKS[bank_code],
        number=number,
        number_hash=digest,
        holder_name=holder_name,
        replaces=verified,
        proposed_by_id=actor.id,
        proposed_at=at,
    )
    facts = {"bank": account.bank_name, "last4": account.last4, "version": account.version}
    audit_log.record(
        "vendors.bank_account.proposed", account, actor=actor, at=at, after=facts, organisation_id=vendor.pk
    )
    if vendor.partner_id is not None:
        outbox.publish(
            BankAccountProposed(
                vendor_id=vendor.pk, account_id=account.pk, last4=account.last4, is_change=verified is not None, at=at
            )
        )
    return account
