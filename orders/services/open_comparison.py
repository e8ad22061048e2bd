from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor
from orders.models import Comparison, ComparisonOffer, ProcurementOrder
from orders.offers import minimum_offers, offers_for
from orders.policies import may_open_comparison


@transaction.atomic
def open_comparison(*, order_id: UUID, actor: Actor, at: datetime) -> Comparison:
    """Look at what other vendors ask for the same goods, and keep what was seen.

    Raises  WrongState, NotPermitted.
    Source  Perpres 16/2018 art. 50; the least number of offers by value is a dated setting.
    """
    order = ProcurementOrder.objects.lock(order_id)
    may_open_comparison(actor, order).enforce()
    order.advance("open_comparison", actor=actor, at=at)
    comparison = Comparison.objects.create(
        order=order, opened_by_id=actor.person_id, opened_at=at, minimum=minimum_offers(order.total, at)
    )
    offers = offers_for(order)
    ComparisonOffer.objects.bulk_create(
        [
            ComparisonOffer(
                comparison=comparison,
                position=position,
                vendor_id=offer.vendor_id,
                lines=offer.lines,
                total_idr=offer.total_idr,
                lead_time_days=offer.lead_time_days,
                is_asked=offer.is_asked,
            )
            for position, offer in enumerate(offers, start=1)
        ]
    )
    after = {"offers": len(offers), "minimum": comparison.minimum}
    audit_log.record("orders.comparison.opened", order, actor=actor, at=at, after=after)
    return comparison
