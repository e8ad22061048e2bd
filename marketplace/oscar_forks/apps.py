"""Oscar's apps as models only: none of their views, forms or receivers is imported and no address is mounted.

Oscar's own app configs load every view at start so that they can be mounted. Ours name the same packages under the
same labels and stop there: models and migrations stay Oscar's, pages are ours.
"""

from oscar.core.application import OscarConfig


class OscarModels(OscarConfig):
    """One Oscar package, kept for its tables; an `OscarConfig` because Oscar finds its own classes through those."""

    default = False


class AddressModels(OscarModels):
    name, label = "oscar.apps.address", "address"


class ShippingModels(OscarModels):
    name, label = "oscar.apps.shipping", "shipping"


class CatalogueModels(OscarModels):
    name, label = "oscar.apps.catalogue", "catalogue"


class BasketModels(OscarModels):
    name, label = "oscar.apps.basket", "basket"


class OfferModels(OscarModels):
    name, label = "oscar.apps.offer", "offer"


class VoucherModels(OscarModels):
    name, label = "oscar.apps.voucher", "voucher"


class OrderModels(OscarModels):
    name, label = "oscar.apps.order", "order"


class CustomerModels(OscarModels):
    name, label = "oscar.apps.customer", "customer"


class CommunicationModels(OscarModels):
    name, label = "oscar.apps.communication", "communication"


class PaymentModels(OscarModels):
    """Stays installed and empty: money is kept in our own books."""

    name, label = "oscar.apps.payment", "payment"
