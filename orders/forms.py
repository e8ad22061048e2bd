"""What people type into the pages of orders. Forms read and clean; they decide nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import HIGHEST_QUANTITY
from marketplace.files.fields import PictureField
from marketplace.ui.forms import (
    AttemptKeyMixin,
    DateField,
    QuantityField,
    RupiahField,
    SentNumberField,
    TextField,
    TileSelect,
    ask_later,
)
from orders.charging import MOST_CHARGES
from orders.models import ComparisonOffer, Need, OrderLine
from orders.selectors.baskets import BasketPart
from orders.services import Count, NeedDraft, PartDraft, Scores
from orders.states import Condition
from payments.budget.models import BudgetLine
from payments.budget.selectors import account_names


class ReasonForm(forms.Form):
    """One written reason."""

    reason = TextField(
        label=_("Alasan"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Paling sedikit 10 huruf."),
    )


class OnceForm(AttemptKeyMixin, ReasonForm):
    """One written reason for one act, however often it is sent."""


class PressForm(AttemptKeyMixin, forms.Form):
    """A button that commits money or ends a step: nothing to type, one attempt key."""


class AddToBasketForm(forms.Form):
    listing = SentNumberField(min_value=1)
    quantity = QuantityField(label=_("Jumlah"), maximum=HIGHEST_QUANTITY)


class BasketForm(AttemptKeyMixin, forms.Form):
    """The whole basket page: why, when, where; per vendor the budget lines and reasons; per product the quantity.

    Saving accepts what is there; submitting (`submit` pressed) asks for all of it.
    """

    purpose = TextField(label=_("Dipakai untuk"), max_length=200)
    needed_by = DateField(label=_("Diperlukan tanggal"))
    delivery_place = TextField(label=_("Tempat pengiriman"), max_length=200)
    rup_code = forms.RegexField(
        label=_("Kode RUP"),
        regex=r"^[0-9]{5,12}$",
        error_messages={"invalid": _("Kode RUP terdiri dari 5 sampai 12 angka.")},
    )

    def __init__(
        self, data: Any = None, *, need: Need, parts: Sequence[BasketPart], lines: Sequence[BudgetLine]
    ) -> None:
        submitting = data is not None and "submit" in data
        initial = {
            "purpose": need.purpose,
            "needed_by": need.needed_by,
            "delivery_place": need.delivery_place,
            "rup_code": need.rup_code,
        }
        super().__init__(data, initial=initial)
        self.need, self.parts, self.submitting = need, parts, submitting
        for name in ("purpose", "needed_by", "delivery_place", "rup_code"):
            self.fields[name].required = submitting
        ask_later(self, "purpose", "needed_by", "delivery_place", "rup_code")
        self.fields["attempt_key"].required = submitting
        self.account_names = account_names({line.account_code for line in lines})
        self._line_choices = line_choices(lines, self.account_names)
        for part in parts:
            self._add_part(part)

    def _add_part(self, part: BasketPart) -> None:
        vendor_id, typed = part.vendor.pk, part.charge_rows
        choices = [("", _("Pilih mata anggaran")), *self._line_choices]
        for place in range(1, MOST_CHARGES + 1):
            row = typed[place - 1] if place <= len(typed) else ("", None)
            self.fields[f"line_{vendor_id}_{place}"] = forms.ChoiceField(
                label=_("Dibebankan ke") if place == 1 else _("Juga dibebankan ke"),
                choices=choices,
                required=self.submitting and place == 1,
                initial=row[0],
                error_messages={"required": _("Pilih mata anggaran yang membayar pesanan ini.")},
            )
            self.fields[f"amount_{vendor_id}_{place}"] = RupiahField(
                label=_("Sebesar"),
                required=False,
                initial=row[1],
                help_text=_("Kosongkan untuk sisanya.") if place == 1 else "",
            )
        ask_later(self, f"line_{vendor_id}_1")
        for kind, label in (("price", _("Alasan memilih harga ini")), ("split", _("Alasan pesanan terpisah"))):
            self.fields[f"{kind}_reason_{vendor_id}"] = TextField(
                label=label,
                max_length=1000,
                required=False,
                initial=part.draft.get(f"{kind}_reason", ""),
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("PPK dan auditor akan membaca alasan Anda."),
            )
        for line in part.lines:
            listing = line.listing
            self.fields[f"qty_{listing.id}"] = QuantityField(
                label=listing.name, minimum=0, initial=line.quantity, required=False
            )
            self.fields[f"price_{listing.id}"] = SentNumberField(required=False, initial=listing.unit_price_idr)

    def pressed(self) -> str:
        """Which button: submit, save, or one that changes a quantity."""
        return "submit" if self.submitting else "save"

    def draft(self) -> NeedDraft:
        """What was typed, with the stepper or removal that was pressed already counted."""
        clean = self.cleaned_data
        return NeedDraft(
            purpose=clean.get("purpose") or "",
            needed_by=clean.get("needed_by"),
            delivery_place=clean.get("delivery_place") or "",
            rup_code=clean.get("rup_code") or "",
            quantities={line.listing.id: self.quantity_of(line) for part in self.parts for line in part.lines},
            parts={part.vendor.pk: self._part(part.vendor.pk) for part in self.parts},
        )

    def shown(self) -> dict[int, tuple[int, int]]:
        """listing -> (quantity, unit price) as the page showed them; goods that left the basket since with price 0."""
        clean = self.cleaned_data
        return dict.fromkeys(self.gone(), (0, 0)) | {
            line.listing.id: (self.quantity_of(line), clean.get(f"price_{line.listing.id}") or 0)
            for part in self.parts
            for line in part.lines
        }

    def gone(self) -> list[int]:
        """Listings that this form asks for and the basket no longer holds: taken out in another tab."""
        held = {line.listing.id for part in self.parts for line in part.lines}
        found = ((re.fullmatch(r"qty_([0-9]{1,18})", name), typed) for name, typed in self.data.items())
        return sorted({int(one[1]) for one, typed in found if one and typed not in ("", "0")} - held)

    def quantity_of(self, line: Any) -> int:
        """As typed, with the button beside it that was pressed."""
        listing = line.listing
        if f"remove_{listing.id}" in self.data:
            return 0
        typed = self.cleaned_data.get(f"qty_{listing.id}")
        quantity = line.quantity if typed is None else typed
        if f"qty_{listing.id}_minus" in self.data:
            return max(quantity - 1, listing.min_order)
        return quantity + 1 if f"qty_{listing.id}_plus" in self.data else quantity

    def _part(self, vendor_id: int) -> PartDraft:
        clean = self.cleaned_data
        rows = [
            (int(clean[f"line_{vendor_id}_{place}"]), clean.get(f"amount_{vendor_id}_{place}"))
            for place in range(1, MOST_CHARGES + 1)
            if clean.get(f"line_{vendor_id}_{place}")
        ]
        return PartDraft(
            charges=rows,
            price_reason=clean.get(f"price_reason_{vendor_id}") or "",
            split_reason=clean.get(f"split_reason_{vendor_id}") or "",
        )


def line_choices(lines: Sequence[BudgetLine], names: Mapping[str, str]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Budget lines for a list, under their sub activities: account, its name, what is left."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for line in lines:
        facts = {"account": line.account_code, "name": names.get(line.account_code, ""), "left": line.available}
        label = _("%(account)s %(name)s, sisa %(left)s") % facts
        groups.setdefault(line.sub_activity.name, []).append((line.id, label))
    return list(groups.items())


class ChoiceForm(AttemptKeyMixin, forms.Form):
    """The purchasing officer's choice among the offers of a comparison."""

    offer = forms.ChoiceField(label=_("Penawaran yang dipilih"), widget=forms.RadioSelect)
    reason = TextField(
        label=_("Alasan"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Wajib bila bukan yang terendah, atau pembandingnya kurang."),
    )

    def __init__(self, data: Any = None, *, offers: Iterable[ComparisonOffer]) -> None:
        super().__init__(data)
        ask_later(self, "reason")
        choices = [(offer.id, offer.vendor.display_name) for offer in offers]
        cast(forms.ChoiceField, self.fields["offer"]).choices = choices


class DecisionForm(AttemptKeyMixin, forms.Form):
    """Approve and sign, or return. `content` is the hash of what the page showed."""

    decision = forms.ChoiceField(
        label=_("Pilih keputusan"),
        choices=[("approve", _("Setujui")), ("return", _("Kembalikan"))],
        initial="approve",
        widget=TileSelect(icons={"approve": "circle-check", "return": "undo-2"}),
    )
    note = TextField(
        label=_("Catatan"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Wajib bila mengembalikan."),
    )
    content = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ShipForm(AttemptKeyMixin, forms.Form):
    """What goes into a lot."""

    carrier = TextField(label=_("Pengangkut"), max_length=120)
    vehicle = TextField(label=_("Nomor kendaraan atau resi"), max_length=60, required=False)
    note = TextField(label=_("Catatan"), max_length=400, required=False)
    photo = PictureField(label=_("Foto kiriman"), required=False)

    #: Which lot it was to be when the page was shown: sent twice, it is one.
    lot = SentNumberField(min_value=1, required=False)

    def __init__(self, data: Any = None, files: Any = None, *, lines: Sequence[OrderLine], lot: int = 1) -> None:
        super().__init__(data, files, initial={"lot": lot})
        self.lines = [line for line in lines if line.remaining_quantity]
        for line in self.lines:
            self.fields[f"qty_{line.id}"] = QuantityField(
                label=line.title,
                minimum=0,
                maximum=line.remaining_quantity,
                required=False,
                initial=line.remaining_quantity,
                help_text=_("Sisa %(left)s %(unit)s.")
                % {"left": line.remaining_quantity, "unit": line.listing.unit.label},
            )

    def quantities(self) -> dict[int, int]:
        return {line.id: self.cleaned_data.get(f"qty_{line.id}") or 0 for line in self.lines}

    def quantity_fields(self) -> list[forms.BoundField]:
        return [self[f"qty_{line.id}"] for line in self.lines]


class ArrivalForm(forms.Form):
    lot = SentNumberField(min_value=1)
    photo = PictureField(label=_("Foto saat tiba"), required=False)


class InspectionForm(AttemptKeyMixin, forms.Form):
    """What was counted of each line at the gate."""

    note = TextField(
        label=_("Catatan untuk penjual"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    photo_1 = PictureField(label=_("Foto bukti"), required=False)
    photo_2 = PictureField(label=_("Foto bukti kedua"), required=False)
    photo_3 = PictureField(label=_("Foto bukti ketiga"), required=False)

    def __init__(
        self, data: Any = None, files: Any = None, *, lines: Sequence[OrderLine], arrived: Mapping[int, int]
    ) -> None:
        super().__init__(data, files)
        self.lines, self.arrived = lines, arrived
        for line in lines:
            pieces = arrived[line.id]
            self.fields[f"good_{line.id}"] = QuantityField(
                label=_("Jumlah yang diterima baik"), minimum=0, maximum=pieces, initial=pieces
            )
            self.fields[f"bad_{line.id}"] = QuantityField(
                label=_("Jumlah yang ditolak"), minimum=0, maximum=pieces, initial=0
            )
            self.fields[f"condition_{line.id}"] = forms.ChoiceField(
                label=_("Keadaan"),
                choices=Condition.choices,
                initial=Condition.GOOD,
                widget=TileSelect(icons={"good": "thumbs-up", "damaged": "package-x", "wrong": "circle-slash-2"}),
            )
            self.fields[f"note_{line.id}"] = TextField(
                label=_("Apa yang rusak atau tidak sesuai"), max_length=400, required=False
            )

    def counts(self) -> list[Count]:
        clean = self.cleaned_data
        return [
            Count(
                line_id=line.id,
                accepted=clean[f"good_{line.id}"],
                rejected=clean[f"bad_{line.id}"],
                condition=clean[f"condition_{line.id}"],
                note=clean[f"note_{line.id}"],
            )
            for line in self.lines
        ]

    def rows(self) -> list[dict[str, Any]]:
        """Line by line: the bound fields of each, for the page."""
        return [
            {
                "line": line,
                "arrived": self.arrived[line.id],
                "good": self[f"good_{line.id}"],
                "bad": self[f"bad_{line.id}"],
                "condition": self[f"condition_{line.id}"],
                "note": self[f"note_{line.id}"],
            }
            for line in self.lines
        ]

    def pictures(self) -> list[Any]:
        return [self.cleaned_data[name] for name in ("photo_1", "photo_2", "photo_3") if self.cleaned_data.get(name)]


class ReviewForm(forms.Form):
    """Four scores for the vendor."""

    SCORES = [(1, _("Cukup")), (2, _("Baik")), (3, _("Sangat baik"))]
    quality = forms.TypedChoiceField(
        label=_("Mutu dan jumlah"), choices=SCORES, coerce=int, initial=2, widget=TileSelect
    )
    cost = forms.TypedChoiceField(label=_("Biaya"), choices=SCORES, coerce=int, initial=2, widget=TileSelect)
    timeliness = forms.TypedChoiceField(label=_("Waktu"), choices=SCORES, coerce=int, initial=2, widget=TileSelect)
    service = forms.TypedChoiceField(label=_("Layanan"), choices=SCORES, coerce=int, initial=2, widget=TileSelect)
    note = TextField(label=_("Catatan"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def scores(self) -> Scores:
        clean = self.cleaned_data
        return Scores(clean["quality"], clean["cost"], clean["timeliness"], clean["service"])
