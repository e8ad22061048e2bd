"""What a need asks for at the moment it is submitted: the basket as the orders it would become.

Plain values by written SQL: this is the busiest read of the marketplace, and building it by models costs more than the
database takes to answer. The basket page shows far more of the same goods, so it reads models: `selectors.baskets`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection

from catalog.pricing import Band
from catalog.states import PUBLISHED
from marketplace.accounts.models import User
from marketplace.kernel.asking import Question
from marketplace.kernel.errors import NotFound
from marketplace.kernel.money import Rupiah
from orders.goods import Goods, price_facts, title_of
from orders.models import Need
from vendors.models import Vendor
from vendors.states import VendorState

_NEED = ("id", "number", "agency_id", "requester_id", "state", "purpose", "needed_by", "delivery_place", "rup_code",
         "basket_id", "parts")  # fmt: skip
_LOCKED = """
SELECT person.id, person.full_name, person.nip,
       need.id, need.number, need.agency_id, need.requester_id, need.state, need.purpose, need.needed_by,
       need.delivery_place, need.rup_code, need.basket_id, need.parts
  FROM orders_need need JOIN accounts_user person ON person.id = need.requester_id
 WHERE need.id = %s FOR UPDATE OF need
"""
#: In the order in which rows are written later: vendor, then listing. Columns have the names of `Goods` and `Band`.
#: Officials are looked for from the vendor's side, which has few people; an office may have many.
_ASKED = """
SELECT listing.vendor_id, vendor.legal_name, vendor.trade_name, vendor.state AS vendor_state,
       ARRAY(SELECT official.full_name
               FROM (SELECT id, full_name FROM accounts_user
                      WHERE nik_hash IN (SELECT nik_hash FROM vendors_principal
                                          WHERE vendor_id = listing.vendor_id AND until IS NULL)
                     UNION
                     SELECT id, full_name FROM accounts_user WHERE phone = nullif(vendor.phone, '')) official
              WHERE EXISTS (SELECT FROM accounts_roleassignment
                             WHERE user_id = official.id AND organisation_id = %s AND revoked_at IS NULL
                               AND valid_from <= %s AND (valid_to IS NULL OR valid_to >= %s))
              ORDER BY official.full_name) AS officials_behind,
       line.quantity, listing.state = %s AND vendor.state = %s AS is_on_offer,
       listing.id AS listing_id, listing.name, listing.description, listing.specifications,
       listing.unit_id AS unit_code, unit.name AS unit_name, listing.category_id AS category_code,
       coalesce(category.account_id, '') AS account_code, category.tax_class, listing.unit_price_idr,
       listing.price_record_id,
       ARRAY(SELECT file.sha256 FROM catalog_listingphoto photo JOIN files_storedfile file ON file.id = photo.file_id
              WHERE photo.listing_id = listing.id ORDER BY photo.position) AS photos,
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
_GOODS = [one.name for one in fields(Goods) if one.name != "price"]


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


def locked_need(need_id: UUID) -> Need:
    """The need with its requester, locked until commit; of the requester only name and NIP. Raises NotFound."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCKED, [need_id])
        row = cursor.fetchone()
    if row is None:
        raise NotFound(kind=Need._meta.label_lower, id=str(need_id))
    *values, parts = row[3:]
    need = Need.from_db(DEFAULT_DB_ALIAS, _NEED, (*values, json.loads(parts)))
    need.requester = User.from_db(DEFAULT_DB_ALIAS, ("id", "full_name", "nip"), row[:3])
    return need


def about_parts(need: Need, *, day: date) -> Question:
    """The basket by vendor, as listings, prices and vendors stand now."""
    values = [need.agency_id, day, day, PUBLISHED, VendorState.ACTIVE, need.basket_id]
    return Question(_ASKED, values, lambda rows: _parts(need, rows))


def _parts(need: Need, rows: list[dict[str, Any]]) -> list[AskedPart]:
    parts: dict[int, AskedPart] = {}
    for row in rows:
        vendor_id = row["vendor_id"]
        part = parts.get(vendor_id)
        if part is None:
            seller = (vendor_id, row["legal_name"], row["trade_name"], row["vendor_state"])
            vendor = Vendor.from_db(DEFAULT_DB_ALIAS, _SELLER, seller)
            part = parts[vendor_id] = AskedPart(vendor, row["officials_behind"], need.parts.get(str(vendor_id), {}))
        part.lines.append(AskedLine(_goods(row), row["quantity"], row["is_on_offer"]))
    return list(parts.values())


def _goods(row: dict[str, Any]) -> Goods:
    price = price_facts(row["name"], Rupiah(row["unit_price_idr"]), _band(row))
    return Goods(price=price, **{name: row[name] for name in _GOODS})


def _band(row: dict[str, Any]) -> Band | None:
    if row["low_idr"] is None:
        return None
    return Band(
        low=Rupiah(row["low_idr"]),
        median=Rupiah(row["median_idr"]),
        high=Rupiah(row["high_idr"]),
        standard=None if row["standard_idr"] is None else Rupiah(row["standard_idr"]),
        offers=row["offers"],
        paid=row["paid"],
        vendors=row["vendors"],
    )
