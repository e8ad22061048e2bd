"""Everything django-oscar is told, and which of its apps stand installed.

Oscar keeps its models (products, stock records, baskets, orders) and its own migrations; its pages, offers engine,
payment, search and dashboard are not used, so their views are never imported (see `marketplace/oscar_forks`).
"""

from oscar.defaults import *  # noqa: F403  Oscar reads its settings by name; what follows overrides them.

_FORKS = "marketplace.oscar_forks"

OSCAR_APPS = [
    "treebeard",
    f"{_FORKS}.apps.AddressModels",
    f"{_FORKS}.apps.ShippingModels",
    f"{_FORKS}.apps.CatalogueModels",
    f"{_FORKS}.partner.apps.PartnerConfig",
    f"{_FORKS}.apps.BasketModels",
    f"{_FORKS}.apps.OfferModels",
    f"{_FORKS}.apps.VoucherModels",
    f"{_FORKS}.apps.OrderModels",
    f"{_FORKS}.apps.CustomerModels",
    f"{_FORKS}.apps.CommunicationModels",
    f"{_FORKS}.apps.PaymentModels",
]

# A fork replaces classes and never adds a column, so every label runs Oscar's own migrations. The one exception is a
# data migration of the customer app that asks for a staff flag our users do not have.
MIGRATION_MODULES = {
    label: f"oscar.apps.{label}.migrations"
    for label in (
        "address", "basket", "catalogue", "communication", "offer", "order", "partner", "payment", "shipping",
        "voucher",
    )
} | {"customer": f"{_FORKS}.customer_migrations"}  # fmt: skip

# Oscar's defaults are those of a British web shop over plain http with anonymous reviews and a realtime search index.
OSCAR_SHOP_NAME = "Dasaran"
OSCAR_SHOP_TAGLINE = ""
OSCAR_HOMEPAGE = "/"
OSCAR_URL_SCHEMA = "https"
OSCAR_DEFAULT_CURRENCY = "IDR"
OSCAR_CURRENCY_FORMAT = {"IDR": {"format": "Rp#,##0", "currency_digits": False}}
OSCAR_BASKET_COOKIE_SECURE = True
OSCAR_RECENTLY_VIEWED_COOKIE_SECURE = True
OSCAR_RECENTLY_VIEWED_PRODUCTS = 0
OSCAR_COOKIES_DELETE_ON_LOGOUT: list[str] = []
OSCAR_MAX_BASKET_QUANTITY_THRESHOLD = 1_000_000
OSCAR_ALLOW_ANON_CHECKOUT = False
OSCAR_ALLOW_ANON_REVIEWS = False
OSCAR_MODERATE_REVIEWS = True
OSCAR_EAGER_ALERTS = False
OSCAR_SEND_REGISTRATION_EMAIL = False
OSCAR_SAVE_SENT_EMAILS_TO_DB = False
OSCAR_FROM_EMAIL = "dasaran@localhost"
OSCAR_HIDDEN_FEATURES = ["reviews", "wishlists"]
OSCAR_DASHBOARD_NAVIGATION: list[dict] = []
OSCAR_SEARCH_FACETS: dict[str, dict] = {"fields": {}, "queries": {}}
OSCAR_CATALOGUE_USE_POSTGRES_MATERIALISED_VIEWS = False
OSCAR_OFFERS_IMPLEMENTED_TYPES: list[str] = []
# Photos are ours (`catalog.ListingPhoto`); Oscar's image files are never written: nothing to thumbnail or delete.
OSCAR_DELETE_IMAGE_FILES = False
OSCAR_THUMBNAILER = "marketplace.oscar_forks.thumbnails.PlainAddress"
# The life of an order is `orders.ProcurementOrder.state`; Oscar's status pipeline has no moves.
OSCAR_INITIAL_ORDER_STATUS = "placed"
OSCAR_INITIAL_LINE_STATUS = "placed"
OSCAR_ORDER_STATUS_PIPELINE = {"placed": ()}
OSCAR_LINE_STATUS_PIPELINE = {"placed": ()}
OSCAR_ORDER_STATUS_CASCADE: dict[str, str] = {}

# Haystack is a requirement of Oscar's package only; no index of it is ever written.
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}
HAYSTACK_SIGNAL_PROCESSOR = "haystack.signals.BaseSignalProcessor"
