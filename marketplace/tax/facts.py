"""The words of the tax rules: what a line is, who sells, how and through whom it is paid."""

from dataclasses import dataclass
from enum import StrEnum

from marketplace.kernel.money import Rupiah


class TaxClass(StrEnum):
    GOODS = "goods"
    STAPLE = "staple"
    RESTAURANT_FOOD = "restaurant_food"
    PRINTING = "printing"
    BOOKS = "books"
    SERVICE = "service"
    RENT_MOVABLE = "rent_movable"
    RENT_BUILDING = "rent_building"
    HOTEL = "hotel"
    CONSTRUCTION = "construction"
    NO_TAX = "no_tax"


#: PMK 116/2017, PP 49/2022 (necessities), PMK 70/PMK.03/2022 (food service, hotels): no value added tax.
WITHOUT_VAT = frozenset({TaxClass.STAPLE, TaxClass.BOOKS, TaxClass.RESTAURANT_FOOD, TaxClass.HOTEL, TaxClass.NO_TAX})
#: UU 1/2022 art. 50: food and drink, hotels.
UNDER_LOCAL_TAX = frozenset({TaxClass.RESTAURANT_FOOD, TaxClass.HOTEL})
GOODS_LIKE = frozenset({TaxClass.GOODS, TaxClass.PRINTING, TaxClass.STAPLE, TaxClass.BOOKS})


class VendorKind(StrEnum):
    PERSON = "OP"
    ENTITY = "BADAN"


class Channel(StrEnum):
    """Through whom the order runs: a marketplace that collects (PMK 58/2022), or straight to the vendor."""

    SIPP = "SIPP"
    DIRECT = "DIRECT"


class Method(StrEnum):
    CARD = "KKPD"
    IMPREST = "UP"
    DIRECT = "LS"


class Collector(StrEnum):
    NOBODY = ""
    AGENCY = "INSTANSI"
    PLATFORM = "PIHAK_LAIN"
    VENDOR = "VENDOR"


@dataclass(frozen=True)
class VendorTaxFacts:
    """What is known of the vendor on the day of payment; copied beside the payment, never looked up again.

    `skb` names the taxes the vendor is freed from ("22", "23", "21"); `construction_grade` is small, other or none.
    An unverified NPWP counts as none.
    """

    kind: str
    is_pkp: bool
    npwp_valid: bool
    has_suket: bool
    skb: frozenset[str] = frozenset()
    construction_grade: str = "none"
    pays_local_tax: bool = False


@dataclass(frozen=True)
class TaxLine:
    """A line at its listed price: what the buyer pays, with value added tax or local tax inside where it applies."""

    gross: Rupiah
    tax_class: str
    free_of_income_tax: bool = False


@dataclass(frozen=True)
class BaseLine:
    """A line at its price without tax. `free_of_income_tax`: rice, fuel, postage, water, electricity."""

    base: Rupiah
    tax_class: str
    free_of_income_tax: bool = False
