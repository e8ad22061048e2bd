"""Goods on pages of other rooms: `{% load goods %}`."""

from django import template

from catalog import selectors
from catalog.cards import cards
from vendors.models import Vendor

register = template.Library()


@register.simple_tag
def goods_of(vendor: Vendor) -> list[dict]:
    """Cards of the newest goods that this vendor has on offer; three queries."""
    listings = selectors.listings_of_vendor(vendor.pk)
    return cards(listings, selectors.verdicts_of(listings))
