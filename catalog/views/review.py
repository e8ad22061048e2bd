"""Products that wait for a verifier."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog import pricing, selectors, services
from catalog.cards import picture_of
from catalog.forms import ReviewForm
from catalog.policies import kbli_fits, may_review
from marketplace.accounts.access import roles
from marketplace.accounts.roles import Role
from marketplace.ui.forms import form_status, refusal_to_form
from marketplace.ui.http import Request
from marketplace.ui.pagination import numbered


@roles(Role.VERIFIER, Role.PROCUREMENT_UNIT)
@require_safe
def queue(request: Request) -> HttpResponse:
    page = numbered(selectors.listings_to_review(), number=request.GET.get("page"), per_page=30)
    rows = [{"listing": listing, "picture": picture_of(listing)} for listing in page]
    return render(request, "catalog/review/queue.html", {"page": page, "rows": rows})


@roles(Role.VERIFIER, Role.PROCUREMENT_UNIT)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: Request, listing_id: int) -> HttpResponse:
    listing = selectors.listing_visible_to(request.actor, listing_id)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_to_form(form) as ok:
            _decide(request, form, listing.id)
        if ok:
            messages.success(request, _("Keputusan untuk “%(name)s” dicatat.") % {"name": listing.name})
            return redirect("catalog:review")
    view = selectors.price_band(listing)
    context = {
        "listing": listing,
        "form": form,
        "picture": picture_of(listing, 640),
        "view": view,
        "sentence": pricing.explain(view.price, view.band),
        "fits": kbli_fits(listing.vendor, listing.category),
        "may_review": may_review(request.actor, listing),
    }
    return render(request, "catalog/review/decide.html", context, status=form_status(form))


def _decide(request: Request, form: ReviewForm, listing_id: int) -> None:
    if form.cleaned_data["decision"] == ReviewForm.ACCEPT:
        services.accept_listing(listing_id=listing_id, actor=request.actor, at=timezone.now())
    else:
        services.ask_for_fix(
            listing_id=listing_id, reason=form.cleaned_data["reason"], actor=request.actor, at=timezone.now()
        )
