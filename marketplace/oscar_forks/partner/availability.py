"""Hook `partner.availability`: may this much be put into a basket? The catalog answers."""

from django.utils.translation import gettext as _
from oscar.apps.partner.availability import Available, Base, StockRequired, Unavailable

__all__ = ["Available", "Base", "ListingAvailability", "StockRequired", "Unavailable"]


class ListingAvailability(Base):
    """Published, sold by an active vendor, and enough of it left. Oscar asks here each time a basket line changes."""

    code = "listing"

    def __init__(self, listing):
        self.listing = listing

    def is_purchase_permitted(self, quantity):
        if not self.listing.is_on_offer:
            return False, _("Produk ini sedang tidak dijual.")
        if quantity > self.listing.stock_available:
            return False, _("Tersedia %(left)d.") % {"left": self.listing.stock_available}
        return True, ""
