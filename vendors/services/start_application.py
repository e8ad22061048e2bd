"""Begin to apply."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from marketplace.accounts.models import OrganisationKind, User
from marketplace.accounts.roles import Role
from marketplace.accounts.services import assign_role, open_organisation
from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import NotPermitted
from vendors.models import Vendor
from vendors.states import VendorState


@transaction.atomic
def start_application(*, actor: Actor, at: datetime) -> Vendor:
    """Open a draft and make the person its owner; the same person's open draft is given back.

    Raises  NotPermitted (not signed in), RolesMustBeSeparate (a treasurer cannot sell, S1).
    Locks   the person, so that two clicks make one draft.
    """
    person = User.objects.select_for_update(no_key=True).filter(pk=actor.id).first() if actor.id else None
    if person is None:
        raise NotPermitted()
    draft = Vendor.objects.filter(started_by=person, state=VendorState.DRAFT).first()
    if draft is not None:
        return draft
    organisation = open_organisation(kind=OrganisationKind.VENDOR, name=person.full_name, actor=actor, at=at)
    vendor = Vendor.objects.create(
        organisation=organisation, state_since=at, started_by=person, phone=person.phone or "", email=person.email or ""
    )
    assign_role(
        user_id=person.pk,
        role=Role.VENDOR_OWNER,
        organisation_id=organisation.pk,
        valid_from=local_day(at),
        actor=actor,
        at=at,
    )
    audit_log.record("vendors.application.started", vendor, actor=actor, at=at, organisation_id=vendor.pk)
    return vendor
