"""Which lines to look at."""

from typing import Any, cast

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from marketplace.ui.forms import AttemptKeyMixin, DateField, TextField


class LineFilterForm(forms.Form):
    """Year, office where there are several, and words of a name or the beginning of a code."""

    tahun = forms.TypedChoiceField(label=_("Tahun anggaran"), coerce=int, empty_value=None, required=False)
    dinas = forms.TypedChoiceField(label=_("Perangkat daerah"), coerce=int, empty_value=None, required=False)
    q = TextField(label=_("Sub kegiatan atau rekening"), max_length=100, required=False)

    def __init__(self, *args: Any, years: list[int], offices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.newest = years[0] if years else None
        self._offer("tahun", [(year, str(year)) for year in years])
        if len(offices) > 1:
            self._offer("dinas", [("", _("Semua")), *offices])
        else:
            del self.fields["dinas"]

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = cast(forms.ChoiceField, self.fields[name])
        field.choices = choices

    @property
    def wanted(self) -> dict[str, Any]:
        """The answers that make sense; what does not is as if it were not asked. The newest year where none is."""
        self.is_valid()
        given = self.cleaned_data if self.is_bound else {}
        return {"year": given.get("tahun") or self.newest, "office": given.get("dinas"), "words": given.get("q", "")}


class ReleaseForm(AttemptKeyMixin, forms.Form):
    """An SPD: number, day, and through which month of the cash plan funds are released."""

    number = TextField(label=_("Nomor SPD"), max_length=80)
    released_on = DateField(label=_("Tanggal SPD"))
    through = forms.TypedChoiceField(
        label=_("Sediakan dana sampai bulan"),
        help_text=_("Menurut rencana kas. Mata anggaran tanpa rencana kas disediakan seluruh pagunya."),
        choices=[(number, MONTHS[number]) for number in range(1, 13)],
        coerce=int,
        initial=12,
    )
