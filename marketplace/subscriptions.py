"""Read this file to know what follows from what: event -> who reacts, in this order."""

from collections.abc import Callable
from typing import Any

from catalog import events as goods
from catalog import handlers as catalog
from marketplace.accounts import handlers as accounts
from marketplace.accounts.events import PasswordResetRequested
from marketplace.documents import handlers as documents
from marketplace.documents.events import DocumentIssued, DocumentSigned, RenderingAsked
from marketplace.kernel.outbox import Event
from orders import handlers as orders
from payments.cards import events as card
from payments.cards import handlers as cards
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
    # A paid order closes; the vendor is sent the money; the issuing bank learns what a card may do.
    card.ChargeCaptured: [orders.close_paid_order, cards.send_payout],
    card.CardChanged: [cards.tell_bank],
    # Whether NIB and NPWP exist is asked outside after the application was handed in.
    vendor.VendorSubmitted: [vendors.look_up_numbers],
    vendor.VendorActivated: [catalog.index_vendor],
    vendor.VendorSuspended: [catalog.index_vendor],
    vendor.VendorReinstated: [catalog.index_vendor],
}
