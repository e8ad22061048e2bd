"""Write down who owns and runs the vendor."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from marketplace.accounts.identity import nik_hash
from marketplace.accounts.models import User
from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import NotFound
from vendors.errors import PrincipalTwice
from vendors.models import Principal, Vendor
from vendors.policies import may_edit_application


def put_principal(vendor: Vendor, values: Mapping[str, Any], *, at: datetime) -> Principal:
    """Add a person by NIK, or correct one named by `principal_id`. The NIK itself is hashed here and forgotten.

    Raises  PrincipalTwice, NotFound.
    """
    present = vendor.principals.filter(until__isnull=True)
    facts = {name: values[name] for name in _FIELDS if name in values}
    if values.get("nik"):
        digest = nik_hash(values["nik"])
        others = present.exclude(pk=values["principal_id"]) if values.get("principal_id") else present
        if others.filter(nik_hash=digest).exists():
            raise PrincipalTwice()
        facts |= {"nik_hash": digest, "user": User.objects.filter(nik_hash=digest).first()}
    if values.get("principal_id"):
        principal = present.filter(pk=values["principal_id"]).first()
        if principal is None:
            raise NotFound(kind="vendors.principal")
        for name, value in facts.items():
            setattr(principal, name, value)
        principal.save()
        return principal
    return Principal.objects.create(vendor=vendor, since=local_day(at), **facts)


_FIELDS = ("full_name", "role", "share_percent", "is_beneficial_owner", "is_civil_servant")


@transaction.atomic
def remove_principal(*, vendor_id: int, principal_id: int, actor: Actor, at: datetime) -> None:
    """Take somebody off a draft; the row stays with its last day.

    Raises  NotFound, NotPermitted.
    """
    vendor = Vendor.objects.lock(vendor_id)
    may_edit_application(actor, vendor).enforce()
    ended = vendor.principals.filter(pk=principal_id, until__isnull=True).update(until=local_day(at))
    if not ended:
        raise NotFound(kind="vendors.principal")
    audit_log.record("vendors.principal.removed", ("vendors.principal", principal_id), actor=actor, at=at)
