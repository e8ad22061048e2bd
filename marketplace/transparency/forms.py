"""What visitors may narrow by. Sent with GET, so that an address shows what its reader saw."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from catalog.selectors import category_groups
from marketplace.accounts.selectors import offices
from marketplace.kernel.reference import Regency
from marketplace.transparency.selectors.orders import PublicFilter

FIRST_YEAR = 2025
SECONDS = 600


class PublicFilterForm(forms.Form):
    tahun = forms.TypedChoiceField(label=_("Tahun"), required=False, coerce=int, empty_value=None)
    dinas = forms.TypedChoiceField(label=_("Dinas"), required=False, coerce=int, empty_value=None)
    wilayah = forms.ChoiceField(label=_("Asal penjual"), required=False)
    kategori = forms.ChoiceField(label=_("Kategori"), required=False)

    def __init__(self, *args: object, today: date, any_year: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        years = [(str(year), str(year)) for year in range(today.year, FIRST_YEAR - 1, -1)]
        agencies, regencies, groups = _choices()
        for name, first, rest in (
            ("tahun", _("Semua tahun") if any_year else None, years),
            ("dinas", _("Semua dinas"), agencies),
            ("wilayah", _("Semua wilayah"), regencies),
            ("kategori", _("Semua kategori"), groups),
        ):
            field = self.fields[name]
            field.choices = [("", first), *rest] if first else rest  # type: ignore[attr-defined]

    def wanted(self, text: str = "") -> PublicFilter:
        """What was understood; an unknown choice does not narrow."""
        self.is_valid()
        clean = self.cleaned_data
        return PublicFilter(
            text=text[:120],
            year=clean.get("tahun"),
            agency_id=clean.get("dinas"),
            regency_code=clean.get("wilayah", ""),
            group_code=clean.get("kategori", ""),
        )


def _choices() -> tuple[list[tuple[str, str]], list[tuple[str, str]], list[tuple[str, object]]]:
    """Names change a few times a year; they are asked for once in ten minutes. Group names follow the language."""
    known = cache.get("transparency.choices")
    if known is None:
        known = (
            [(str(agency.pk), agency.name) for agency in offices()],
            [(regency.code, regency.full_name) for regency in Regency.objects.order_by("name")],
        )
        if all(known):  # a site that is being filled is asked again
            cache.set("transparency.choices", known, SECONDS)
    return *known, [(group.code, group.label) for group in category_groups()]
