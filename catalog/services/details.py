"""What a vendor says of a listing, checked in one place for every door."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from oscar.apps.partner.models import StockRecord

from catalog.models import HIGHEST_PRICE_IDR, HIGHEST_QUANTITY, CategoryFacts, Unit
from catalog.states import StockKind
from marketplace.kernel.errors import NotFound, RuleViolation, refuses_constraint
from marketplace.kernel.readable import TURNING, readable

MOST_SPECIFICATIONS = 30
LONGEST_CODE = 40
_CODE = re.compile(r"[A-Z0-9][A-Z0-9 ._/-]*")
#: What we give to goods without a code of the seller: nobody else may use it.
_GIVEN_CODE = re.compile(r"P[0-9]+")


class PriceOutOfRange(RuleViolation):
    code = "PRICE_OUT_OF_RANGE"
    field = "unit_price_idr"
    template = _("Harga per satuan harus antara Rp1 dan Rp9.999.999.999.")


class StockOutOfRange(RuleViolation):
    code = "STOCK_OUT_OF_RANGE"
    field = "stock"
    template = _("Stok atau kapasitas harus antara 0 dan 1.000.000.")


class MinOrderAboveStock(RuleViolation):
    """Said where both are typed; what is sold later may well leave less than one order."""

    code = "MIN_ORDER_ABOVE_STOCK"
    field = "min_order"
    template = _("Pesanan terkecil {min_order} melebihi stok {stock}. Kecilkan, atau tulis stok 0 bila sedang habis.")


class TkdnOfForeignGoods(RuleViolation):
    code = "TKDN_OF_FOREIGN_GOODS"
    field = "tkdn_percent"
    template = _("TKDN hanya untuk produk dalam negeri. Centang “Dibuat di dalam negeri”, atau kosongkan TKDN.")


class NameNotReadable(RuleViolation):
    code = "NAME_NOT_READABLE"
    field = "name"
    template = _("Nama produk harus 3 sampai 160 huruf Latin atau angka, tanpa tanda tersembunyi.")


class GroupIsNoCategory(RuleViolation):
    code = "GROUP_IS_NO_CATEGORY"
    field = "category"
    template = _("“{name}” adalah kelompok. Pilih kategori di dalamnya.")


class CodeNotReadable(RuleViolation):
    code = "CODE_NOT_READABLE"
    field = "code"
    template = _("Kode barang paling panjang 40, berisi huruf, angka, spasi, titik, garis miring, atau tanda hubung.")


class CodeIsGiven(RuleViolation):
    code = "CODE_IS_GIVEN"
    field = "code"
    template = _("Kode {typed} bukan milik produk di toko ini. Kosongkan untuk produk baru, atau pakai kode lain.")


@refuses_constraint("partner_stockrecord_partner_id_partner_sku_8441e010_uniq")
class CodeTaken(RuleViolation):
    code = "CODE_TAKEN"
    field = "code"
    template = _("Kode ini sudah dipakai produk lain di toko Anda.")


@dataclass(frozen=True)
class ListingDetails:
    name: str
    category_code: str
    unit_code: str
    description: str = ""
    specifications: list[list[str]] = field(default_factory=list)
    stock_kind: str = StockKind.COUNTED
    min_order: int = 1
    lead_time_days: int = 3
    is_domestic: bool = True
    tkdn_percent: Decimal | None = None

    def columns(self) -> dict[str, Any]:
        """What a listing keeps of it as it was said."""
        return {
            "description": self.description,
            "specifications": self.specifications,
            "stock_kind": self.stock_kind,
            "min_order": self.min_order,
            "lead_time_days": self.lead_time_days,
            "is_domestic": self.is_domestic,
            "tkdn_percent": self.tkdn_percent,
        }

    def checked(self) -> tuple[CategoryFacts, Unit]:
        """Raises NameNotReadable, TkdnOfForeignGoods, GroupIsNoCategory, NotFound."""
        readable_name(self.name)
        local_content(self.is_domestic, self.tkdn_percent)
        category = CategoryFacts.objects.filter(code=self.category_code).first()
        unit = Unit.objects.filter(code=self.unit_code).first()
        if category is None or unit is None:
            raise NotFound(kind="catalog.category")
        if category.is_group:
            raise GroupIsNoCategory(name=category.label)
        return category, unit


def readable_name(name: str) -> str:
    """The name in its one spelling. Confusable scripts, hidden and direction marks are refused (look-alike names)."""
    plain = unicodedata.normalize("NFKC", name).strip()
    if not set(plain).isdisjoint(TURNING) or readable(plain) != plain:
        raise NameNotReadable()
    for character in plain:
        kind = unicodedata.category(character)
        letter_of_another_script = kind.startswith("L") and not unicodedata.name(character, "").startswith("LATIN")
        if kind.startswith("C") or letter_of_another_script:
            raise NameNotReadable()
    if not 3 <= len(plain) <= 160 or not any(character.isalnum() for character in plain):
        raise NameNotReadable()
    return plain


def price_in_range(unit_price_idr: int) -> int:
    """Raises PriceOutOfRange before Oscar's narrower column is reached."""
    if not 1 <= unit_price_idr <= HIGHEST_PRICE_IDR:
        raise PriceOutOfRange()
    return unit_price_idr


def stock_in_range(stock: int) -> int:
    if not 0 <= stock <= HIGHEST_QUANTITY:
        raise StockOutOfRange()
    return stock


def orderable(min_order: int, stock: int) -> None:
    """Raises MinOrderAboveStock for goods that are there and that nobody could order."""
    if 0 < stock < min_order:
        raise MinOrderAboveStock(min_order=min_order, stock=stock)


def local_content(is_domestic: bool, tkdn_percent: Decimal | None) -> None:
    """Raises TkdnOfForeignGoods. Source  Perpres 46/2025 art. 66 ayat (2): local content ranks domestic products."""
    if tkdn_percent and not is_domestic:
        raise TkdnOfForeignGoods()


def code_spelled(code: str) -> str:
    """A seller's code in its one spelling. Raises CodeNotReadable."""
    plain = " ".join(unicodedata.normalize("NFKC", code).upper().split())
    if len(plain) > LONGEST_CODE or not _CODE.fullmatch(plain):
        raise CodeNotReadable()
    return plain


def free_code(code: str, *, partner_id: int | None) -> str:
    """The code, if no goods of this vendor carry it. Raises CodeNotReadable, CodeIsGiven, CodeTaken."""
    plain = code_spelled(code)
    if _GIVEN_CODE.fullmatch(plain):
        raise CodeIsGiven(typed=plain)
    if StockRecord.objects.filter(partner_id=partner_id, partner_sku=plain).exists():
        raise CodeTaken()
    return plain


def is_given_code(code: str) -> bool:
    return bool(_GIVEN_CODE.fullmatch(code))
