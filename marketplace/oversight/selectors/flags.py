"""The questions that rules raised, for auditors only."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from marketplace.kernel.actors import Actor
from marketplace.oversight.models import Flag
from orders.models import ProcurementOrder
from orders.selectors.orders import orders_visible_to


@dataclass(frozen=True)
class FlagFilter:
    """What an auditor looks for; empty fields do not narrow."""

    rule: str = ""
    agency_id: int | None = None
    severity: str = ""


def flags_for_audit(actor: Actor, wanted: FlagFilter) -> QuerySet[Flag]:
    """Questions about purchases that this auditor may see; one query when read."""
    flags = Flag.objects.filter(order__in=orders_visible_to(actor).order_by()).select_related("order__agency")
    if wanted.rule:
        flags = flags.filter(rule=wanted.rule)
    if wanted.agency_id:
        flags = flags.filter(order__agency_id=wanted.agency_id)
    if wanted.severity:
        flags = flags.filter(severity=wanted.severity)
    return flags


def flags_of(order: ProcurementOrder) -> list[Flag]:
    """Every question that concerns this purchase, also where another one of the set stands for all."""
    return list(Flag.objects.filter(numbers__contains=[order.number]).select_related("order__agency"))
