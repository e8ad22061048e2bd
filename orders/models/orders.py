"""The order: one vendor, one office. Truth from the first draft; Oscar's order row is written once, at approval."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from marketplace.kernel.actors import Actor
from marketplace.kernel.ids import new_id
from marketplace.kernel.models import LockingManager
from marketplace.kernel.money import Rupiah
from marketplace.kernel.refs import OrderRef
from orders.labels import ScreenState, screen_state
from orders.models.history import OrderHistory
from orders.states import MOVE_ROLES, ORDER_FLOW, OrderState

MAX_AMOUNT = 10**13
MAX_QUANTITY = 10**6


def _person(**options: Any) -> models.ForeignKey:
    """Somebody who acts later: the index leaves out orders without one, so that a new order is not in it."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
        **options,
    )


def _not_same(first: str, second: str, name: str) -> models.CheckConstraint:
    """Two steps of one order that two people must make."""
    return models.CheckConstraint(
        condition=Q(**{f"{first}__isnull": True}) | Q(**{f"{second}__isnull": True}) | ~Q(**{first: F(second)}),
        name=name,
    )


class ProcurementOrder(models.Model):
    """Public money promised to one vendor by one office.

    Locks   an order is locked before vendor, listing and budget line, everywhere.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=30, unique=True)
    need = models.ForeignKey("orders.Need", on_delete=models.PROTECT, related_name="orders")
    # Office and vendor begin indexes of their own below.
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    vendor = models.ForeignKey("vendors.Vendor", on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=20, choices=OrderState, default=OrderState.DRAFT)
    title = models.CharField(max_length=200)
    fiscal_year = models.PositiveSmallIntegerField()

    requester = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    chooser = _person()
    approver = _person()
    confirmed_by = _person()
    receiver = _person()

    total_idr = models.BigIntegerField()
    accepted_idr = models.BigIntegerField(default=0)

    price_reason = models.TextField(blank=True)
    split_reason = models.TextField(blank=True)
    choice_reason = models.TextField(blank=True)
    approval_note = models.TextField(blank=True)
    return_reason = models.TextField(blank=True)
    end_reason = models.TextField(blank=True)
    checks = models.JSONField(default=list, blank=True)

    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    hold_expires_at = models.DateTimeField(null=True, blank=True)
    chosen_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    lead_time_days = models.PositiveSmallIntegerField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    is_returned = models.BooleanField(default=False)
    in_transit = models.BooleanField(default=False)
    is_disputed = models.BooleanField(default=False)
    audit_hold = models.BooleanField(default=False)
    short_close_asked_at = models.DateTimeField(null=True, blank=True)
    short_close_reason = models.TextField(blank=True)

    purchase_letter_id = models.UUIDField(null=True, blank=True)
    content_sha256 = models.CharField(max_length=64, blank=True)
    oscar_order = models.OneToOneField(
        "order.Order", on_delete=models.PROTECT, null=True, blank=True, related_name="procurement_order"
    )

    objects = LockingManager()

    class Meta:
        app_label = "orders"
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["agency", "state", "-created_at"], name="order_by_agency_state"),
            models.Index(fields=["vendor", "state", "-created_at"], name="order_by_vendor_state"),
            models.Index(fields=["agency", "vendor", "submitted_at"], name="order_by_agency_vendor_day"),
            models.Index(fields=["hold_expires_at"], condition=Q(hold_expires_at__isnull=False), name="order_holds"),
            *(
                models.Index(fields=[who], condition=Q(**{f"{who}__isnull": False}), name=f"order_by_{who}")
                for who in ("chooser", "approver", "confirmed_by", "receiver")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(total_idr__gt=0, total_idr__lte=MAX_AMOUNT), name="order_total_in_range"
            ),
            models.CheckConstraint(
                condition=Q(accepted_idr__gte=0, accepted_idr__lte=F("total_idr")), name="order_accepted_within_total"
            ),
            # Perpres 16/2018 art. 11-12 and the segregation rules S3 and S6: two steps of one chain, two people.
            _not_same("chooser", "requester", "order_chooser_is_not_requester"),
            _not_same("approver", "requester", "order_approver_is_not_requester"),
            _not_same("approver", "chooser", "order_approver_is_not_chooser"),
            _not_same("receiver", "chooser", "order_receiver_is_not_chooser"),
            _not_same("receiver", "confirmed_by", "order_receiver_is_not_the_vendor"),
            _not_same("confirmed_by", "approver", "order_approver_is_not_the_vendor"),
            models.CheckConstraint(
                # A hold without an end would keep public money for ever (I-09).
                condition=Q(
                    state__in=["submitted", "comparing", "negotiating", "awaiting_approval", "ordered"],
                    hold_expires_at__isnull=False,
                )
                | ~Q(state__in=["submitted", "comparing", "negotiating", "awaiting_approval", "ordered"]),
                name="order_hold_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=False, oscar_order__isnull=False, content_sha256__gt="")
                | Q(
                    state__in=[
                        "draft",
                        "submitted",
                        "comparing",
                        "negotiating",
                        "awaiting_approval",
                        "cancelled",
                        "expired",
                    ]
                ),
                name="order_bound_only_after_approval",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def promised_days(self) -> int:
        """Calendar days from the vendor's signature to the delivery of all goods, as their listings promise today."""
        return max(line.listing.lead_time_days for line in self.lines.select_related("listing"))

    @property
    def ref(self) -> OrderRef:
        return OrderRef(id=self.id, number=self.number)

    @property
    def total(self) -> Rupiah:
        return Rupiah(self.total_idr)

    def event_facts(self, at: datetime) -> dict:
        """What every event about this order says."""
        return {
            "order_id": self.id,
            "order_number": self.number,
            "agency_id": self.agency_id,
            "vendor_id": self.vendor_id,
            "at": at,
        }

    @property
    def screen(self) -> ScreenState:
        return screen_state(
            self.state, returned=self.is_returned, in_transit=self.in_transit, disputed=self.is_disputed
        )

    @cached_property
    def ordered_lines(self) -> list[OrderLine]:
        return list(self.lines.select_related("listing__unit").order_by("position"))

    def advance(
        self, action: str, *, actor: Actor, at: datetime, reason: str = "", facts: dict | None = None, save: tuple = ()
    ) -> OrderHistory:
        """Move one step along ORDER_FLOW and remember it. `save` names other changed fields to write with it.

        Raises  WrongState.
        """
        before, self.state = self.state, ORDER_FLOW.target(action, self.state)
        self.save(update_fields=["state", *save])
        return OrderHistory.objects.write(
            self, action=action, before=before, actor=actor, at=at, reason=reason, facts=facts
        )

    def role_for(self, action: str, actor: Actor) -> str:
        """The role in which this actor makes that move."""
        if actor.is_system:
            return "system"
        return next(
            (
                str(role)
                for role in MOVE_ROLES[action]
                for organisation in (self.agency_id, self.vendor_id)
                if actor.holds(role, organisation)
            ),
            actor.display_role,
        )


