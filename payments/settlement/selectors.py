"""What people ask of statements: which are mine, what waits for me, what is due when."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet

from marketplace.accounts.models import Agency
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import NotFound
from payments.settlement.models import CardStatement
from payments.settlement.policies import READERS, WIDE_READERS


def treasury_id() -> int:
    """The organisation whose account is the region's treasury (PPKD/BUD): named by setting.

    Raises  ImproperlyConfigured when there is none.
    """
    found = Agency.objects.filter(short_code=settings.TREASURY_AGENCY).values_list("pk", flat=True).first()
    if found is None:
        raise ImproperlyConfigured(f"no office {settings.TREASURY_AGENCY!r} (TREASURY_AGENCY) to issue SP2D")
    return found


def statements_visible_to(actor: Actor) -> QuerySet[CardStatement]:
    """Those of the actor's offices; treasury and auditors see all."""
    rows = CardStatement.objects.select_related("agency__organisation", "card__holder")
    if actor.holds_any(*WIDE_READERS):
        return rows
    return rows.filter(agency_id__in=actor.organisations(*READERS))


def statement_visible_to(actor: Actor, *, statement_id) -> CardStatement:
    """One of them. Raises NotFound."""
    row = statements_visible_to(actor).filter(id=statement_id).first()
    if row is None:
        raise NotFound(kind="settlement.statement")
    return row
