"""Open an office."""

import datetime

from django.db import transaction

from marketplace.accounts.models import Agency, OrganisationKind
from marketplace.accounts.policies import may_manage_people
from marketplace.accounts.services.open_organisation import open_organisation
from marketplace.kernel.actors import Actor


@transaction.atomic
def open_agency(
    *,
    short_code: str,
    name: str,
    kind: str,
    unit_code: str,
    actor: Actor,
    at: datetime.datetime,
    valid_from: datetime.date,
    valid_to: datetime.date | None = None,
    parent_id: int | None = None,
    name_en: str = "",
    address: str = "",
    regency_code: str | None = None,
) -> Agency:
    """Open an office of the province, or a unit under one.

    Raises  NotPermitted.
    """
    may_manage_people(actor).enforce()
    organisation = open_organisation(kind=OrganisationKind.AGENCY, name=name, short_code=short_code, actor=actor, at=at)
    return Agency.objects.create(
        organisation=organisation,
        short_code=short_code,
        parent_id=parent_id,
        kind=kind,
        name_en=name_en,
        unit_code=unit_code,
        address=address,
        regency_id=regency_code,
        valid_from=valid_from,
        valid_to=valid_to,
    )
