from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import WrongState
from orders import baskets
from orders.models import Need
from orders.policies import may_submit
from orders.selectors.baskets import basket_parts
from orders.services.add_to_basket import refuse_odd_quantity


@dataclass(frozen=True)
class PartDraft:
    """What was typed for one vendor's part: budget lines with amounts (None takes the rest), and reasons."""

    charges: Sequence[tuple[int, int | None]] = ()
    price_reason: str = ""
    split_reason: str = ""

    def as_json(self) -> dict:
        return {
            "charges": [list(row) for row in self.charges],
            "price_reason": self.price_reason,
            "split_reason": self.split_reason,
        }


@dataclass(frozen=True)
class NeedDraft:
    """What was typed on the basket page. `quantities`: listing id -> quantity, 0 takes it out; others stay."""

    purpose: str = ""
    needed_by: date | None = None
    delivery_place: str = ""
    rup_code: str = ""
    quantities: Mapping[int, int] = field(default_factory=dict)
    parts: Mapping[int, PartDraft] = field(default_factory=dict)


@transaction.atomic
def describe_need(*, need_id: UUID, draft: NeedDraft, actor: Actor, at: datetime) -> Need:
    """Keep what was typed on the basket page, lawful or not: the page shows what is missing, submission refuses it.

    Raises  NotPermitted, NotFound, WrongState, QuantityOutOfRange.
    """
    need = Need.objects.lock(need_id)
    may_submit(actor, need).enforce()
    if need.state != "open":
        raise WrongState()
    listings = {line.listing.id: line.listing for part in basket_parts(need) for line in part.lines}
    for listing_id, quantity in draft.quantities.items():
        if listing_id in listings:
            if quantity:
                refuse_odd_quantity(listings[listing_id], quantity)
            baskets.put(need, listings[listing_id], quantity)
    need.purpose, need.needed_by = draft.purpose, draft.needed_by
    need.delivery_place, need.rup_code = draft.delivery_place, draft.rup_code
    need.parts = need.parts | {str(vendor_id): part.as_json() for vendor_id, part in draft.parts.items()}
    need.save(update_fields=["purpose", "needed_by", "delivery_place", "rup_code", "parts"])
    return need
