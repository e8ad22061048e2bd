"""What of a person or a business everybody may read, in one place.

Source  UU 14/2008 (KIP), Peraturan Komisi Informasi 1/2021 art. 15 (9), UU 27/2022 (PDP); the table of fields in docs.
Never here: NIK, NPWP, NIP, bank account, phone, e-mail, the address of an individual, photos, card numbers, losing
quotes by name. Officials act in public function: name and position are public.
"""

from __future__ import annotations

from typing import Any

from marketplace.accounts.models import User
from vendors.models import Vendor


def official_name(person: User | None) -> str:
    """Name only, never a number."""
    return person.full_name if person else ""


def vendor_name(vendor: Vendor) -> str:
    """The trade name; an individual without one appears under the business name they applied with."""
    return vendor.display_name


def business_number(vendor: Vendor) -> str:
    """The NIB of an entity; that of an individual leads to a person and stays out."""
    return "" if vendor.is_individual else vendor.nib


def vendor_facts(vendor: Vendor) -> dict[str, Any]:
    """The public facts of a vendor, as page, CSV and OCDS show them."""
    return {
        "id": vendor.pk,
        "name": vendor_name(vendor),
        "legal_form": vendor.get_legal_form_display() if vendor.legal_form else "",
        "scale": vendor.get_scale_display() if vendor.scale else "",
        "regency": vendor.regency.full_name if vendor.regency else "",
        "nib": business_number(vendor),
    }
