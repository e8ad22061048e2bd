from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from catalog.models import HIGHEST_QUANTITY, Listing
from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import NotFound
from marketplace.ui.formats import grouped
from orders import baskets
from orders.models import Need
from orders.policies import may_shop
from orders.refusals import BasketFull, NotForSale, QuantityOutOfRange, SumOutOfRange
from orders.selectors.baskets import open_need


@transaction.atomic
def add_to_basket(*, listing_id: int, quantity: int, agency_id: int, actor: Actor, at: datetime) -> Need:
    """Put goods into the officer's open need of this office; more of the same adds up.

    Raises  NotPermitted, NotFound, NotForSale, BasketFull, QuantityOutOfRange.
    """
    may_shop(actor, agency_id).enforce()
    listing = Listing.objects.visible_to(actor).select_related("vendor", "stock_record").filter(id=listing_id).first()
    if listing is None:
        raise NotFound(kind="catalog.listing", id=listing_id)
    if not listing.is_on_offer:
        raise NotForSale(title=listing.name)
    need = open_need(actor_id=actor.person_id, agency_id=agency_id) or open_new_need(
        agency_id=agency_id, actor=actor, at=at
    )
    need = Need.objects.lock(need.id)
    in_basket = baskets.quantities(need)
    already = in_basket.get(listing.product_id, 0)
    if not already and len(in_basket) >= baskets.MOST_LINES:
        raise BasketFull(most=baskets.MOST_LINES)
    refuse_odd_quantity(listing, quantity, already=already)
    baskets.put(need, listing, already + quantity)
    return need


def open_new_need(*, agency_id: int, actor: Actor, at: datetime) -> Need:
    """One open need per officer and office; two tabs at once find the same one."""
    try:
        with transaction.atomic():
            need = Need.objects.create(
                agency_id=agency_id,
                requester_id=actor.person_id,
                basket=baskets.new_basket(actor.person_id),
                created_at=at,
            )
    except IntegrityError:
        return Need.objects.find(requester_id=actor.person_id, agency_id=agency_id, state="open")
    audit_log.record("orders.need.opened", need, actor=actor, at=at, organisation_id=agency_id)
    return need


def refuse_odd_quantity(listing: Listing, quantity: int, *, already: int = 0) -> None:
    """Raises QuantityOutOfRange, also for the sum with what is there. Stock is not held: the submission decides."""
    wanted = already + quantity
    if listing.min_order <= wanted <= HIGHEST_QUANTITY:
        return
    limits = {"title": listing.name, "least": grouped(listing.min_order), "most": grouped(HIGHEST_QUANTITY)}
    if already:
        raise SumOutOfRange(**limits, in_basket=grouped(already), added=grouped(quantity), wanted=grouped(wanted))
    raise QuantityOutOfRange(**limits)