class OrderLine(models.Model):
    """What was asked for, with the price version it was asked at. Fixed once the purchase letter is signed.

    Only the three delivery counters move afterwards, and they can never exceed what was ordered.
    """

    order = models.ForeignKey(ProcurementOrder, on_delete=models.PROTECT, related_name="lines", db_index=False)
    position = models.PositiveSmallIntegerField()
    listing = models.ForeignKey("catalog.Listing", on_delete=models.PROTECT, related_name="+")
    price_record = models.ForeignKey("catalog.PriceRecord", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=255)
    specification = models.TextField(blank=True)
    category_code = models.CharField(max_length=20)
    account_code = models.CharField(max_length=30, blank=True)
    tax_class = models.CharField(max_length=30)
    unit_code = models.CharField(max_length=20)
    unit_price_idr = models.BigIntegerField()
    quantity = models.IntegerField()
    amount_idr = models.BigIntegerField()
    verdict = models.CharField(max_length=20, blank=True)
    band = models.JSONField(default=dict, blank=True)
    listing_sha256 = models.CharField(max_length=64, blank=True)
    shipped_quantity = models.IntegerField(default=0)
    rejected_quantity = models.IntegerField(default=0)
    accepted_quantity = models.IntegerField(default=0)

    class Meta:
        app_label = "orders"
        ordering = ["order_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="order_line_position_once"),
            models.UniqueConstraint(fields=["order", "listing"], name="order_line_listing_once"),
            models.CheckConstraint(
                condition=Q(
                    unit_price_idr__gt=0, unit_price_idr__lte=MAX_AMOUNT, quantity__gt=0, quantity__lte=MAX_QUANTITY
                ),
                name="order_line_in_range",
            ),
            models.CheckConstraint(
                condition=Q(amount_idr=F("unit_price_idr") * F("quantity")),
                name="order_line_amount_is_price_times_quantity",
            ),
            # Over-delivery is refused: what is on the way or accepted never exceeds what was ordered.
            models.CheckConstraint(
                condition=Q(
                    shipped_quantity__gte=0,
                    rejected_quantity__gte=0,
                    accepted_quantity__gte=0,
                    shipped_quantity__lte=F("quantity") + F("rejected_quantity"),
                    accepted_quantity__lte=F("shipped_quantity") - F("rejected_quantity"),
                ),
                name="order_line_delivery_within_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.unit_name} {self.title}"

    @property
    def unit_name(self) -> str:
        """The unit as papers write it."""
        return self.listing.unit.name

    @property
    def remaining_quantity(self) -> int:
        """Not yet on the way: what the vendor still has to ship."""
        return self.quantity - (self.shipped_quantity - self.rejected_quantity)

    @property
    def outstanding_quantity(self) -> int:
        """Not yet accepted."""
        return self.quantity - self.accepted_quantity


class OrderCharge(models.Model):
    """The part of an order that one budget line pays. The charges of an order sum to its total (deferred trigger)."""

    order = models.ForeignKey(ProcurementOrder, on_delete=models.PROTECT, related_name="charges", db_index=False)
    budget_line = models.ForeignKey("budget.BudgetLine", on_delete=models.PROTECT, related_name="+")
    amount_idr = models.BigIntegerField()
    obligated_idr = models.BigIntegerField(default=0)
    released_idr = models.BigIntegerField(default=0)

    class Meta:
        app_label = "orders"
        ordering = ["order_id", "budget_line_id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "budget_line"], name="order_charge_line_once"),
            models.CheckConstraint(
                condition=Q(amount_idr__gt=0, amount_idr__lte=MAX_AMOUNT), name="order_charge_in_range"
            ),
            models.CheckConstraint(
                condition=Q(
                    obligated_idr__gte=0, released_idr__gte=0, amount_idr__gte=F("obligated_idr") + F("released_idr")
                ),
                name="order_charge_used_within_amount",
            ),
        ]

    @property
    def open_idr(self) -> int:
        """Held for goods that have not been accepted yet."""
        return self.amount_idr - self.obligated_idr - self.released_idr
