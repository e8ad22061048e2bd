"""How the facts of a product are written by people, on a page or in a sheet, and what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import HIGHEST_PRICE_IDR, HIGHEST_QUANTITY, CategoryFacts, Listing, Unit
from catalog.services.details import (
    LONGEST_CODE,
    MOST_SPECIFICATIONS,
    ListingDetails,
    MinOrderAboveStock,
    TkdnOfForeignGoods,
    local_content,
    orderable,
)
from catalog.states import StockKind
from marketplace.ui.forms import PercentField, QuantityField, RupiahField, TextField


class SpecificationField(TextField):
    """One fact per line, name and value parted by a colon; cleans to pairs."""

    widget = forms.Textarea(attrs={"rows": 4})
    default_error_messages = {
        "colon": _("Tulis setiap baris seperti “Bahan: kayu mahoni”. Baris %(line)d belum memakai titik dua."),
        "long": _("Baris %(line)d terlalu panjang. Nama paling banyak 60 huruf, isi paling banyak 200."),
        "many": _("Paling banyak %(most)d baris."),
    }

    def prepare_value(self, value):
        if isinstance(value, list):
            return "\n".join(f"{name}: {fact}" for name, fact in value)
        return value

    def to_python(self, value):
        text = super().to_python(value)
        pairs = []
        for number, line in enumerate((text or "").splitlines(), start=1):
            if not line.strip():
                continue
            name, colon, fact = line.partition(":")
            if not colon or not name.strip() or not fact.strip():
                raise forms.ValidationError(self.error_messages["colon"], code="colon", params={"line": number})
            if len(name.strip()) > 60 or len(fact.strip()) > 200:
                raise forms.ValidationError(self.error_messages["long"], code="long", params={"line": number})
            pairs.append([name.strip(), fact.strip()])
        if len(pairs) > MOST_SPECIFICATIONS:
            raise forms.ValidationError(self.error_messages["many"], code="many", params={"most": MOST_SPECIFICATIONS})
        return pairs


class ListingFields(forms.Form):
    """The facts of a product, in the order in which a seller thinks of them."""

    name = TextField(
        label=_("Nama produk"),
        min_length=3,
        max_length=160,
        help_text=_("Jenis barang dulu, lalu bahan dan ukuran. Contoh: Kertas HVS A4 80 gram, 500 lembar"),
    )
    category = forms.ChoiceField(label=_("Kategori"))
    unit = forms.ChoiceField(label=_("Satuan"))
    code = TextField(
        label=_("Kode barang"),
        required=False,
        max_length=LONGEST_CODE,
        help_text=_("Kode di catatan Anda sendiri, untuk impor dari lembar kerja. Bila kosong, kami beri kode."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    unit_price_idr = RupiahField(
        label=_("Harga per satuan"),
        min_idr=1,
        max_idr=HIGHEST_PRICE_IDR,
        help_text=_("Harga yang dibayar pembeli, sudah termasuk pajak."),
    )
    stock_kind = forms.ChoiceField(
        label=_("Cara menghitung persediaan"),
        choices=StockKind.choices,
        initial=StockKind.COUNTED,
        widget=forms.RadioSelect,
    )
    stock = QuantityField(label=_("Stok atau kapasitas"), minimum=0, maximum=HIGHEST_QUANTITY)
    min_order = QuantityField(label=_("Pesanan terkecil"), minimum=1, maximum=HIGHEST_QUANTITY, initial=1)
    lead_time_days = QuantityField(
        label=_("Lama sampai tiba (hari)"),
        minimum=0,
        maximum=365,
        initial=3,
        help_text=_("0 bila dapat diantar hari itu juga."),
    )
    description = TextField(
        label=_("Keterangan"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    specifications = SpecificationField(
        label=_("Spesifikasi"), required=False, help_text=_("Satu hal per baris, misalnya “Bahan: kayu mahoni”.")
    )
    is_domestic = forms.BooleanField(label=_("Dibuat di dalam negeri"), required=False, initial=True)
    tkdn_percent = PercentField(
        label=_("TKDN (persen)"), required=False, help_text=_("Isi hanya bila ada sertifikat TKDN.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        units = [(unit.code, unit.label) for unit in Unit.objects.all()]
        for name, choices in (("category", _categories()), ("unit", [("", _("Pilih satuan")), *units])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """What two fields say together. Goods that nobody can order are a slip, unless some were sold since."""
        cleaned = super().clean() or {}
        if {"stock", "min_order"} <= set(cleaned) and {"stock", "min_order"} & set(self.changed_data):
            try:
                orderable(cleaned["min_order"], cleaned["stock"])
            except MinOrderAboveStock as refusal:
                self.add_error(refusal.field, str(refusal))
        try:
            local_content(cleaned["is_domestic"], cleaned.get("tkdn_percent"))
        except TkdnOfForeignGoods as refusal:
            self.add_error(refusal.field, str(refusal))
        return cleaned


def details_of(typed: Mapping[str, Any]) -> ListingDetails:
    """Cleaned values by field name, as the use cases take them."""
    return ListingDetails(
        name=typed["name"],
        category_code=typed["category"],
        unit_code=typed["unit"],
        description=typed["description"],
        specifications=typed["specifications"],
        stock_kind=typed["stock_kind"],
        min_order=typed["min_order"],
        lead_time_days=typed["lead_time_days"],
        is_domestic=typed["is_domestic"],
        tkdn_percent=typed["tkdn_percent"],
    )


def _categories() -> list:
    """The leaves, by group."""
    groups: dict[str, list[tuple[str, str]]] = {}
    labels: dict[str, str] = {}
    for facts in CategoryFacts.objects.all():
        if facts.parent_id is None:
            labels[facts.code] = facts.label
        else:
            groups.setdefault(facts.parent_id, []).append((facts.code, facts.label))
    return [("", _("Pilih kategori"))] + [(labels[code], leaves) for code, leaves in groups.items()]


def values_of(listing: Listing) -> dict[str, object]:
    """A listing as the form shows it again."""
    return {
        "code": listing.code,
        "name": listing.name,
        "category": listing.category_id,
        "unit": listing.unit_id,
        "unit_price_idr": listing.unit_price_idr,
        "stock_kind": listing.stock_kind,
        "stock": listing.stock_record.num_in_stock,
        "min_order": listing.min_order,
        "lead_time_days": listing.lead_time_days,
        "description": listing.description,
        "specifications": listing.specifications,
        "is_domestic": listing.is_domestic,
        "tkdn_percent": listing.tkdn_percent,
    }


class SheetRowForm(ListingFields):
    """One row of a sheet: a product, and whether it is to be shown. It also judges the cells."""

    show = forms.BooleanField(label=_("Tayang"), required=False, initial=True)
    field_order = ("name", "unit_price_idr", "stock", "category", "unit", "code")
