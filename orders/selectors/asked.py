"""What a need asks for at the moment it is submitted: the basket as the orders it would become. One statement.

Plain values by written SQL: this is the busiest read of the marketplace, and building it by models costs more than the
database takes to answer. The basket page shows far more of the same goods, so it reads models: `selectors.baskets`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db import DEFAULT_DB_ALIAS, connection

from catalog.pricing import Band
from catalog.states import PUBLISHED
from marketplace.kernel.money import Rupiah
from orders.goods import Goods, price_facts, title_of
from orders.models import Need
from vendors.models import Vendor
from vendors.states import VendorState

#: In the order in which rows are locked later: vendor, then listing.
_ASKED = """
SELECT listing.vendor_id, vendor.legal_name, vendor.trade_name, vendor.state,
       ARRAY(SELECT official.full_name FROM accounts_user official
              WHERE official.id IN (SELECT user_id FROM accounts_roleassignment
                                     WHERE organisation_id = %s AND revoked_at IS NULL AND valid_from <= %s
                                       AND (valid_to IS NULL OR valid_to >= %s))
                AND (official.nik_hash IN (SELECT nik_hash FROM vendors_principal
                                            WHERE vendor_id = listing.vendor_id AND until IS NULL)
                     OR (vendor.phone <> '' AND official.phone = vendor.phone))
              ORDER BY official.full_name),
       line.quantity, listing.state = %s AND vendor.state = %s,
       listing.id, listing.name, listing.description, listing.specifications, listing.unit_id, unit.name,
       listing.category_id, category.account_id, category.tax_class, listing.unit_price_idr, listing.price_record_id,
       ARRAY(SELECT file.sha256 FROM catalog_listingphoto photo JOIN files_storedfile file ON file.id = photo.file_id
              WHERE photo.listing_id = listing.id ORDER BY photo.position),
       band.low_idr, band.median_idr, band.high_idr, band.standard_idr, band.offers, band.paid, band.vendors
  FROM basket_line line
  JOIN catalog_listing listing ON listing.product_id = line.product_id
  JOIN vendors_vendor vendor ON vendor.organisation_id = listing.vendor_id
  JOIN catalog_unit unit ON unit.code = listing.unit_id
  JOIN catalog_categoryfacts category ON category.code = listing.category_id
  LEFT JOIN catalog_priceband band ON band.comparison_key = listing.comparison_key
       AND band.category_id = listing.category_id AND band.unit_id = listing.unit_id
 WHERE line.basket_id = %s
 ORDER BY listing.vendor_id, listing.id
"""
_SELLER = ("organisation_id", "legal_name", "trade_name", "state")


@dataclass(frozen=True, slots=True)
class AskedLine:
    goods: Goods
    quantity: int
    is_on_offer: bool

    @property
    def amount(self) -> Rupiah:
        return Rupiah(self.goods.unit_price_idr * self.quantity)


@dataclass
class AskedPart:
    """What will be one order. `officials_behind`: as `vendors.policies.officials_behind` asks, in the same statement.

    Of `vendor` only name and state are read here. `draft` holds the charges and reasons typed so far.
    """

    vendor: Vendor
    officials_behind: Sequence[str]
    draft: Mapping
    lines: list[AskedLine] = field(default_factory=list)

    @cached_property
    def total(self) -> Rupiah:
        return Rupiah(sum(line.amount.idr for line in self.lines))

    @property
    def goods(self) -> list[tuple[Goods, int]]:
        return [(line.goods, line.quantity) for line in self.lines]

    @property
    def charge_rows(self) -> list[tuple[int, int | None]]:
        return [(line_id, amount) for line_id, amount in self.draft.get("charges", [])]

    @property
    def title(self) -> str:
        """How the order is called."""
        return title_of(self.goods)


def asked_parts(need: Need, *, day: date) -> list[AskedPart]:
    """The basket by vendor, as listings, prices and vendors stand now."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, [need.agency_id, day, day, PUBLISHED, VendorState.ACTIVE, need.basket_id])
        rows = cursor.fetchall()
    parts: dict[int, AskedPart] = {}
    for vendor_id, legal_name, trade_name, state, officials, quantity, is_on_offer, *listing in rows:
        part = parts.get(vendor_id)
        if part is None:
            vendor = Vendor.from_db(DEFAULT_DB_ALIAS, _SELLER, (vendor_id, legal_name, trade_name, state))
            part = parts[vendor_id] = AskedPart(vendor, officials, need.parts.get(str(vendor_id), {}))
        part.lines.append(AskedLine(_goods(*listing[:-7], band=_band(*listing[-7:])), quantity, is_on_offer))
    return list(parts.values())


def _goods(listing_id, name, description, specifications, unit_code, unit_name, category_code, account_code, tax_class,
           unit_price_idr, price_record_id, photos, *, band: Band | None) -> Goods:  # fmt: skip
    """Columns as `_ASKED` names them; PostgreSQL's jsonb comes as text."""
    return Goods(
        listing_id=listing_id,
        name=name,
        description=description,
        specifications=json.loads(specifications),
        unit_code=unit_code,
        unit_name=unit_name,
        category_code=category_code,
        account_code=account_code or "",
        tax_class=tax_class,
        unit_price_idr=unit_price_idr,
        price_record_id=price_record_id,
        photos=photos,
        price=price_facts(name, Rupiah(unit_price_idr), band),
    )


def _band(low, median, high, standard, offers, paid, vendors) -> Band | None:
    if low is None:
        return None
    return Band(
        low=Rupiah(low),
        median=Rupiah(median),
        high=Rupiah(high),
        standard=None if standard is None else Rupiah(standard),
        offers=offers,
        paid=paid,
        vendors=vendors,
    )
