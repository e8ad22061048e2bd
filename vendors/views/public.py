"""/penjual/…: what everybody may know of a vendor. Never NIK, NPWP of a person, account, phone or home address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import select_template
from django.utils import timezone
from django.views.decorators.http import require_safe

from marketplace.accounts.access import public
from marketplace.kernel.calendar import local_day
from vendors import selectors
from vendors.policies import may_sell
from vendors.views.badges import badges_of


@public
@require_safe
def profile(request: HttpRequest, vendor_id: int) -> HttpResponse:
    """Who is this: verification, place, how orders went. The goods are drawn by the catalog's own part."""
    vendor = selectors.public_vendor(vendor_id)
    on_time = vendor.on_time_orders * 100 // vendor.rated_orders if vendor.rated_orders else None
    context = {
        "vendor": vendor,
        "badges": badges_of(vendor, local_day(timezone.now())),
        "may_sell": may_sell(vendor),
        "classes": vendor.kblis.select_related("kbli").order_by("kbli__code"),
        "on_time_percent": on_time,
        "goods": select_template(["catalog/parts/vendor_goods.html", "vendors/public/no_goods.html"]),
    }
    return render(request, "vendors/public/profile.html", context)
