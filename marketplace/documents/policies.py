"""Who may open a paper."""

from django.db.models import Q

from marketplace.accounts.roles import AUDITOR_ROLES
from marketplace.kernel.actors import Actor


def visible(actor: Actor) -> Q | None:
    """Papers of the actor's organisations and those the actor signed; None: all of them (auditors)."""
    if any(actor.holds(role) for role in AUDITOR_ROLES):
        return None
    organisations = {grant.organisation_id for grant in actor.grants if grant.organisation_id}
    seen = Q(viewers__organisation_id__in=organisations)
    return seen | Q(signatures__user_id=actor.id) if actor.id else seen
