"""The treasurer's overview: cards and how they are used, and what waits to be paid with them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from marketplace.kernel.actors import Actor
from payments.cards.models import Card, CardTransaction
from payments.cards.selectors import cards_visible_to, payables_to_handle
from payments.cards.states import CardState, TransactionState
from payments.payables.models import Payable
from payments.payables.states import PayableState
from payments.settlement.policies import IMPORTERS

UNBILLED = (TransactionState.CAPTURED, TransactionState.POSTED)
IN_USE = (CardState.ACTIVE, CardState.SUSPENDED, CardState.BLOCKED_LOST, CardState.EXPIRED)


@dataclass(frozen=True)
class CardUse:
    """A card, what of its use the bank has billed, and what it has not."""

    card: Card
    unbilled_idr: int

    @property
    def billed_idr(self) -> int:
        return self.card.used_idr - self.unbilled_idr

    @property
    def coming_idr(self) -> int:
        """Used and not billed, with what is held for charges under way."""
        return self.unbilled_idr + self.card.held_idr


def uses_of(cards: list[Card]) -> list[CardUse]:
    """Two sums for each card, in one query."""
    sums = dict(
        CardTransaction.objects.filter(card__in=cards, state__in=UNBILLED)
        .order_by()
        .values_list("card_id")
        .annotate(total=Sum("captured_idr"))
    )
    return [CardUse(card, int(sums.get(card.pk, 0))) for card in cards]


def card_uses(actor: Actor) -> list[CardUse]:
    """The cards in use that this person may see."""
    return uses_of(list(cards_visible_to(actor).filter(state__in=IN_USE).order_by("agency_id", "pk")[:50]))


def cards_to_bill(actor: Actor) -> QuerySet[Card]:
    """The cards whose bill this person may take in: those in use first, then those that have run out."""
    return (
        Card.objects.filter(agency_id__in=actor.organisations(*IMPORTERS))
        .exclude(provider_id="")
        .select_related("holder", "programme", "agency__organisation")
        .order_by("agency_id", "-valid_to", "pk")
    )


def payables_to_charge(actor: Actor) -> QuerySet[Payable]:
    """Received and not yet paid, oldest first."""
    return payables_to_handle(actor).filter(state=PayableState.OPEN).order_by("opened_at", "id")
