"""Who may do what with a vendor, with the reason when not."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.policies import Verdict, allow, refuse
from vendors.models import Vendor
from vendors.states import VendorState


def may_sell(vendor: Vendor) -> Verdict:
    """Only a vendor that is certified now."""
    if vendor.state == VendorState.ACTIVE:
        return allow()
    reasons = {
        VendorState.SUSPENDED: _("Penjual ini sedang ditangguhkan."),
        VendorState.BLACKLISTED: _("Penjual ini tercantum dalam daftar hitam."),
        VendorState.CLOSED: _("Toko ini sudah ditutup."),
    }
    return refuse(
        reasons.get(VendorState(vendor.state), _("Penjual ini belum terverifikasi.")), code="VENDOR_NOT_CERTIFIED"
    )
