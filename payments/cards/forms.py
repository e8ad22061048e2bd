"""Forms of cards and payments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.ui import formats
from marketplace.ui.forms import AttemptKeyMixin, DateField, RupiahField, TextField, TileSelect
from payments.cards.models import Card, Channel


class PayForm(AttemptKeyMixin, forms.Form):
    """With which card, and by which way."""

    channels = (Channel.ONLINE.value, Channel.QRIS.value)

    card = forms.TypedChoiceField(label=_("Kartu"), coerce=int, widget=TileSelect(stacked=True))
    channel = forms.ChoiceField(
        label=_("Cara bayar"),
        choices=[(Channel.ONLINE.value, Channel.ONLINE.label), (Channel.QRIS.value, Channel.QRIS.label)],
        widget=TileSelect(icons={"online": "credit-card", "qris": "qr-code"}),
        initial=Channel.ONLINE.value,
    )

    def __init__(self, *args: Any, cards: Sequence[Card], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.TypedChoiceField, self.fields["card"])
        field.choices = [(card.pk, _card_words(card)) for card in cards]
        if cards:
            field.initial = next((card.pk for card in cards if card.is_open), cards[0].pk)


def _card_words(card: Card) -> str:
    words = _("%(card)s, %(holder)s, tersedia %(available)s")
    facts = {"card": card.label, "holder": card.holder.full_name, "available": formats.rupiah(card.available)}
    return str(words) % facts


class PressForm(AttemptKeyMixin, forms.Form):
    """A button that asks nothing."""


class ReasonForm(forms.Form):
    """Why."""

    reason = TextField(label=_("Alasan"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class HandoverForm(forms.Form):
    """The paper with which a card was handed over."""

    handover_number = TextField(label=_("Nomor BAST kartu"), max_length=100)


class LimitForm(forms.Form):
    """A new limit for good."""

    limit = RupiahField(label=_("Limit kartu"), min_idr=0, max_idr=10**12)
    per_txn = RupiahField(label=_("Batas per transaksi"), min_idr=1, max_idr=10**12)
    decision_number = TextField(label=_("Nomor keputusan"), max_length=100)
    reason = TextField(label=_("Alasan"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class RiseForm(forms.Form):
    """A higher limit for some days."""

    limit = RupiahField(label=_("Limit selama kenaikan"), min_idr=1, max_idr=10**12)
    ends_on = DateField(label=_("Berlaku sampai"), help_text=_("Sesudah hari itu limit semula berlaku sendiri."))
    decision_number = TextField(label=_("Nomor keputusan"), max_length=100)
    reason = TextField(label=_("Alasan"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class DelegateForm(forms.Form):
    """A letter of attorney."""

    user = forms.TypedChoiceField(label=_("Pelaksana kuasa"), coerce=int)
    document_number = TextField(label=_("Nomor surat kuasa"), max_length=100)
    valid_from = DateField(label=_("Berlaku mulai"))
    valid_to = DateField(label=_("Berlaku sampai"))

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.TypedChoiceField, self.fields["user"]).choices = list(people)
        if not people:
            self.fields["user"].help_text = _(
                "Belum ada pegawai dengan peran Pelaksana Kuasa Pengguna KKPD di sini. "
                "Minta pengelola mencatat perannya."
            )

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        first, last = clean.get("valid_from"), clean.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("Hari terakhir tidak boleh sebelum hari pertama."))
        return clean


class RemitForm(forms.Form):
    """The state's receipt for taxes passed on."""

    month = DateField(widget=forms.HiddenInput)
    reference = forms.RegexField(
        r"^[0-9A-Za-z]{16}$",
        label=_("NTPN"),
        error_messages={
            "invalid": _("NTPN terdiri dari 16 huruf dan angka, seperti tertulis pada bukti penerimaan negara.")
        },
    )

    def clean_reference(self) -> str:
        return str(self.cleaned_data["reference"]).upper()
