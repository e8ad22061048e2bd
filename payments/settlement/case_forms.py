"""What is typed about a line that was held back. Each form asks for its ground; who reads it later is an auditor."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.files.fields import DocumentUploadField
from marketplace.ui.forms import AttemptKeyMixin, DateField, RupiahField, TextField
from payments.settlement.models import DisputeCause, DisputeCourse, DisputeOutcome, Resolution, ReturnSource
from payments.settlement.services.steps import LONGEST_REASON


def _ground(label, hint="", *, required: bool = True, longest: int = LONGEST_REASON) -> TextField:
    return TextField(
        label=label, help_text=hint, widget=forms.Textarea(attrs={"rows": 3}), max_length=longest, required=required
    )


def _reference(label, hint="", *, longest: int = 80, required: bool = True) -> TextField:
    return TextField(label=label, help_text=hint, max_length=longest, required=required)


class ProposeForm(AttemptKeyMixin, forms.Form):
    """How a difference should end."""

    outcome = forms.ChoiceField(label=_("Penyelesaian"), choices=Resolution.choices, widget=forms.RadioSelect)
    reference = _reference(
        _("Nomor surat atau kredit koreksi dari bank"), _("Wajib bila bank mengoreksi."), required=False
    )
    reason = _ground(_("Alasan dan bukti"), _("Sebut apa yang diperiksa dan siapa di bank yang menjawab."))


class ConfirmForm(AttemptKeyMixin, forms.Form):
    """The second person's yes or no."""

    accepts = forms.TypedChoiceField(
        label=_("Putusan"),
        choices=[("1", _("Setujui usul ini")), ("0", _("Tolak usul ini"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    reason = _ground(_("Catatan"), _("Wajib bila ditolak."), required=False)


class AnswerForm(AttemptKeyMixin, forms.Form):
    """Why the refusal should be looked at again."""

    reason = _ground(_("Penjelasan"), _("Jawab alasan penolakan satu per satu."), longest=1000)
    proof = DocumentUploadField(
        label=_("Bukti tambahan"), help_text=_("PDF atau foto, paling besar 10 MB."), required=False
    )


class ReasonForm(AttemptKeyMixin, forms.Form):
    """The ground of a decision."""

    reason = _ground(_("Alasan putusan"), _("Pemegang kartu dan auditor membacanya."))


class ClaimForm(AttemptKeyMixin, forms.Form):
    """A claim at the bank."""

    cause = forms.ChoiceField(label=_("Sebab"), choices=DisputeCause.choices)
    reference = _reference(_("Nomor klaim di bank"), longest=60)
    reason = _ground(_("Uraian"))


class BankAnswerForm(AttemptKeyMixin, forms.Form):
    """What the bank answered."""

    outcome = forms.ChoiceField(label=_("Jawaban bank"), choices=DisputeOutcome.choices, widget=forms.RadioSelect)
    reference = _reference(_("Nomor surat atau kredit dari bank"))


class CourseForm(AttemptKeyMixin, forms.Form):
    """Who bears a charge that the bank keeps."""

    course = forms.ChoiceField(label=_("Putusan"), choices=DisputeCourse.choices, widget=forms.RadioSelect)
    reason = _ground(_("Alasan putusan"))


class RefundForm(AttemptKeyMixin, forms.Form):
    """What the vendor gave back to the card, before it is listed for payment."""

    amount = RupiahField(label=_("Jumlah yang dikembalikan"), min_idr=1)
    reference = _reference(_("Nomor pengembalian"), _("Dari penjual atau bank; kredit bank dicocokkan dengannya."))
    reason = _ground(_("Sebab"))


class ReturnForm(AttemptKeyMixin, forms.Form):
    """What is to come back after the SP2D."""

    source = forms.ChoiceField(label=_("Dari siapa"), choices=ReturnSource.choices, widget=forms.RadioSelect)
    amount = RupiahField(label=_("Jumlah yang dikembalikan"), min_idr=1)
    reason = _ground(_("Sebab"), _("Misalnya barang cacat yang disetujui penjual."))


class ReceiptForm(AttemptKeyMixin, forms.Form):
    """The money on the treasurer's account, or deposited."""

    reference = _reference(_("Nomor bukti bank"))


class HolderPaidForm(AttemptKeyMixin, forms.Form):
    """The holder's payment to the bank, with its proof."""

    reference = _reference(_("Nomor bukti bayar"))
    paid_on = DateField(label=_("Tanggal bayar"), is_past=True)
    proof = DocumentUploadField(label=_("Bukti bayar"), help_text=_("PDF atau foto, paling besar 10 MB."))
