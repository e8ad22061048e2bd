"""What waits for the purchasing officer and the commitment officer."""

from __future__ import annotations

from django.db.models import QuerySet

from orders.models import ProcurementOrder
from orders.states import OrderState


def orders_to_choose(agency_ids: set[int]) -> QuerySet[ProcurementOrder]:
    """Submitted or being compared, the nearest deadline first."""
    return ProcurementOrder.objects.filter(
        agency_id__in=agency_ids, state__in=[OrderState.SUBMITTED, OrderState.COMPARING]
    ).order_by("hold_expires_at", "id")


def orders_awaiting_approval(*agency_ids: int) -> QuerySet[ProcurementOrder]:
    """Chosen and waiting for the commitment officer's signature, the nearest deadline first."""
    return ProcurementOrder.objects.filter(agency_id__in=agency_ids, state=OrderState.AWAITING_APPROVAL).order_by(
        "hold_expires_at", "id"
    )
