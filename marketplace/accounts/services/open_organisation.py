"""Open an organisation."""

import datetime

from django.db import transaction

from marketplace.accounts.models import Organisation, OrganisationKind
from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor


@transaction.atomic
def open_organisation(
    *, kind: str, name: str, actor: Actor, at: datetime.datetime, short_code: str = ""
) -> Organisation:
    """Make the root that money, orders and papers of a vendor or of the operator name.

    Offices are opened by `open_agency`, which calls this.
    """
    organisation = Organisation.objects.create(
        kind=OrganisationKind(kind), name=" ".join(name.split()), short_code=short_code
    )
    audit_log.record("accounts.organisation.opened", organisation, actor=actor, at=at)
    return organisation
