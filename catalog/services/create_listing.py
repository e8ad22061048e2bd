"""A vendor writes down what it offers."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.text import slugify
from oscar.apps.catalogue.models import Product, ProductCategory, ProductClass
from oscar.apps.partner.models import StockRecord

from catalog.models import Listing, PriceRecord
from catalog.policies import may_list_for, may_sell
from catalog.pricing import comparison_key
from catalog.services.details import ListingDetails, free_code, orderable, price_in_range, readable_name, stock_in_range
from catalog.states import DRAFT
from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor
from marketplace.kernel.policies import first_refusal
from vendors.models import Vendor

PRODUCT_CLASS = "produk"


@transaction.atomic
def create_listing(
    *,
    vendor_id: int,
    details: ListingDetails,
    unit_price_idr: int,
    stock: int,
    code: str = "",
    actor: Actor,
    at: datetime,
) -> Listing:
    """Make a draft with its price and stock, and Oscar's product and stock record beside it.

    Raises  NotPermitted (not one's own vendor, or the vendor may not sell), NameNotReadable, PriceOutOfRange,
            StockOutOfRange, MinOrderAboveStock, TkdnOfForeignGoods, GroupIsNoCategory, CodeNotReadable, CodeIsGiven,
            CodeTaken, NotFound.
    """
    vendor = Vendor.objects.select_related("organisation", "partner").get(pk=vendor_id)
    first_refusal(may_list_for(actor, vendor), may_sell(vendor)).enforce()
    category, unit = details.checked()
    price_in_range(unit_price_idr)
    stock_in_range(stock)
    orderable(details.min_order, stock)
    name = readable_name(details.name)
    code = free_code(code, partner_id=vendor.partner_id) if code.strip() else ""
    product = Product.objects.create(
        title=name,
        slug=slugify(name)[:200] or "produk",
        product_class=ProductClass.objects.get(slug=PRODUCT_CLASS),
        is_public=False,
        is_discountable=False,
    )
    ProductCategory.objects.create(product=product, category_id=category.category_id)
    record = StockRecord.objects.create(
        product=product,
        partner=vendor.partner,
        partner_sku=code or f"P{product.id}",
        price_currency="IDR",
        price=Decimal(unit_price_idr),
        num_in_stock=stock,
        num_allocated=0,
    )
    listing = Listing.objects.create(
        product=product,
        stock_record=record,
        vendor=vendor,
        category=category,
        unit=unit,
        name=name,
        unit_price_idr=unit_price_idr,
        comparison_key=comparison_key(name),
        state=DRAFT,
        created_at=at,
        **details.columns(),
    )
    price = PriceRecord.objects.create(
        listing=listing, unit_price_idr=unit_price_idr, valid_from=at, created_by_id=actor.id
    )
    listing.price_record = price
    listing.save(update_fields=["price_record"])
    audit_log.record(
        "catalog.listing.created", listing, actor=actor, at=at, organisation_id=vendor.pk,
        after={
            "name": name, "category": category.code, "unit": unit.code, "unit_price_idr": unit_price_idr,
            "stock": stock, "code": record.partner_sku,
        },
    )  # fmt: skip
    return listing
