"""What the tax rules must know of a vendor on a day."""

from datetime import date

from marketplace.tax.facts import VendorKind, VendorTaxFacts
from vendors.models import Vendor
from vendors.models.applicants import NpwpStatus


def tax_facts(vendor: Vendor, on: date) -> VendorTaxFacts:
    """To be copied beside the payment, because tomorrow's facts do not change yesterday's tax."""
    return VendorTaxFacts(
        kind=VendorKind.PERSON if vendor.is_individual else VendorKind.ENTITY,
        is_pkp=vendor.is_pkp and (vendor.pkp_since is None or vendor.pkp_since <= on),
        npwp_valid=vendor.npwp_status == NpwpStatus.VALID,
        has_suket=bool(vendor.suket_number) and vendor.suket_valid_to is not None and on <= vendor.suket_valid_to,
        construction_grade=vendor.construction_grade,
        pays_local_tax=vendor.pays_local_tax,
    )
