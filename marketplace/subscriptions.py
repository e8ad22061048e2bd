"""Read this file to know what follows from what: event -> who reacts, in this order."""

from collections.abc import Callable
from typing import Any

from catalog import events as goods
from catalog import handlers as catalog
from marketplace.accounts import handlers as accounts
from marketplace.accounts.events import (
    PasswordResetRequested,
    RoleAssigned,
    RoleRevoked,
    UserDeactivated,
    UserRegistered,
)
from marketplace.documents import handlers as documents
from marketplace.documents.events import DocumentIssued, DocumentSigned, DocumentVoided, RenderingAsked
from marketplace.kernel.outbox import Event
from marketplace.notices import handlers as notices
from orders import events as order
from orders import handlers as orders
from payments.budget import events as budget
from payments.cards import events as card
from payments.cards import handlers as cards
from payments.payables import events as payable
from payments.settlement import events as settlement
from vendors import events as vendor
from vendors import handlers as vendors

SUBSCRIPTIONS: dict[type[Event], list[Callable[[Any], None]]] = {
    DocumentIssued: [documents.render],
    DocumentSigned: [documents.render],
    RenderingAsked: [documents.render],
    PasswordResetRequested: [accounts.mail_reset_link],
    # The index and the fair price ranges follow every change of goods and of who may sell them.
    goods.ListingPublished: [catalog.index_listing, catalog.index_listing_outside],
    goods.ListingChanged: [catalog.index_listing, catalog.index_listing_outside],
    goods.ListingPriceSet: [catalog.index_listing, catalog.index_listing_outside],
    goods.ListingSentToReview: [catalog.index_listing, catalog.index_listing_outside],
    goods.ListingNeedsFix: [catalog.index_listing, catalog.index_listing_outside],
    goods.ListingWithdrawn: [catalog.index_listing, catalog.index_listing_outside],
    goods.PricePaid: [catalog.index_listing, catalog.index_listing_outside],
    # A long sheet of goods is checked and saved by a worker; whoever handed it in learns what became of it.
    goods.SheetUploaded: [catalog.check_uploaded_sheet],
    goods.SheetChecked: [notices.sheet_checked],
    goods.SheetConfirmed: [catalog.apply_confirmed_sheet],
    goods.SheetApplied: [notices.sheet_applied],
    goods.SheetStopped: [notices.sheet_stopped],
    # A paid order closes; the vendor is sent the money; the issuing bank learns what a card may do.
    card.ChargeCaptured: [orders.close_paid_order, cards.send_payout],
    card.ChargeWasDeclined: [notices.charge_was_declined],
    card.VendorPaidOut: [notices.vendor_paid_out],
    card.PayoutWasRefused: [notices.payout_was_refused],
    card.CardChanged: [cards.tell_bank],
    # Whether NIB and NPWP exist is asked outside after the application was handed in.
    vendor.VendorSubmitted: [notices.vendor_submitted, vendors.look_up_numbers],
    vendor.VendorActivated: [catalog.index_vendor, notices.vendor_activated],
    vendor.VendorSuspended: [catalog.index_vendor, notices.vendor_suspended],
    vendor.VendorRenamed: [catalog.index_vendor, notices.vendor_renamed],
    vendor.VendorReinstated: [catalog.index_vendor, notices.vendor_reinstated],
    vendor.VendorFixAsked: [notices.vendor_fix_asked],
    vendor.VendorRejected: [notices.vendor_rejected],
    vendor.BankAccountProposed: [notices.bank_account_proposed],
    # Whose turn it is learns so.
    order.OrderSubmitted: [notices.order_submitted],
    order.OfferChosen: [notices.offer_chosen],
    order.OrderReturned: [notices.order_returned],
    order.OrderApproved: [notices.order_approved],
    order.OrderConfirmed: [notices.order_confirmed],
    order.OrderDeclined: [notices.order_declined],
    order.OrderCancelled: [notices.order_cancelled],
    order.OrderExpired: [notices.order_expired],
    order.OrderShipped: [notices.order_shipped],
    order.DeliveryInspected: [notices.delivery_inspected],
    order.HandoverSignedByVendor: [notices.handover_signed_by_vendor],
    order.DeliveryAccepted: [notices.delivery_accepted],
    order.OrderHeldForAudit: [notices.order_held],
    order.OrderHoldReleased: [notices.order_hold_released],
    order.OrderPaid: [notices.order_paid],
    settlement.StatementImported: [notices.statement_imported],
    settlement.StatementAdvanced: [notices.statement_advanced],
    settlement.StatementReturned: [notices.statement_returned],
    settlement.StatementRepaid: [notices.statement_repaid],
    settlement.HeldLineMoved: [notices.held_line_moved],
    # Announced, and nobody reacts: it is in the log and on the pages, and whoever comes later finds it here.
    UserRegistered: [],
    UserDeactivated: [],
    RoleAssigned: [],
    RoleRevoked: [],
    DocumentVoided: [],
    vendor.VendorVerified: [],
    vendor.BankAccountVerified: [],
    vendor.PerformanceRecorded: [],
    order.DeliveryArrived: [],
    order.DeliveryRejected: [],
    order.OrderClosedShort: [],
    order.OrderCompleted: [],
    payable.PayableOpened: [],
    payable.PayableWasBlocked: [],
    payable.PayableWasUnblocked: [],
    card.ChargeWasRefunded: [],
    settlement.LinesRealised: [],
    budget.FundsReleased: [notices.funds_released],
}
