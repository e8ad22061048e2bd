"""What an owner may change about the shop at any time."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from marketplace.accounts.models import Organisation
from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from vendors.errors import NameOfPublicBody, NameTaken
from vendors.events import VendorRenamed
from vendors.models import Vendor
from vendors.names import core, folded, names_like
from vendors.policies import may_manage
from vendors.public_bodies import body_named
from vendors.states import CERTIFIED

#: Two shops do not take one name at the same moment.
NAMING = 7_301


@transaction.atomic
def update_shop(
    *, vendor_id: int, trade_name: str, description: str, lead_time_days: int, actor: Actor, at: datetime
) -> Vendor:
    """Name over the door, a few words, and how long goods usually take. Identity and money are not here.

    A name that is read as another certified vendor or as a public body is refused; verifiers read every other one.
    Raises  NotFound, NotPermitted, NameTaken, NameOfPublicBody.
    Emits   VendorRenamed, when what buyers read has changed.
    Locks   vendor, and all naming when the name changes.
    """
    vendor = Vendor.objects.lock(vendor_id)
    may_manage(actor, vendor).enforce()
    known = vendor.display_name
    before = {"trade_name": vendor.trade_name, "lead_time_days": vendor.lead_time_days}
    if trade_name and trade_name != vendor.trade_name:
        _refuse_name_of_another(vendor, trade_name)
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
    if vendor.state in CERTIFIED and vendor.display_name != known:
        outbox.publish(VendorRenamed(vendor_id=vendor.pk, before=known, at=at))
    return vendor


def _refuse_name_of_another(vendor: Vendor, name: str) -> None:
    """Verifiers have seen what tells this business from others: its own name need only differ in writing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NAMING])
    is_own = core(name) in {core(vendor.legal_name), core(vendor.trade_name)}
    if not is_own and (body := body_named(name)):
        raise NameOfPublicBody(name=body)
    others = Vendor.objects.certified().exclude(pk=vendor.pk).values_list("legal_name", "trade_name").iterator()
    if alike := names_like([name], others, seen_as=folded if is_own else core):
        raise NameTaken(name=alike[0])
