"""What people type, read forgivingly: words, amounts, counts, percentages, days and phone numbers."""

import re
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.calendar import local_day
from marketplace.kernel.readable import TextTurns, readable
from marketplace.ui import formats

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "januari", "january"),
            ("feb", "februari", "february"),
            ("mar", "maret", "march"),
            ("apr", "april"),
            ("mei", "may"),
            ("jun", "juni", "june"),
            ("jul", "juli", "july"),
            ("agt", "agu", "ags", "agustus", "aug", "august"),
            ("sep", "sept", "september"),
            ("okt", "oktober", "oct", "october"),
            ("nov", "november", "nop"),
            ("des", "desember", "dec", "december"),
        ),
        start=1,
    )
    for name in names
}

#: No amount has more, and an error message repeats no more of what was typed.
_MOST_DIGITS = 40


# ---- text -----------------------------------------------------------------------------------------------------------
class _Readable:
    """Cleans what was typed with `kernel.readable`: nothing hidden stays in it, and a blank reason is none."""

    def to_python(self, value):
        """Read the text. Raises ValidationError where a sign turns the order of reading."""
        text = cast(Any, super()).to_python(value)
        try:
            return readable(text) if isinstance(text, str) else text
        except TextTurns as turns:
            sentence = format_lazy(turns.template, **turns.facts)
            raise ValidationError(sentence, code="turns") from turns


class TextField(_Readable, forms.CharField):
    """A text that people read: every field of ours but passwords and hidden ones."""


class EmailField(_Readable, forms.EmailField):
    """An address without hidden signs."""


