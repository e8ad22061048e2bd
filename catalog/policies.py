"""Who may do what with a listing, and why not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from catalog.models import CategoryFacts, Listing
from marketplace.accounts.roles import VENDOR_ROLES, Role
from marketplace.kernel.actors import Actor
from marketplace.kernel.policies import Verdict, allow, first_refusal, refuse
from vendors.models import Vendor, VendorKBLI
from vendors.policies import may_sell

#: General retail: such a vendor may sell any goods. (KBLI 2020; the codes of 2025 need the official concordance.)
GENERAL_RETAIL = ("47191", "47192", "47111", "47112")
GENERAL_RETAIL_PREFIX = "4791"


def may_list_for(actor: Actor, vendor: Vendor) -> Verdict:
    """The vendor's own people, and only while the vendor may sell."""
    if actor.is_system:
        return allow()
    if not actor.holds_any(*VENDOR_ROLES, organisation_id=vendor.pk):
        return refuse(_("Hanya pemilik atau staf toko ini yang dapat mengubah produknya."))
    return allow()


def may_publish(actor: Actor, listing: Listing) -> Verdict:
    return first_refusal(may_list_for(actor, listing.vendor), may_sell(listing.vendor))


def may_review(actor: Actor, listing: Listing) -> Verdict:
    """A verifier, and never one who works for that vendor."""
    if not actor.holds(Role.VERIFIER):
        return refuse(_("Hanya verifikator yang dapat meninjau produk."))
    if actor.holds_any(*VENDOR_ROLES, organisation_id=listing.vendor_id):
        return refuse(_("Verifikator tidak dapat meninjau produk tokonya sendiri."))
    return allow()


def kbli_fits(vendor: Vendor, category: CategoryFacts) -> bool:
    """Whether the vendor's NIB covers this category: its own class, a sister class of it, or general retail.

    Source  house rule after PP 28/2025 (business licences by KBLI): a mismatch is reviewed before food, health goods,
            construction and security services show, and only warned about elsewhere.
    """
    held = VendorKBLI.objects.filter(vendor=vendor).values_list("kbli__code", flat=True)
    return any(
        code == category.kbli
        or code[:4] == category.kbli[:4]
        or code in GENERAL_RETAIL
        or code.startswith(GENERAL_RETAIL_PREFIX)
        for code in held
    )
