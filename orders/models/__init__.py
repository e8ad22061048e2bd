from orders.models.audit_holds import OrderAuditHold
from orders.models.comparison import Comparison, ComparisonOffer
from orders.models.deliveries import Handover, Inspection, InspectionLine, InspectionPhoto, Shipment, ShipmentLine
from orders.models.history import LegalMove, OrderHistory
from orders.models.needs import Need
from orders.models.orders import OrderCharge, OrderLine, ProcurementOrder
from orders.models.reviews import PerformanceReview

__all__ = [
    "Comparison",
    "ComparisonOffer",
    "Handover",
    "Inspection",
    "InspectionLine",
    "InspectionPhoto",
    "LegalMove",
    "Need",
    "OrderAuditHold",
    "OrderCharge",
    "OrderHistory",
    "OrderLine",
    "PerformanceReview",
    "ProcurementOrder",
    "Shipment",
    "ShipmentLine",
]
