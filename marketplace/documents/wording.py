"""Indonesian wording of papers: days in words, places and dates."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import translation
from django.utils.functional import Promise

from marketplace.kernel.calendar import JAKARTA
from marketplace.ui import formats
from marketplace.ui.words import number_in_words

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


def long_day(day: date) -> str:
    """23 November 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_in_words(day: date) -> str:
    """hari ini Senin tanggal dua puluh tiga bulan November tahun dua ribu dua puluh enam."""
    return (
        f"hari ini {WEEKDAYS[day.weekday()]} tanggal {number_in_words(day.day)} bulan {MONTHS[day.month - 1]} "
        f"tahun {number_in_words(day.year)}"
    )


def instant(at: datetime) -> str:
    """20 November 2026 09.31 WIB."""
    local = at.astimezone(JAKARTA)
    return f"{long_day(local.date())} {local:%H.%M} WIB"


def day_from(text: str | None) -> str:
    """An ISO day of a paper's fields, written out; other text stays as it is."""
    try:
        return long_day(date.fromisoformat(text or ""))
    except ValueError:
        return text or ""


def on_paper(words: str | Promise) -> str:
    """Words of the site as papers have them: Indonesian, whatever the language of whoever presses the button."""
    with translation.override("id"):
        return str(words)


def money(idr: int | None) -> str:
    """Rp31.080.000 in Indonesian form whatever the reader's language."""
    with translation.override("id"):
        return formats.rupiah(idr)


def pieces(number: int | str, unit: str = "") -> str:
    """40 set."""
    text = formats.grouped(number) if isinstance(number, int) else str(number)
    return f"{text} {unit}".strip()
