"""Lots on their way, what the receiver saw, and the handover report (BAST) that two parties sign."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from marketplace.kernel.ids import new_id
from marketplace.kernel.models import LockingManager
from orders.states import Condition, ShipmentState


def _person(**options: Any) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


class Inspection(models.Model):
    """One look at everything that has arrived and was not inspected before."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey("orders.ProcurementOrder", on_delete=models.PROTECT, related_name="inspections")
    sequence = models.PositiveSmallIntegerField()
    receiver = _person()
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    accepted_idr = models.BigIntegerField()
    document_id = models.UUIDField(null=True, blank=True)

    class Meta:
        app_label = "orders"
        ordering = ["order_id", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["order", "sequence"], name="inspection_sequence_once"),
            models.CheckConstraint(condition=Q(accepted_idr__gte=0), name="inspection_value_not_negative"),
        ]


class InspectionLine(models.Model):
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="lines")
    order_line = models.ForeignKey("orders.OrderLine", on_delete=models.PROTECT, related_name="+")
    received_quantity = models.IntegerField()
    accepted_quantity = models.IntegerField()
    rejected_quantity = models.IntegerField()
    condition = models.CharField(max_length=20, choices=Condition)
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        app_label = "orders"
        constraints = [
            models.UniqueConstraint(fields=["inspection", "order_line"], name="inspection_line_once"),
            models.CheckConstraint(
                condition=Q(
                    accepted_quantity__gte=0,
                    rejected_quantity__gte=0,
                    received_quantity=F("accepted_quantity") + F("rejected_quantity"),
                ),
                name="inspection_line_adds_up",
            ),
        ]


class InspectionPhoto(models.Model):
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(max_length=120, blank=True)

    class Meta:
        app_label = "orders"


class Shipment(models.Model):
    """A delivery lot with its delivery note."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey("orders.ProcurementOrder", on_delete=models.PROTECT, related_name="shipments")
    lot = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=ShipmentState, default=ShipmentState.SHIPPED)
    carrier = models.CharField(max_length=120)
    vehicle = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=400, blank=True)
    photo = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    document_id = models.UUIDField(null=True, blank=True)
    shipped_by = _person()
    shipped_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True, blank=True)
    arrival_recorded_by = _person(null=True, blank=True)
    arrival_photo = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, null=True, blank=True, related_name="shipments"
    )

    class Meta:
        app_label = "orders"
        ordering = ["order_id", "lot"]
        constraints = [
            models.UniqueConstraint(fields=["order", "lot"], name="shipment_lot_once"),
            models.CheckConstraint(
                condition=Q(state="shipped", arrived_at__isnull=True)
                | Q(~Q(state="shipped"), arrived_at__isnull=False),
                name="shipment_arrived_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(inspection__isnull=False, state="inspected")
                | Q(Q(inspection__isnull=True), ~Q(state="inspected")),
                name="shipment_inspected_has_an_inspection",
            ),
        ]


class ShipmentLine(models.Model):
    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, related_name="lines")
    order_line = models.ForeignKey("orders.OrderLine", on_delete=models.PROTECT, related_name="+")
    quantity = models.IntegerField()

    class Meta:
        app_label = "orders"
        constraints = [
            models.UniqueConstraint(fields=["shipment", "order_line"], name="shipment_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="shipment_line_positive"),
        ]


class Handover(models.Model):
    """The handover report of one inspection: the vendor signs first, the commitment officer's signature accepts.

    Source  Perpres 16/2018 art. 57-58. Nothing is payable before it (UU 1/2004 art. 21 (1)).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey("orders.ProcurementOrder", on_delete=models.PROTECT, related_name="handovers")
    inspection = models.OneToOneField(Inspection, on_delete=models.PROTECT, related_name="handover")
    sequence = models.PositiveSmallIntegerField()
    amount_idr = models.BigIntegerField()
    days_late = models.PositiveSmallIntegerField(default=0)
    penalty_idr = models.BigIntegerField(default=0)
    receiver = _person()
    vendor_signed_by = _person(null=True, blank=True)
    vendor_signed_at = models.DateTimeField(null=True, blank=True)
    accepted_by = _person(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    document_id = models.UUIDField(null=True, blank=True)
    payable_id = models.UUIDField(null=True, blank=True, unique=True)
    paid_at = models.DateTimeField(null=True, blank=True)

    objects = LockingManager()

    class Meta:
        app_label = "orders"
        ordering = ["order_id", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["order", "sequence"], name="handover_sequence_once"),
            models.CheckConstraint(condition=Q(amount_idr__gt=0, penalty_idr__gte=0), name="handover_value_positive"),
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True) | Q(vendor_signed_by__isnull=False, document_id__isnull=False),
                name="handover_vendor_signs_first",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True) | ~Q(accepted_by=F("vendor_signed_by")),
                name="handover_two_parties",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True) | ~Q(accepted_by=F("receiver")),
                name="handover_receiver_does_not_accept",
            ),
            models.CheckConstraint(
                condition=Q(vendor_signed_by__isnull=True) | ~Q(vendor_signed_by=F("receiver")),
                name="handover_receiver_is_not_the_vendor",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True, payable_id__isnull=True)
                | Q(accepted_by__isnull=False, payable_id__isnull=False),
                name="handover_accepted_is_payable",
            ),
            models.CheckConstraint(
                condition=Q(paid_at__isnull=True) | Q(payable_id__isnull=False),
                name="handover_paid_only_after_acceptance",
            ),
        ]
