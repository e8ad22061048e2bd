from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.api.models import Scope
from marketplace.ui.forms import TextField


class TokenForm(forms.Form):
    """A name to tell tokens apart, what it may do, and how long."""

    name = TextField(label=_("Nama token"), max_length=60, help_text=_("Misalnya: laporan bulanan."))
    scope = forms.ChoiceField(label=_("Boleh apa"), choices=Scope.choices, initial=Scope.READ)
    days = forms.TypedChoiceField(
        label=_("Berlaku"),
        coerce=int,
        choices=[(30, _("30 hari")), (90, _("90 hari")), (365, _("satu tahun"))],
        initial=90,
    )
