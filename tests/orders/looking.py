"""What tests look at after an act or a refusal: what was announced, what is held, what breaks a rule."""

from __future__ import annotations

from django.db import connection

from catalog.stock import held_for
from marketplace.kernel.outbox.models import OutboxMessage
from orders.invariants import INVARIANTS
from orders.models import ProcurementOrder
from tests.scenes import Scene, fresh


def announced(prefix: str = "orders.") -> list[str]:
    """Names of the events that orders published, oldest first."""
    names = OutboxMessage.objects.filter(event__startswith=prefix).order_by("id").values_list("event", flat=True)
    return [name.removeprefix(prefix) for name in names]


def state_of_the_world(scene: Scene, order: ProcurementOrder | None = None) -> dict:
    """Everything that a refused step must leave as it was."""
    line = fresh(scene.line)
    world = {
        "line": (line.reserved_idr, line.committed_idr, line.obligated_idr, line.realised_idr),
        "orders": ProcurementOrder.objects.count(),
        "announced": announced(""),
    }
    if order is not None:
        now = fresh(order)
        world |= {
            "order": {field.attname: getattr(now, field.attname) for field in now._meta.concrete_fields},
            "held": held_for(order.id),
            "lines": list(now.lines.order_by("id").values()),
            "charges": list(now.charges.order_by("id").values()),
            "history": now.history.count(),
        }
    return world


def broken_invariants() -> dict[str, list]:
    found = {}
    with connection.cursor() as cursor:
        for invariant in INVARIANTS:
            cursor.execute(invariant.sql)
            if rows := cursor.fetchall():
                found[invariant.code] = rows
    return found
