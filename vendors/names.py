"""Names as people read them: one spelling, one script, nothing invisible (T-09)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

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


def names_like(names: Iterable[str], others: Iterable[tuple[str, ...]]) -> list[str]:
    """Those of the names of others that look like one of these."""
    mine = {folded(name) for name in names if name}
    return sorted({name for known in others for name in known if name and folded(name) in mine})
