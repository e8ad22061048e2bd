"""Names as people read them: one spelling, one script, nothing invisible (T-09)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

#: Legal forms and words of every shop: with or without them a name is read as the same.
_SILENT_WORDS = (
    "pt cv ud pd fa po tb tbk firma koperasi kop ksu bumdes bumdesa perorangan perseorangan perusahaan usaha dagang "
    "toko warung kios kedai outlet store shop online resmi official asli original pusat cabang"
)
_ALLOWED = re.compile(r"[A-Za-z\u00c0-\u024f0-9 .,'’&()/+\-–:]*")


def clean_name(text: str) -> str:
    """Compatibility forms folded, spaces joined. Raises ValidationError for other scripts and invisible signs."""
    name = " ".join(unicodedata.normalize("NFKC", text).split())
    if not _ALLOWED.fullmatch(name):
        odd = next(sign for sign in name if not _ALLOWED.fullmatch(sign))
        shown = odd if odd.isprintable() else f"U+{ord(odd):04X}"
        raise ValidationError(
            _("Nama hanya memakai huruf Latin, angka, dan tanda baca biasa; “%(sign)s” tidak dapat dipakai."),
            params={"sign": shown},
        )
    return name


def folded(name: str) -> str:
    """What remains when accents, case, spaces and look-alike digits are gone: equal for names that look alike."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]", "", plain).translate(str.maketrans("01l", "oii"))


_SILENT = frozenset(map(folded, _SILENT_WORDS.split()))
_BRANCH = folded("cabang")


def telling_words(name: str) -> list[str]:
    """Its words without silent ones at both ends and without the place of a branch; all of them if no other is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    whole = re.sub(r"\b([a-z])[. ]+(?=[a-z]\b)", r"\1", plain)  # "C. V." is written apart
    words = [folded(word) for word in re.findall(r"[a-z0-9]+", whole)]
    told = words[: words.index(_BRANCH)] if _BRANCH in words else list(words)
    while told and told[0] in _SILENT:
        told.pop(0)
    while told and told[-1] in _SILENT:
        told.pop()
    return told or words


def core(name: str) -> str:
    """What tells a business from others: "CV Jati Luhur" and "Toko Jatiluhur Resmi" have the same."""
    return "".join(telling_words(name))


def names_like(
    names: Iterable[str], others: Iterable[tuple[str, ...]], *, seen_as: Callable[[str], str] = core
) -> list[str]:
    """Those of the names of others that look like one of these."""
    mine = {seen_as(name) for name in names if name}
    return sorted({name for known in others for name in known if name and seen_as(name) in mine})
