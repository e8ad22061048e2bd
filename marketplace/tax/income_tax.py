"""Which income tax a line bears. One table, read top to bottom; the first row that fits decides."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from marketplace.kernel.money import Rupiah
from marketplace.tax.facts import GOODS_LIKE, Channel, Collector, Method, TaxClass, VendorKind, VendorTaxFacts
from marketplace.tax.rates import TaxLaw

CONSTRUCTION_OBJECTS = {"small": "28-409-22", "none": "28-409-23", "other": "28-409-24"}
SERVICE_OBJECTS = {TaxClass.RENT_MOVABLE: "24-100-02", TaxClass.RESTAURANT_FOOD: "24-104-39"}
OTHER_SERVICE = "24-104-65"


@dataclass(frozen=True)
class Treatment:
    """An income tax, its object code on the slip, its rate and who keeps it back. `progressive`: art. 17."""

    tax: str = ""
    object_code: str = ""
    rate: Fraction = Fraction(0)
    collector: str = Collector.NOBODY
    final: bool = False
    progressive: bool = False


NONE = Treatment()


def treatment_of(
    tax_class: str,
    *,
    free_of_income_tax: bool,
    vendor: VendorTaxFacts,
    channel: str,
    method: str,
    aggregate: Rupiah,
    law: TaxLaw,
) -> Treatment:
    """The treatment of one line.

    `aggregate` is the price without tax of everything bought together: a payment may not be split to stay small.
    Source  PMK 231/2019 as amended by PMK 59/2022 arts. 12, 13; PMK 58/2022; PMK 51/2025; PP 55/2022; PP 34/2017;
            PP 9/2022.
    """
    goods_like = tax_class in GOODS_LIKE
    if tax_class == TaxClass.RENT_BUILDING:
        return Treatment("4(2)", "28-403-02", law.rent_building, Collector.AGENCY, final=True)
    if tax_class == TaxClass.CONSTRUCTION:
        grade = vendor.construction_grade
        return Treatment("4(2)", CONSTRUCTION_OBJECTS[grade], law.construction[grade], Collector.AGENCY, final=True)
    if tax_class in (TaxClass.HOTEL, TaxClass.NO_TAX) or _named_tax(goods_like, vendor, channel) in vendor.skb:
        return NONE
    if channel == Channel.SIPP:
        return _on_platform(vendor, aggregate, law)
    if goods_like and (method == Method.CARD or aggregate <= law.small_payment or free_of_income_tax):
        return NONE
    if method == Method.CARD and law.card_relieves_pph23:
        return NONE
    if vendor.has_suket:
        return Treatment("final", "28-423-01", law.final_umkm, Collector.AGENCY, final=True)
    return _goods(vendor, law) if goods_like else _service(tax_class, vendor, law)


def amount_of(treatment: Treatment, base: Rupiah, *, vendor: VendorTaxFacts, law: TaxLaw) -> Rupiah:
    """Rounds  down to the rupiah, once, at the end."""
    if not treatment.progressive:
        return base.share_of(treatment.rate, rounding="down")
    rest, lower, tax = Fraction(base.idr) * law.pph21_base_share, Fraction(0), Fraction(0)
    for bound, rate in law.pph21_brackets:
        upper = rest if bound is None else min(rest, Fraction(bound.idr))
        tax += max(upper - lower, Fraction(0)) * rate
        lower = max(upper, lower)
    multiplier = Fraction(1) if vendor.npwp_valid else law.without_npwp["21"]
    return Rupiah(1).share_of(tax * multiplier, rounding="down")


def _named_tax(goods_like: bool, vendor: VendorTaxFacts, channel: str) -> str:
    """The tax that a freeing certificate (SKB) would have to name."""
    if goods_like or channel == Channel.SIPP:
        return "22"
    return "23" if vendor.kind == VendorKind.ENTITY else "21"


def _on_platform(vendor: VendorTaxFacts, aggregate: Rupiah, law: TaxLaw) -> Treatment:
    if law.small_platform_payment and aggregate <= law.small_platform_payment:
        return NONE
    code = "22-101-02" if vendor.has_suket else "22-101-01"
    return Treatment("22", code, law.pph22_platform, Collector.PLATFORM, final=vendor.has_suket)


def _goods(vendor: VendorTaxFacts, law: TaxLaw) -> Treatment:
    multiplier = 1 if vendor.npwp_valid else law.without_npwp["22"]
    return Treatment("22", "22-910-01", law.pph22_goods * multiplier, Collector.AGENCY)


def _service(tax_class: str, vendor: VendorTaxFacts, law: TaxLaw) -> Treatment:
    if vendor.kind == VendorKind.PERSON:
        return Treatment("21", "21-100-20", collector=Collector.AGENCY, progressive=True)
    multiplier = 1 if vendor.npwp_valid else law.without_npwp["23"]
    code = SERVICE_OBJECTS.get(TaxClass(tax_class), OTHER_SERVICE)
    return Treatment("23", code, law.pph23 * multiplier, Collector.AGENCY)
