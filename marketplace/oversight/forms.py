"""Filters of the audit room. They are sent with GET, so an address shows exactly what an auditor saw."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.selectors import offices
from marketplace.oversight.flags import RULES
from marketplace.oversight.models import Severity
from marketplace.oversight.selectors.flags import EVERYTHING, UNANSWERED, FlagFilter
from marketplace.oversight.selectors.log import LogFilter
from marketplace.oversight.selectors.orders import OrderFilter
from marketplace.oversight.states import FLAG_FLOW, FlagAction, FlagState, ReasonCode
from marketplace.ui.forms import AttemptKeyMixin, DateField, RupiahField, TextField
from orders.labels import FILTERS


class OrderFilterForm(forms.Form):
    q = TextField(label=_("Nomor, barang, atau penjual"), required=False, max_length=120)
    dinas = forms.TypedChoiceField(label=_("Dinas"), required=False, coerce=int, empty_value=None)
    keadaan = forms.ChoiceField(label=_("Keadaan"), required=False)
    nilai = RupiahField(label=_("Nilai paling sedikit"), required=False)
    dari = DateField(label=_("Dari tanggal"), required=False)
    sampai = DateField(label=_("Sampai tanggal"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        agencies = [(agency.pk, agency.name) for agency in offices()]
        self.fields["dinas"].choices = [("", _("Semua dinas")), *agencies]  # type: ignore[attr-defined]
        states = [(key, label) for key, (label, _states) in FILTERS.items()]
        self.fields["keadaan"].choices = [("", _("Semua keadaan")), *states]  # type: ignore[attr-defined]

    def wanted(self) -> OrderFilter:
        """What was understood; a field that was not understood does not narrow and says so."""
        self.is_valid()
        clean = self.cleaned_data
        return OrderFilter(
            text=clean.get("q", ""),
            agency_id=clean.get("dinas"),
            state=clean.get("keadaan", ""),
            least_idr=clean.get("nilai"),
            first=clean.get("dari"),
            last=clean.get("sampai"),
        )


class LogFilterForm(forms.Form):
    orang = TextField(label=_("Nama orang"), required=False, max_length=120)
    hal = TextField(label=_("Kode tindakan, nomor, atau pengenal"), required=False, max_length=80)
    dari = DateField(label=_("Dari tanggal"), required=False)
    sampai = DateField(label=_("Sampai tanggal"), required=False)

    def wanted(self) -> LogFilter:
        self.is_valid()
        clean = self.cleaned_data
        return LogFilter(
            actor=clean.get("orang", ""),
            subject=clean.get("hal", ""),
            first=clean.get("dari"),
            last=clean.get("sampai"),
        )


class FlagFilterForm(forms.Form):
    keadaan = forms.ChoiceField(label=_("Keadaan"), required=False)
    aturan = forms.ChoiceField(label=_("Aturan"), required=False)
    dinas = forms.TypedChoiceField(label=_("Dinas"), required=False, coerce=int, empty_value=None)
    bobot = forms.ChoiceField(label=_("Bobot"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = {
            "keadaan": [("", _("Belum dijawab")), (EVERYTHING, _("Semua keadaan")), *FlagState.choices],
            "aturan": [("", _("Semua aturan")), *((one.code, f"{one.code} {one.title}") for one in RULES)],
            "dinas": [("", _("Semua dinas")), *((agency.pk, agency.name) for agency in offices())],
            "bobot": [("", _("Semua bobot")), *Severity.choices],
        }
        for name, known in choices.items():
            self.fields[name].choices = known  # type: ignore[attr-defined]

    def wanted(self) -> FlagFilter:
        self.is_valid()
        clean = self.cleaned_data
        return FlagFilter(
            rule=clean.get("aturan", ""),
            agency_id=clean.get("dinas"),
            severity=clean.get("bobot", ""),
            state=clean.get("keadaan") or UNANSWERED,
        )


class ReviewForm(AttemptKeyMixin, forms.Form):
    """What an auditor answers. Only steps that the question's state allows are offered."""

    action = forms.ChoiceField(label=_("Jawaban"), widget=forms.RadioSelect)
    reason_code = forms.ChoiceField(
        label=_("Jenis alasan"),
        required=False,
        choices=[("", _("Pilih bila ada penjelasan atau bukan masalah")), *ReasonCode.choices],
    )
    reason = TextField(
        label=_("Alasan"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Apa yang Anda baca, dan mengapa jawabannya begitu. Paling sedikit 10 huruf, kecuali saat mulai."),
    )

    def __init__(self, *args: object, state: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        steps = [(action.value, action.label) for action in FlagAction if FLAG_FLOW.allows(action, state)]
        self.fields["action"].choices = steps  # type: ignore[attr-defined]
