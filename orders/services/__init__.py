"""What can be done with needs and orders: one file per verb."""

from orders.services.accept_delivery import accept_delivery
from orders.services.add_to_basket import add_to_basket
from orders.services.approve_order import approve_order, content_hash
from orders.services.cancel_order import cancel_order
from orders.services.choose_offer import choose_offer
from orders.services.close_short import ask_close_short, close_short
from orders.services.close_year import close_year
from orders.services.confirm_order import confirm_order
from orders.services.decline_order import decline_order
from orders.services.describe_need import NeedDraft, PartDraft, describe_need
from orders.services.expire_orders import expire_order, expire_orders
from orders.services.hold_for_audit import can_be_held, hold_for_audit, release_audit_hold
from orders.services.inspect_delivery import Count, inspect_delivery
from orders.services.open_comparison import open_comparison
from orders.services.record_arrival import record_arrival
from orders.services.record_payment import record_payment
from orders.services.return_order import return_order
from orders.services.review_performance import Scores, complete_due_orders, complete_order, review_performance
from orders.services.ship_order import ship_order
from orders.services.sign_handover_vendor import sign_handover_vendor
from orders.services.start_order import start_order
from orders.services.submit_need import submit_need

__all__ = [
    "Count",
    "NeedDraft",
    "PartDraft",
    "Scores",
    "accept_delivery",
    "add_to_basket",
    "approve_order",
    "ask_close_short",
    "can_be_held",
    "cancel_order",
    "choose_offer",
    "close_short",
    "close_year",
    "complete_due_orders",
    "complete_order",
    "confirm_order",
    "content_hash",
    "decline_order",
    "describe_need",
    "expire_order",
    "expire_orders",
    "hold_for_audit",
    "inspect_delivery",
    "open_comparison",
    "record_arrival",
    "record_payment",
    "release_audit_hold",
    "return_order",
    "review_performance",
    "ship_order",
    "sign_handover_vendor",
    "start_order",
    "submit_need",
]
