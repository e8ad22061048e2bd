"""What is typed and ticked along the way of a bill."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.ui.forms import AttemptKeyMixin, TextField
from payments.cards.models import Card
from payments.gateways.statement_file import LARGEST_FILE_BYTES
from payments.settlement.labels import CHECKS, SIX_TEST_WORDS
from payments.settlement.models import RealExpenseLine
from payments.settlement.selectors import payable_of
from payments.settlement.services import SIX_TESTS, LineTests
from payments.settlement.services.steps import LONGEST_REASON


class PressForm(AttemptKeyMixin, forms.Form):
    """A button that signs or moves money: nothing to type, one attempt key."""


class CardForm(AttemptKeyMixin, forms.Form):
    """Of which card the bank is asked for the bill."""

    card = forms.TypedChoiceField(label=gettext_lazy("Kartu"), coerce=int)

    def __init__(self, *args, cards: Iterable[Card], **kwargs):
        super().__init__(*args, **kwargs)
        cast(forms.TypedChoiceField, self.fields["card"]).choices = [
            (card.pk, f"{card.label}, {card.holder.full_name}, {card.agency.organisation.name}") for card in cards
        ]


class UploadForm(CardForm):
    """The bank's own file, in the neutral CSV or JSON shape."""

    file = forms.FileField(
        label=gettext_lazy("Berkas e-billing"),
        help_text=gettext_lazy("CSV atau JSON dari bank, paling besar 5 MB. Isinya tidak diubah."),
        widget=forms.FileInput(attrs={"accept": ".csv,.json,text/csv,application/json"}),
        max_length=200,
    )

    def clean_file(self):
        """Too large is said before anything is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE_BYTES:
            raise ValidationError(_("Berkas terlalu besar. Paling besar 5 MB."))
        return file


class CheckForm(AttemptKeyMixin, forms.Form):
    """The finance verifier ticks what was looked at; all of it, or the request goes back."""

    checked = forms.MultipleChoiceField(
        label=gettext_lazy("Sudah diperiksa"), choices=CHECKS, widget=forms.CheckboxSelectMultiple
    )

    def clean_checked(self):
        """Nothing may be left out."""
        ticked = self.cleaned_data["checked"]
        if len(ticked) < len(CHECKS):
            raise ValidationError(_("Centang semuanya bila lengkap. Bila ada yang kurang, kembalikan SPP."))
        return ticked


class OrderForm(AttemptKeyMixin, forms.Form):
    """SPM with the statement of full responsibility."""

    accepts_responsibility = forms.BooleanField(
        label=gettext_lazy(
            "Saya bertanggung jawab mutlak atas kebenaran pengeluaran ini dan kelengkapan buktinya (SPTJM)."
        ),
        required=False,
    )


class ReturnForm(AttemptKeyMixin, forms.Form):
    """Why a paper goes back."""

    reason = TextField(
        label=gettext_lazy("Alasan pengembalian"),
        help_text=gettext_lazy("Sebut yang kurang dan apa yang harus diperbaiki."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
    )


class DecideForm(AttemptKeyMixin, forms.Form):
    """The six tests on each line of the DPR. What is not ticked failed and needs a note: nothing fails by oversight."""

    def __init__(self, *args, lines: Iterable[RealExpenseLine], **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            number = payable_of(line.transaction).order_number
            for test in SIX_TESTS:
                words = SIX_TEST_WORDS[test][1]
                self.fields[f"test_{line.pk}_{test}"] = forms.BooleanField(label=f"{words}, {number}", required=False)
            self.fields[f"note_{line.pk}"] = TextField(
                label=_("Catatan untuk %(order)s") % {"order": number}, max_length=LONGEST_REASON, required=False
            )

    def rows(self) -> list[tuple[RealExpenseLine, list[BoundField], BoundField]]:
        """Each line with its six boxes and its note, for the table."""
        return [
            (line, [self[f"test_{line.pk}_{test}"] for test in SIX_TESTS], self[f"note_{line.pk}"])
            for line in self.lines
        ]

    def clean(self):
        """A failed test without a note is an oversight until it is explained."""
        clean = super().clean() or {}
        for line in self.lines:
            missed = [test for test in SIX_TESTS if not clean.get(f"test_{line.pk}_{test}")]
            if missed and not clean.get(f"note_{line.pk}", "").strip():
                words = _("Uji %(tests)s belum dicentang. Centang yang lulus; bila gagal, tulis catatannya.")
                self.add_error(f"note_{line.pk}", words % {"tests": ", ".join(map(str, missed))})
        return clean

    @property
    def answers(self) -> dict[int, LineTests]:
        """What `decide_bill` records."""
        clean = self.cleaned_data
        return {
            line.pk: LineTests(
                {test: clean[f"test_{line.pk}_{test}"] for test in SIX_TESTS}, clean[f"note_{line.pk}"].strip()
            )
            for line in self.lines
        }
