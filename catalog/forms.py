"""What sellers and verifiers type."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.fields import ListingFields, details_of
from catalog.models import HIGHEST_PRICE_IDR
from catalog.services.details import ListingDetails
from marketplace.files.fields import PictureField, SheetField
from marketplace.ui.forms import AttemptKeyMixin, RupiahField, TextField


class ListingForm(AttemptKeyMixin, ListingFields):
    """A product from photo to stock."""

    photo = PictureField(
        label=_("Foto produk"),
        required=False,
        help_text=_("JPEG, PNG, atau WebP, paling besar 10 MB. Latar polos, tanpa tulisan."),
    )
    photo_alt = TextField(
        label=_("Keterangan foto"),
        required=False,
        max_length=160,
        help_text=_("Apa yang tampak di foto, untuk pembeli yang tidak dapat melihatnya."),
    )
    field_order = ("photo", "photo_alt")

    @property
    def details(self) -> ListingDetails:
        """What was typed, as the use cases take it."""
        return details_of(self.cleaned_data)


class SheetUploadForm(AttemptKeyMixin, forms.Form):
    file = SheetField(label=_("Lembar kerja"))


class AttemptForm(AttemptKeyMixin, forms.Form):
    """A button that acts once."""


class PricePreviewForm(forms.Form):
    """The part of a listing that its price is judged by."""

    name = TextField(min_length=3, max_length=160)
    category = TextField(max_length=5)
    unit = TextField(max_length=3)
    unit_price_idr = RupiahField(min_idr=1, max_idr=HIGHEST_PRICE_IDR)


class ReviewForm(forms.Form):
    """A verifier's decision about a product."""

    ACCEPT, FIX = "accept", "fix"
    decision = forms.ChoiceField(
        label=_("Keputusan"),
        choices=[(ACCEPT, _("Tayangkan produk")), (FIX, _("Minta perbaikan"))],
        widget=forms.RadioSelect,
    )
    reason = TextField(
        label=_("Yang harus diperbaiki"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Wajib diisi bila meminta perbaikan. Penjual membaca kalimat ini."),
    )