# ---- forgiving input ------------------------------------------------------------------------------------------------
class RupiahField(forms.Field):
    """An amount typed by a person; cleans to whole rupiah as `int` (None when left empty and not required).

    "54500", "54.500" and "Rp 54.500" are read; "54,500" is asked about, because it means 54 to some and 54.500 to
    others; fractions and negative amounts are refused.
    """

    widget = forms.TextInput
    default_error_messages = {
        "comma": _("Tulis angka tanpa koma, misalnya 54.500. Yang tertulis %(typed)s dapat berarti dua hal."),
        "dots": _("Letak titik tidak lazim. Tulis seperti 54.500 atau 54500."),
        "number": _("Tulis jumlah rupiah dengan angka saja, misalnya 54.500."),
        "negative": _("Jumlah tidak boleh kurang dari nol."),
        "fraction": _("Rupiah ditulis bulat, tanpa sen."),
        "min": _("Paling sedikit %(limit)s."),
        "max": _("Paling banyak %(limit)s."),
    }
    unit_in_label = "Rp"

    def __init__(self, *, min_idr: int = 0, max_idr: int = 10**15, **kwargs):
        super().__init__(**kwargs)
        self.min_idr, self.max_idr = min_idr, max_idr

    def widget_attrs(self, widget):
        """Phones show digits."""
        return super().widget_attrs(widget) | {"inputmode": "numeric", "autocomplete": "off"}

    def prepare_value(self, value):
        """Show a stored amount with dots; show what was typed exactly as it was typed."""
        amount = getattr(value, "idr", value)
        if isinstance(amount, int) and not isinstance(amount, bool):
            return f"{'-' if amount < 0 else ''}{formats.grouped(abs(amount))}"
        return value

    def to_python(self, value):
        """Read the text. Raises ValidationError with the reason and an example."""
        if value in self.empty_values:
            return None
        amount = getattr(value, "idr", value)
        if isinstance(amount, int) and not isinstance(amount, bool):
            return amount
        typed = str(value).strip()
        bare = re.sub(r"^(-|\u2212)?\s*(rp\.?|idr)\s*", lambda found: found.group(1) or "", typed, flags=re.IGNORECASE)
        bare = re.sub(r"[\s\u00a0\u202f]", "", bare)
        if not bare:
            return None
        if bare[0] in "-\u2212":
            raise ValidationError(self.error_messages["negative"], code="negative")
        return self._read(bare, typed)

    def _read(self, bare: str, typed: str) -> int:
        digits = re.sub(r",(-|--|00)$", "", bare)
        if "," in digits:
            lone_cents = re.fullmatch(r"(\d+|\d{1,3}(\.\d{3})+),\d{1,2}", digits)
            code = "fraction" if lone_cents else "comma"
            raise ValidationError(self.error_messages[code], code=code, params={"typed": typed[:_MOST_DIGITS]})
        if not re.fullmatch(r"[0-9.]+", digits):
            raise ValidationError(self.error_messages["number"], code="number")
        if "." in digits and not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+", digits):
            raise ValidationError(self.error_messages["dots"], code="dots")
        return self._whole(digits.replace(".", ""))

    def _whole(self, digits: str) -> int:
        """Thousands of digits are too much for any limit, and more than Python turns into a number."""
        if len(digits) > _MOST_DIGITS and digits.strip("0"):
            raise ValidationError(
                self.error_messages["max"], code="max", params={"limit": formats.rupiah(self.max_idr)}
            )
        return int(digits[-_MOST_DIGITS:])

    def validate(self, value):
        """Hold the amount to its limits."""
        super().validate(value)
        if value is None:
            return
        if value < 0:
            raise ValidationError(self.error_messages["negative"], code="negative")
        if value < self.min_idr:
            raise ValidationError(
                self.error_messages["min"], code="min", params={"limit": formats.rupiah(self.min_idr)}
            )
        if value > self.max_idr:
            raise ValidationError(
                self.error_messages["max"], code="max", params={"limit": formats.rupiah(self.max_idr)}
            )

    def has_changed(self, initial, data):
        """Dots are not a change."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class QuantityField(forms.Field):
    """A whole number of pieces; dots for thousands are read, fractions are refused."""

    widget = forms.TextInput
    default_error_messages = {
        "number": _("Tulis jumlah dengan angka bulat, misalnya 40."),
        "min": _("Paling sedikit %(limit)s."),
        "max": _("Paling banyak %(limit)s."),
    }

    def __init__(self, *, minimum: int = 1, maximum: int = 1_000_000, unit: str | Promise = "", **kwargs):
        super().__init__(**kwargs)
        self.minimum, self.maximum, self.unit_in_label = minimum, maximum, unit

    def widget_attrs(self, widget):
        """Phones show digits."""
        return super().widget_attrs(widget) | {"inputmode": "numeric", "autocomplete": "off"}

    def to_python(self, value):
        """Read the text. Raises ValidationError."""
        if value in self.empty_values:
            return None
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        typed = re.sub(r"\s", "", str(value))
        if not re.fullmatch(r"[0-9]{1,9}|[0-9]{1,3}(\.[0-9]{3}){1,2}", typed):
            raise ValidationError(self.error_messages["number"], code="number")
        return int(typed.replace(".", ""))

    def validate(self, value):
        """Hold the number to its limits."""
        super().validate(value)
        if value is None:
            return
        if value < self.minimum:
            limit = formats.grouped(self.minimum)
            raise ValidationError(self.error_messages["min"], code="min", params={"limit": limit})
        if value > self.maximum:
            limit = formats.grouped(self.maximum)
            raise ValidationError(self.error_messages["max"], code="max", params={"limit": limit})


class PercentField(forms.DecimalField):
    """A part of a hundred with at most two decimals, behind a comma or a dot; cleans to `Decimal`."""

    default_error_messages = {"percent": _("Tulis persen dengan angka biasa, misalnya 40 atau 40,25.")}

    def __init__(self, **kwargs):
        options = {"min_value": 0, "max_value": 100, "decimal_places": 2, "max_digits": 5, "localize": True}
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **(options | kwargs))

    def to_python(self, value):
        """Read the text. Raises ValidationError: an exponent, a sign or digits of other scripts are slips."""
        if value in self.empty_values or not isinstance(value, str):
            return super().to_python(value)
        found = re.fullmatch(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?\s*%?", value.strip())
        if not found:
            raise ValidationError(self.error_messages["percent"], code="percent")
        return Decimal(f"{found[1]}.{found[2] or 0}")


class SentNumberField(forms.IntegerField):
    """A number that a page of ours sends along, unseen: digits and nothing else."""

    widget = forms.HiddenInput

    def to_python(self, value):
        """Raises ValidationError."""
        if isinstance(value, str) and value and not re.fullmatch(r"[0-9]{1,18}", value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class DateField(forms.Field):
    """A day typed the Indonesian way.

    21/11/2026, 21-11-2026, 21.11.2026, 21 November 2026, 21 Nov 2026 and 2026-11-21 are read. `is_past` is for what
    has happened: today at the latest.
    """

    widget = forms.TextInput
    default_error_messages = {
        "format": _("Tulis tanggal seperti 21/11/2026 atau 21 November 2026."),
        "missing": _("Tanggal %(typed)s tidak ada di kalender."),
        "min": _("Paling awal %(limit)s."),
        "max": _("Paling akhir %(limit)s."),
        "future": _("Tanggal ini belum tiba."),
    }

    #: Farther days are slips of the finger, and the day after the last one of all is none.
    FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, is_past: bool = False, **kwargs):
        super().__init__(**kwargs)
        self.is_past = is_past
        self.earliest, self.latest = earliest or self.FIRST_DAY, latest or self.LAST_DAY

    def widget_attrs(self, widget):
        """A short field that says what it wants."""
        return super().widget_attrs(widget) | {"autocomplete": "off", "size": "18"}

    def prepare_value(self, value):
        """Show a stored day as it would be typed."""
        return value.strftime("%d/%m/%Y") if isinstance(value, date) else value

    def to_python(self, value):
        """Read the text. Raises ValidationError."""
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        typed = re.sub(r"\s+", " ", str(value).strip())
        year, month, day = self._parts(typed)
        try:
            return date(year, month, day)
        except ValueError as error:
            raise ValidationError(self.error_messages["missing"], code="missing", params={"typed": typed}) from error

    def _parts(self, typed: str) -> tuple[int, int, int]:
        if found := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", typed):
            return int(found[1]), int(found[2]), int(found[3])
        if found := re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", typed):
            return int(found[3]), int(found[2]), int(found[1])
        found = re.fullmatch(r"(?:[A-Za-z']+, )?([0-9]{1,2}) ([A-Za-z]+)\.? ([0-9]{4})", typed)
        if found and (month := MONTHS.get(found[2].lower())):
            return int(found[3]), month, int(found[1])
        raise ValidationError(self.error_messages["format"], code="format")

    def validate(self, value):
        """Hold the day to its limits."""
        super().validate(value)
        if value is None:
            return
        if value < self.earliest:
            limit = formats.long_day(self.earliest)
            raise ValidationError(self.error_messages["min"], code="min", params={"limit": limit})
        if value > self.latest:
            limit = formats.long_day(self.latest)
            raise ValidationError(self.error_messages["max"], code="max", params={"limit": limit})
        if self.is_past and value > local_day(timezone.now()):
            raise ValidationError(self.error_messages["future"], code="future")

    def has_changed(self, initial, data):
        """Another way of writing the same day is not a change."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class PhoneField(TextField):
    """An Indonesian number: 0812…, 62812… and +62 812… all clean to "+62812…"."""

    default_error_messages = {
        "phone": _("Tulis nomor Indonesia, misalnya 0812 3456 7890."),
    }

    def widget_attrs(self, widget):
        """Phones show their dialling keys."""
        return super().widget_attrs(widget) | {"inputmode": "tel", "autocomplete": "tel", "type": "tel"}

    def prepare_value(self, value):
        """Show a stored number in groups."""
        if isinstance(value, str) and re.fullmatch(r"\+62[0-9]{8,12}", value):
            return formats.phone_number(value)
        return value

    def to_python(self, value):
        """Read the number. Raises ValidationError."""
        typed = super().to_python(value) or ""
        if not typed:
            return typed
        digits = re.sub(r"[\s().-]", "", typed)
        found = re.fullmatch(r"(?:\+?62|0)([1-9][0-9]{7,11})", digits)
        if not found:
            raise ValidationError(self.error_messages["phone"], code="phone")
        return "+62" + found[1]
