"""Text as its reader sees it: nothing in it is invisible, and nothing turns the order of what stands there (T-09).

Every door cleans here what people type: `ui.inputs.TextField` for pages and sheets, `api.schemas.Words` for programs.
Names that are compared (`vendors.names`, `catalog.services.details.readable_name`) allow less still.

Source  Unicode TR36 §2, TR55 (bidirectional and invisible signs as a means of deceit); TR51 §2 (emoji joined by ZWJ).
"""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import RuleViolation

#: Embeddings, overrides and isolates: what follows is shown in another order than it is stored.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: Join what stands around them in Arabic script, scripts of India and emoji; between other signs they are only hidden.
_JOINERS = frozenset("\u200c\u200d")
#: Letters and signs without a picture: fillers, the empty braille cell, the joiner of graphemes.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
#: Signs of format that have a picture: numbers and verses in Arabic and its neighbours.
_DRAWN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
_BREAKS = frozenset("\u0085\u2028\u2029\x0b\x0c")
_LINES = frozenset("\n\r\t")


class TextTurns(RuleViolation):
    code = "TEXT_TURNS"
    template = _("Ada tanda tersembunyi pengubah arah baca ({sign}) di “{near}”. Hapus bagian itu, lalu ketik ulang.")


def readable(text: str) -> str:
    """Without invisible signs and outer spaces; empty where nothing would be seen. Raises TextTurns.

    Emoji keep the joiners and variants that make them one picture, words of other scripts keep theirs.
    """
    for place, sign in enumerate(text):
        if sign in TURNING:
            near = text[max(0, place - 12) : place + 12]
            raise TextTurns(sign=f"U+{ord(sign):04X}", near="".join(one for one in near if _is_shown(one)).strip())
    kept: list[str] = []
    for place, sign in enumerate(text):
        if sign in _BREAKS:
            kept.append(" ")
        elif sign in _JOINERS:
            if kept and _is_joined(kept[-1]) and _is_joined(text[place + 1 : place + 2]):
                kept.append(sign)
        elif _is_shown(sign) and not (_is_variant(sign) and (not kept or kept[-1].isspace())):
            kept.append(sign)
    shown = "".join(kept).strip()
    return shown if any(unicodedata.category(sign)[0] in "LNPS" for sign in shown) else ""


def _is_shown(sign: str) -> bool:
    if sign in _LINES or sign in _DRAWN:
        return True
    return sign not in _BLANK and unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _is_joined(sign: str) -> bool:
    """Letters without case, marks on them, pictures and their shades."""
    return bool(sign) and unicodedata.category(sign) in ("Lo", "Mn", "Mc", "So", "Sk")


def _is_variant(sign: str) -> bool:
    return "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"
