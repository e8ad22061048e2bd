"""The seller's own goods: list, write, change, show, take down."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog import pricing, selectors, services
from catalog.cards import picture_of
from catalog.fields import values_of
from catalog.forms import ListingForm, PricePreviewForm
from catalog.models import Listing
from catalog.policies import kbli_fits, may_publish
from catalog.services.add_photo import MOST_PHOTOS
from catalog.states import IN_REVIEW, LISTING_FLOW, PUBLISHED, ListingState
from marketplace.accounts.access import roles
from marketplace.accounts.roles import Role
from marketplace.kernel.attempts import attempt
from marketplace.kernel.money import Rupiah
from marketplace.ui.forms import form_status, refusal_to_form
from marketplace.ui.http import Request
from marketplace.ui.pagination import numbered
from vendors.selectors import own_vendor

SELLERS = (Role.VENDOR_OWNER, Role.VENDOR_STAFF)
PER_PAGE = 30


@roles(*SELLERS)
@require_safe
def listings(request: Request) -> HttpResponse:
    mine = selectors.own_listings(request.actor)
    state = request.GET.get("status", "")
    text = request.GET.get("q", "").strip()[:80]
    shown = mine.filter(state=state) if state in ListingState.values else mine
    shown = shown.filter(Q(name__icontains=text) | Q(stock_record__partner_sku__istartswith=text)) if text else shown
    page = numbered(shown, number=request.GET.get("page"), per_page=PER_PAGE)
    verdicts = selectors.verdicts_of(page.rows)
    rows = [{"listing": row, "picture": picture_of(row), "verdict": verdicts[row.id]} for row in page]
    counts = selectors.own_counts(request.actor)
    tabs = [{"label": _("Semua"), "url": "?", "count": sum(counts.values()), "current": not state}]
    tabs += [
        {"label": label, "url": f"?status={value}", "count": counts.get(value, 0), "current": state == value}
        for value, label in ListingState.choices
        if counts.get(value) or state == value
    ]
    rest = "&".join(f"{key}={value}" for key, value in (("status", state),) if value)
    return render(
        request,
        "catalog/seller/list.html",
        {"page": page, "rows": rows, "tabs": tabs, "q": text, "status": state, "rest": rest},
    )


@roles(*SELLERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    vendor = own_vendor(request.actor)
    form = ListingForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        with refusal_to_form(form) as ok:
            listing = _create(request, form, vendor.pk)
        if ok:
            return redirect("catalog:seller-edit", listing.id)
    return _show_form(request, form, {"vendor": vendor})


@roles(*SELLERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, listing_id: int) -> HttpResponse:
    listing = selectors.own_listing(request.actor, listing_id)
    form = ListingForm(request.POST or None, request.FILES or None, initial=values_of(listing))
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        with refusal_to_form(form) as ok:
            _change(request, form, listing)
        if ok:
            messages.success(request, _("Perubahan “%(name)s” tersimpan.") % {"name": form.cleaned_data["name"]})
            return redirect("catalog:seller-edit", listing.id)
    return _show_form(request, form, {"vendor": listing.vendor, "listing": listing})


@roles(*SELLERS)
@require_POST
def publish(request: Request, listing_id: int) -> HttpResponse:
    listing = selectors.own_listing(request.actor, listing_id)
    shown = services.publish_listing(listing_id=listing.id, actor=request.actor, at=timezone.now())
    if shown.state == PUBLISHED:
        messages.success(request, _("“%(name)s” sudah tayang.") % {"name": listing.name})
    else:
        messages.info(request, _("“%(name)s” dikirim ke verifikator untuk ditinjau.") % {"name": listing.name})
    return redirect("catalog:seller-edit", listing.id)


@roles(*SELLERS)
@require_POST
def withdraw(request: Request, listing_id: int) -> HttpResponse:
    listing = selectors.own_listing(request.actor, listing_id)
    services.withdraw_listing(listing_id=listing.id, actor=request.actor, at=timezone.now())
    messages.success(
        request, _("“%(name)s” turun tayang. Pesanan yang berjalan tidak berubah.") % {"name": listing.name}
    )
    return redirect("catalog:seller-edit", listing.id)


@roles(*SELLERS)
@require_POST
def remove_photo(request: Request, listing_id: int, photo_id: int) -> HttpResponse:
    listing = selectors.own_listing(request.actor, listing_id)
    photo = listing.photos.filter(id=photo_id).first()
    if photo is not None:
        services.remove_photo(photo_id=photo.id, actor=request.actor, at=timezone.now())
        messages.success(request, _("Foto dihapus dari produk."))
    return redirect("catalog:seller-edit", listing.id)


@roles(*SELLERS)
@require_safe
def price_preview(request: Request) -> HttpResponse:
    """The verdict on a price before it is published, swapped in while typing."""
    return render(request, "catalog/seller/price_preview.html", {"preview": preview_of(request.GET)})


# ---- parts


@transaction.atomic
def _create(request: Request, form: ListingForm, vendor_id: int) -> Listing:
    """Once per shown form: pressing twice finds the first product."""
    typed, now = form.cleaned_data, timezone.now()
    content = {"vendor": vendor_id, "name": typed["name"], "price": typed["unit_price_idr"]}
    with attempt(key=typed["attempt_key"], actor=request.actor, purpose="create_listing", content=content) as prior:
        if prior.result:
            return selectors.own_listing(request.actor, int(prior.result))
        listing = services.create_listing(
            vendor_id=vendor_id,
            details=form.details,
            unit_price_idr=typed["unit_price_idr"],
            stock=typed["stock"],
            code=typed["code"],
            actor=request.actor,
            at=now,
        )
        _add_photo(request, form, listing)
        if "publish" in request.POST:
            services.publish_listing(listing_id=listing.id, actor=request.actor, at=now)
        prior.keep(str(listing.id))
    messages.success(request, _("“%(name)s” tersimpan.") % {"name": listing.name})
    return listing


@transaction.atomic
def _change(request: Request, form: ListingForm, listing: Listing) -> None:
    typed, now = form.cleaned_data, timezone.now()
    if form.has_changed():
        services.update_listing(listing_id=listing.id, details=form.details, actor=request.actor, at=now)
    if typed["code"] and typed["code"] != listing.code:
        services.set_code(listing_id=listing.id, code=typed["code"], actor=request.actor, at=now)
    if typed["unit_price_idr"] != listing.unit_price_idr:
        services.set_price(listing_id=listing.id, unit_price_idr=typed["unit_price_idr"], actor=request.actor, at=now)
    if typed["stock"] != listing.stock_record.num_in_stock:
        services.set_stock(listing_id=listing.id, stock=typed["stock"], actor=request.actor, at=now)
    _add_photo(request, form, listing)


def _add_photo(request: Request, form: ListingForm, listing: Listing) -> None:
    if form.cleaned_data["photo"]:
        services.add_photo(
            listing_id=listing.id,
            upload=form.cleaned_data["photo"],
            alt=form.cleaned_data["photo_alt"],
            actor=request.actor,
            at=timezone.now(),
        )


def _show_form(request: Request, form: ListingForm, context: dict[str, Any]) -> HttpResponse:
    listing: Listing | None = context.get("listing")
    asked = request.POST if request.method == "POST" else (values_of(listing) if listing else {})
    context |= {
        "form": form,
        "preview": preview_of(asked) if asked else None,
        "most_photos": MOST_PHOTOS,
        "photo_lost": bool(request.FILES),  # it was not saved, and no browser shows a chosen file again
        **(_publication(request, listing) if listing else {"photos": []}),
    }
    status = 200 if "preview" in request.POST else form_status(form)
    return render(request, "catalog/seller/form.html", context, status=status)


def _publication(request: Request, listing: Listing) -> dict[str, Any]:
    """What can be done with the listing now, and what would follow."""
    fits = not listing.category.needs_fitting_kbli or kbli_fits(listing.vendor, listing.category)
    return {
        "may_publish": may_publish(request.actor, listing),
        "can_publish": LISTING_FLOW.allows("publish", listing.state),
        "can_withdraw": LISTING_FLOW.allows("withdraw", listing.state),
        "waits_for_review": listing.state == IN_REVIEW,
        "will_be_reviewed": not fits,
        "photos": list(listing.photos.all()),
    }


def preview_of(typed) -> dict[str, Any] | None:
    """The verdict on what is typed, or nothing while it cannot be judged."""
    form = PricePreviewForm(typed)
    if not form.is_valid():
        return None
    facts = form.cleaned_data
    view = selectors.price_view(
        Rupiah(facts["unit_price_idr"]),
        key=pricing.comparison_key(facts["name"]),
        category_code=facts["category"],
        unit_code=facts["unit"],
    )
    return {
        "view": view,
        "sentence": pricing.explain(view.price, view.band),
        "says_something": view.band is not None and view.band.says_something,
    }
