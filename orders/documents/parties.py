"""The people and parties that every paper of an order names."""

from __future__ import annotations

from marketplace.accounts.models import Agency, User
from vendors.models import Vendor


def officer(user: User) -> dict[str, str]:
    return {"name": user.full_name, "nip": user.nip or "-"}


def office(agency: Agency) -> dict[str, str]:
    return {"name": agency.name, "address": agency.address}


def seller(vendor: Vendor, *, signatory: str = "") -> dict[str, str]:
    """A shop without a separate signatory is signed for by its owner."""
    if not signatory:
        principal = vendor.principals.filter(until__isnull=True).order_by("id").first()
        signatory = principal.full_name if principal else vendor.legal_name
    return {
        "name": vendor.legal_name or vendor.display_name,
        "nib": vendor.nib,
        "npwp": vendor.npwp,
        "address": vendor.address,
        "signatory": signatory,
    }


def named(user: User) -> str:
    return f"{user.full_name}, NIP {user.nip}" if user.nip else user.full_name
