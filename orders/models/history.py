"""Every move of every order, append-only. The database refuses what is not in the table of legal moves."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models

from marketplace.kernel.actors import Actor

if TYPE_CHECKING:
    from orders.models.orders import ProcurementOrder


class LegalMove(models.Model):
    """One row of ORDER_FLOW in the database, with the roles that may make it. Written by migrations only."""

    action = models.CharField(max_length=30)
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20)
    roles = ArrayField(models.CharField(max_length=30))

    class Meta:
        app_label = "orders"
        constraints = [models.UniqueConstraint(fields=["action", "before", "after"], name="legal_move_once")]

    def __str__(self) -> str:
        return f"{self.before} -> {self.action} -> {self.after}"


class HistoryManager(models.Manager["OrderHistory"]):
    def write(
        self,
        order: ProcurementOrder,
        *,
        action: str,
        before: str,
        actor: Actor,
        at: datetime,
        reason: str = "",
        facts: dict | None = None,
    ) -> OrderHistory:
        """Add the next step. The order's row lock, held by every use case, keeps steps in one line."""
        last = self.filter(order_id=order.id).order_by("-step").values_list("step", flat=True).first() if before else 0
        return self.create(
            order_id=order.id,
            step=(last or 0) + 1,
            action=action,
            before=before,
            after=order.state,
            actor_id=actor.id,
            actor_name=actor.name,
            role=order.role_for(action, actor),
            reason=reason,
            facts=facts or {},
            at=at,
        )


class OrderHistory(models.Model):
    order = models.ForeignKey(
        "orders.ProcurementOrder", on_delete=models.PROTECT, related_name="history", db_index=False
    )
    step = models.PositiveIntegerField()
    action = models.CharField(max_length=30)
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_name = models.CharField(max_length=200)
    role = models.CharField(max_length=30)
    reason = models.TextField(blank=True)
    facts = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()

    objects = HistoryManager()

    class Meta:
        app_label = "orders"
        ordering = ["order_id", "step"]
        constraints = [models.UniqueConstraint(fields=["order", "step"], name="order_history_step_once")]

    def __str__(self) -> str:
        return f"{self.step}. {self.before} -> {self.after}"
