"""What an owner may change about the shop at any time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from marketplace.accounts.models import Organisation
from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor
from vendors.models import Vendor
from vendors.policies import may_manage


@transaction.atomic
def update_shop(
    *, vendor_id: int, trade_name: str, description: str, lead_time_days: int, actor: Actor, at: datetime
) -> Vendor:
    """Name over the door, a few words, and how long goods usually take. Identity and money are not here.

    Raises  NotFound, NotPermitted.
    """
    vendor = Vendor.objects.lock(vendor_id)
    may_manage(actor, vendor).enforce()
    before = {"trade_name": vendor.trade_name, "lead_time_days": vendor.lead_time_days}
    vendor.trade_name, vendor.description, vendor.lead_time_days = trade_name, description, lead_time_days
    vendor.save(update_fields=["trade_name", "description", "lead_time_days"])
    Organisation.objects.filter(pk=vendor.pk).update(name=vendor.display_name)
    audit_log.record(
        "vendors.shop.updated",
        vendor,
        actor=actor,
        at=at,
        before=before,
        after={"trade_name": trade_name, "lead_time_days": lead_time_days},
    )
    return vendor
