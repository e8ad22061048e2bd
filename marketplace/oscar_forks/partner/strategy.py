"""Hook `partner.strategy`: one vendor sells one product at one price, and that price has its tax inside."""

from decimal import Decimal

from oscar.apps.partner.prices import TaxInclusiveFixedPrice
from oscar.apps.partner.prices import Unavailable as NoPrice
from oscar.apps.partner.strategy import Base, PurchaseInfo
from oscar.apps.partner.strategy import Selector as OscarSelector

from catalog.selectors import listing_of_product
from marketplace.oscar_forks.partner.availability import ListingAvailability, Unavailable


class ListingStrategy(Base):
    """Price, availability and stock record of a product are those of its listing."""

    def fetch_for_product(self, product, stockrecord=None):
        listing = listing_of_product(product)
        if listing is None:
            return PurchaseInfo(price=NoPrice(), availability=Unavailable(), stockrecord=None)
        price = TaxInclusiveFixedPrice(currency="IDR", excl_tax=Decimal(listing.unit_price_idr), tax=Decimal(0))
        return PurchaseInfo(price=price, availability=ListingAvailability(listing), stockrecord=listing.stock_record)

    def fetch_for_parent(self, product):
        return PurchaseInfo(price=NoPrice(), availability=Unavailable(), stockrecord=None)


class Selector(OscarSelector):
    def strategy(self, request=None, user=None, **kwargs):
        return ListingStrategy(request)
