"""The goods of one vendor, for the vendor's public page, which lies below the catalog and must not import it."""

from typing import Any

from django import template

from catalog import cards, selectors

register = template.Library()


@register.simple_tag
def goods_of(vendor: Any) -> list[dict[str, Any]]:
    """Cards of what this vendor has on offer now."""
    listings = selectors.listings_of_vendor(vendor.pk)
    return cards.cards(listings, selectors.verdicts_of(listings))
