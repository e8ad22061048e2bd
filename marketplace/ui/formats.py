"""One home for how money, numbers, days and times are written (design language §5).

Figures keep the Indonesian separators in both languages, because an amount must look the same on the page,
on the paper and on the bank's statement; words (months, weekdays, juta) follow the language of the page.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

from babel.dates import format_date
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

MINUS = "\u2212"
NO_BREAK = "\u00a0"
SHORT_MONTHS = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}


def language() -> str:
    """The language of words on this page: "en" or "id"."""
    return "en" if (get_language() or "id").startswith("en") else "id"


def whole(value) -> int | None:
    """The rupiah in an int or in anything with `.idr`; None stays None.

    Raises  TypeError for floats, decimals and booleans: money is never guessed.
    """
    amount = getattr(value, "idr", value)
    if amount is None or amount == "":
        return None
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise TypeError(f"Rupiah are whole numbers, not {type(amount).__name__}.")
    return amount


def grouped(digits: int) -> str:
    """Thousands with dots: 12418 is "12.418"."""
    return f"{digits:,}".replace(",", ".")


def rupiah(value) -> str:
    """Rp1.250.000; a minus sign stands before Rp."""
    amount = whole(value)
    if amount is None:
        return ""
    return f"{MINUS if amount < 0 else ''}Rp{grouped(abs(amount))}"


def rupiah_paper(value) -> str:
    """The form papers use: Rp49.500.000,00."""
    text = rupiah(value)
    return f"{text},00" if text else ""


def rupiah_short(value) -> str:
    """Dashboards only: Rp1,84 triliun. At most two decimals, never a trailing zero."""
    amount = whole(value)
    if amount is None:
        return ""
    sign = MINUS if amount < 0 else ""
    for size, name in ((10**12, gettext("triliun")), (10**9, gettext("miliar")), (10**6, gettext("juta"))):
        if abs(amount) >= size:
            decimals = 2 if size == 10**12 else 1
            return f"{sign}Rp{number(Decimal(abs(amount)) / size, decimals, trim=True)}{NO_BREAK}{name}"
    return rupiah(amount)


def number(value, decimals: int = 0, *, trim: bool = False) -> str:
    """12.418 or 6,2: dot thousands, comma decimal, halves rounded away from zero."""
    if value is None or value == "":
        return ""
    exact = _decimal(value)
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    sign = MINUS if rounded < 0 else ""
    integer, _, rest = f"{abs(rounded):f}".partition(".")
    rest = rest.rstrip("0") if trim else rest
    return sign + grouped(int(integer)) + (f",{rest}" if rest else "")


def percent(fraction, decimals: int = 1) -> str:
    """96,8% of a fraction of one; a trailing ",0" is dropped."""
    if fraction is None or fraction == "":
        return ""
    return number(_decimal(fraction) * 100, decimals, trim=True) + "%"


def _decimal(value) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return value if isinstance(value, Decimal) else Decimal(str(value))


def local(value):
    """An aware instant in the site's zone; days and naive values as they are."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def long_day(value) -> str:
    """21 November 2026"""
    if not value:
        return ""
    return _long_day(_day(value), language())


@lru_cache(maxsize=1024)
def _long_day(day: date, locale: str) -> str:
    return format_date(day, "d MMMM y", locale=locale)


def weekday_and_day(value) -> str:
    """Jumat, 20 November 2026"""
    if not value:
        return ""
    return format_date(_day(value), "EEEE, d MMMM y", locale=language())


def short_day(value, today: date | None = None) -> str:
    """3 Nov; the year only if it is not the present one."""
    if not value:
        return ""
    day = _day(value)
    text = f"{day.day} {SHORT_MONTHS[language()][day.month - 1]}"
    present = today or timezone.localdate()
    return text if day.year == present.year else f"{text} {day.year}"


def _day(value) -> date:
    value = local(value)
    return value.date() if isinstance(value, datetime) else value


def remaining_days(value, today: date | None = None) -> str:
    """ "tersisa 3 hari", "hari ini", "lewat 2 hari": what stands beside a deadline."""
    if not value:
        return ""
    days = (_day(value) - (today or timezone.localdate())).days
    if days == 0:
        return gettext("hari ini")
    if days > 0:
        return ngettext("tersisa %(days)d hari", "tersisa %(days)d hari", days) % {"days": days}
    return ngettext("lewat %(days)d hari", "lewat %(days)d hari", -days) % {"days": -days}


def clock(value) -> str:
    """13.05: 24 hours with a dot."""
    return local(value).strftime("%H.%M") if value else ""


def clock_with_zone(value) -> str:
    """09.31 WIB, for documents."""
    if not value:
        return ""
    here = local(value)
    offset = here.utcoffset() if isinstance(here, datetime) else None
    hours = int(offset.total_seconds() // 3600) if offset is not None else 7
    return f"{clock(here)} {ZONES.get(hours, f'UTC{hours:+d}')}"


def day_and_clock(value) -> str:
    """19 November 2026 10.42"""
    return f"{long_day(value)} {clock(value)}" if value else ""


def file_size(size: int | None) -> str:
    """184 kB, 2,1 MB: decimal units, rounded."""
    if size is None:
        return ""
    if size < 1000:
        return f"{size} B"
    if size < 999_500:
        return f"{number(Decimal(size) / 1000)} kB"
    return f"{number(Decimal(size) / 1_000_000, 1, trim=True)} MB"


def card_number(value) -> str:
    """•••• 4821: the last four digits only, whatever was given."""
    digits = "".join(character for character in str(value or "") if character.isdigit())
    return f"•••• {digits[-4:]}" if digits else ""


def phone_number(value) -> str:
    """+62 812 3456 7890"""
    digits = "".join(character for character in str(value or "") if character.isdigit())
    if not digits:
        return ""
    local_part = digits[2:] if digits.startswith("62") else digits.lstrip("0")
    groups, rest = [local_part[:3]], local_part[3:]
    while rest:
        size = 4 if len(rest) not in (3, 5, 6) else 3
        groups.append(rest[:size])
        rest = rest[size:]
    return "+62 " + " ".join(groups)
