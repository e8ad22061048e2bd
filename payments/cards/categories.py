"""What a card of each kind may buy, by the account that is charged.

Source  Permendagri 79/2022 art. 18: kinds and limits are set by the governor's decision; this map is the default.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CardKind(models.TextChoices):
    GOODS = "goods", _("Barang dan jasa serta modal")
    TRAVEL = "travel", _("Perjalanan dinas")


class CardCategory(models.TextChoices):
    GOODS = "goods", _("Barang pakai habis")
    FOOD = "food", _("Makanan dan minuman")
    FUEL = "fuel", _("Bahan bakar dan pelumas")
    RENT = "rent", _("Sewa")
    MAINTENANCE = "maintenance", _("Pemeliharaan")
    CAPITAL = "capital", _("Belanja modal")
    TRAVEL = "travel", _("Perjalanan dinas")
    OTHER = "other", _("Jasa lainnya")


#: Longest prefix first.
_BY_PREFIX = sorted(
    {
        "5.1.02.01": CardCategory.GOODS,
        "5.1.02.01.01.0004": CardCategory.FUEL,
        "5.1.02.01.01.0043": CardCategory.FOOD,
        **{f"5.1.02.01.01.00{number}": CardCategory.FOOD for number in range(52, 59)},
        "5.1.02.02.04": CardCategory.RENT,
        "5.1.02.02.05": CardCategory.RENT,
        "5.1.02.03": CardCategory.MAINTENANCE,
        "5.1.02.04": CardCategory.TRAVEL,
        "5.2": CardCategory.CAPITAL,
    }.items(),
    key=lambda pair: -len(pair[0]),
)

#: What the governor's decision opens when it names nothing else; other services only where it names them.
DEFAULT_CATEGORIES = {
    CardKind.GOODS: [
        CardCategory.GOODS,
        CardCategory.FOOD,
        CardCategory.FUEL,
        CardCategory.RENT,
        CardCategory.MAINTENANCE,
        CardCategory.CAPITAL,
    ],
    CardKind.TRAVEL: [CardCategory.TRAVEL],
}

#: For a decision that also opens other services (cleaning, publication, training).
WITH_SERVICES = [*DEFAULT_CATEGORIES[CardKind.GOODS], CardCategory.OTHER]


def category_of(account_code: str) -> CardCategory:
    """The category of an account; what no row names is a service that must be opened by name."""
    return next((category for prefix, category in _BY_PREFIX if account_code.startswith(prefix)), CardCategory.OTHER)


#: The merchant category code (ISO 18245) that the card network reads.
MERCHANT_CODES = {
    CardCategory.GOODS: "5999",
    CardCategory.FOOD: "5812",
    CardCategory.FUEL: "5541",
    CardCategory.RENT: "7394",
    CardCategory.MAINTENANCE: "7699",
    CardCategory.CAPITAL: "5712",
    CardCategory.TRAVEL: "4722",
    CardCategory.OTHER: "7399",
}
