"""Which lines to look at."""

from django import forms
from django.utils.translation import gettext_lazy as _


class LineFilterForm(forms.Form):
    """Year, office where there are several, and words of a name or the beginning of a code."""

    tahun = forms.TypedChoiceField(label=_("Tahun anggaran"), coerce=int, required=False)
    dinas = forms.TypedChoiceField(label=_("Perangkat daerah"), coerce=int, empty_value=None, required=False)
    q = forms.CharField(label=_("Sub kegiatan atau rekening"), max_length=100, required=False)

    def __init__(self, *args, years: list[int], offices: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tahun"].choices = [(year, str(year)) for year in years]
        self.fields["tahun"].empty_value = years[0] if years else None
        if len(offices) > 1:
            self.fields["dinas"].choices = [("", _("Semua")), *offices]
        else:
            del self.fields["dinas"]

    @property
    def wanted(self) -> dict:
        """The answers that make sense; what does not is as if it were not asked."""
        self.is_valid()
        return self.cleaned_data
