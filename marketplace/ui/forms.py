"""The form kit: how fields look, attempt keys, and refusals shown in the form. Its fields are those of `inputs`."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import NotFound, Refusal
from marketplace.ui.inputs import (
    DateField,
    EmailField,
    PercentField,
    PhoneField,
    QuantityField,
    RupiahField,
    SentNumberField,
    TextField,
)

__all__ = [
    "AttemptKeyField", "AttemptKeyMixin", "DasaranBoundField", "DasaranRenderer", "DateField", "EmailField", "Outcome",
    "PercentField", "PhoneField", "PlainFileInput", "QuantityField", "RupiahField", "SentNumberField", "TextField",
    "TileSelect", "ask_later", "error_list", "field_kind", "focus_id", "form_status", "refusal_to_form",
]  # fmt: skip


# ---- how fields look ------------------------------------------------------------------------------------------------
class DasaranBoundField(BoundField):
    """A field that gives its widget the classes and relations of the design, so no page repeats them."""

    def build_widget_attrs(self, attrs, widget=None):
        """Add the class for the kind of widget, and `is-invalid` when the field was refused."""
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if widget.is_hidden:
            return attrs
        names = [widget.attrs.get("class", ""), attrs.get("class", ""), _css_class(widget)]
        if self.errors and _css_class(widget):
            names.append("is-invalid")
        attrs["class"] = " ".join(name for name in names if name)
        return {key: value for key, value in attrs.items() if key != "class" or value}


class DasaranRenderer(TemplatesSetting):
    """`{{ form }}` and `{{ field.as_field_group }}` use our components. Set as `FORM_RENDERER`."""

    form_template_name = "components/form.html"
    formset_template_name = "components/formset.html"
    field_template_name = "components/form_field.html"
    bound_field_class = DasaranBoundField


def _css_class(widget) -> str:
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return ""
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    if isinstance(widget, forms.MultiWidget):
        return ""
    return "form-control"


def field_kind(bound) -> str:
    """Which markup a bound field needs: checkbox, tiles, choices, file, group or plain."""
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, TileSelect):
        return "tiles"
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "choices"
    if isinstance(widget, forms.FileInput):
        return "file"
    if isinstance(widget, forms.MultiWidget):
        return "group"
    return "plain"


def ask_later(form: forms.BaseForm, *names: str) -> None:
    """These fields may be empty now and not at the end: their labels do not say that they may be left empty."""
    for name in names:
        cast(Any, form.fields[name]).asked_later = True


class TileSelect(forms.RadioSelect):
    """Radios as large tiles with a tick (`ds-pick`); visible radios where the browser lacks `:has()`.

    Shape  TileSelect(icons={"approve": "circle-check", "reject": "octagon-x"}, stacked=False)
    """

    template_name = "components/widgets/tiles.html"

    def __init__(self, attrs=None, choices=(), icons: dict[str, str] | None = None, stacked: bool = False):
        super().__init__(attrs, choices)
        self.icons, self.stacked = icons or {}, stacked

    def create_option(self, name, value, *args, **kwargs):
        """Each option carries the name of its icon."""
        option = super().create_option(name, value, *args, **kwargs)
        option["icon"] = self.icons.get(str(value), "")
        return option

    def get_context(self, name, value, attrs):
        """Tell the template whether the tiles stand above each other."""
        return super().get_context(name, value, attrs) | {"stacked": self.stacked}


class PlainFileInput(forms.ClearableFileInput):
    """A file field that names the present file instead of offering a checkbox to clear it."""

    template_name = "components/widgets/file.html"


# ---- one attempt, one effect ----------------------------------------------------------------------------------------
class AttemptKeyField(forms.UUIDField):
    """Keeps the key it was sent; a form that came without a usable one gets a new key when it is shown again."""

    widget = forms.HiddenInput
    default_error_messages = {
        "required": _("Halaman ini sudah terlalu lama terbuka. Periksa isiannya, lalu kirim lagi."),
        "invalid": _("Halaman ini sudah terlalu lama terbuka. Periksa isiannya, lalu kirim lagi."),
    }

    def bound_data(self, data, initial):
        """What to show again."""
        try:
            return uuid.UUID(str(data))
        except ValueError:
            return initial


class AttemptKeyMixin:
    """A hidden `attempt_key`: made when the page is shown, kept when it is shown again, so that pressing twice,
    going back or a lost answer leads to one effect. `cleaned_data["attempt_key"]` is a UUID.
    """

    fields: dict[str, forms.Field]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["attempt_key"] = AttemptKeyField(initial=uuid.uuid4)


# ---- refusals and errors, shown in the form -------------------------------------------------------------------------
class Outcome:
    """True after the block of `refusal_to_form` unless a refusal ended it."""

    def __init__(self) -> None:
        self.refusal: Refusal | None = None

    def __bool__(self) -> bool:
        return self.refusal is None


@contextmanager
def refusal_to_form(form: forms.BaseForm) -> Iterator[Outcome]:
    """Run a use case and put its refusal into the form, so that what was typed is kept.

    `with refusal_to_form(form) as ok: use_case(...)`, then `if ok: return redirect(...)`; the page is shown again with
    `status=form_status(form)`. What may not be seen (404) still rises.
    """
    outcome = Outcome()
    try:
        yield outcome
    except NotFound:
        raise
    except Refusal as refusal:
        outcome.refusal = refusal
        vars(form)["refusal"] = refusal
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def form_status(form: forms.BaseForm) -> int:
    """The HTTP status to show a form with: 200, 422 after a mistake, or the status of the refusal."""
    refusal = getattr(form, "refusal", None)
    if refusal is not None:
        return refusal.status
    return 422 if form.is_bound and form.errors else 200


def error_list(form: forms.BaseForm) -> list[dict]:
    """The error summary: first what concerns the whole form, then each field, linked."""
    found = [{"text": text, "href": ""} for text in form.non_field_errors()]
    for bound in form:
        if not bound.errors:
            continue
        label = "" if bound.is_hidden else bound.label
        href = "" if bound.is_hidden else "#" + focus_id(bound)
        found += [{"text": text, "href": href, "label": label} for text in bound.errors]
    return found


def focus_id(bound: BoundField) -> str:
    """The id that a link to this field must name: the first radio or checkbox of a group, else the field itself."""
    identity = bound.id_for_label or bound.auto_id
    if isinstance(bound.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return f"{bound.auto_id}_0"
    return identity
