"""What is wrong with a field or a parameter, in the reader's language: Pydantic speaks English only."""

from __future__ import annotations

import re
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.readable import TextTurns

_WRONG = _("Isian ini tidak sesuai.")
_WHOLE_NUMBER = _("Harus berupa bilangan bulat.")
_OBJECT = _("Harus berupa objek JSON.")
_UUID = _("Harus berupa UUID.")
_CHOICE = _("Harus salah satu dari: {expected}.")
#: The kind of mistake -> what is said; the words in braces are the limits that Pydantic names.
_SENTENCES: dict[str, str | Promise] = {
    "missing": _("Wajib diisi."),
    "extra_forbidden": _("Isian ini tidak dikenal."),
    "string_type": _("Harus berupa teks."),
    "string_too_short": _("Paling sedikit {min_length} karakter."),
    "string_too_long": _("Paling banyak {max_length} karakter."),
    "string_pattern_mismatch": _("Harus berbentuk {pattern}."),
    "text_turns": TextTurns.template,
    "unstorable": _("Memuat tanda yang tidak dapat disimpan. Tulis lagi tanpa tanda itu."),
    "int_type": _WHOLE_NUMBER,
    "int_parsing": _WHOLE_NUMBER,
    "int_parsing_size": _WHOLE_NUMBER,
    "int_from_float": _WHOLE_NUMBER,
    "greater_than_equal": _("Paling sedikit {ge}."),
    "less_than_equal": _("Paling banyak {le}."),
    "uuid_type": _UUID,
    "uuid_parsing": _UUID,
    "enum": _CHOICE,
    "literal_error": _CHOICE,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "dict_type": _OBJECT,
}


def _name(place: tuple[str | int, ...]) -> str:
    """Where a program wrote it: without where Ninja looked for it, and without the name that a route gives its body."""
    return ".".join(map(str, place[2:] if place[0] == "body" else place[1:]))


def mistake(found: dict[str, Any]) -> dict[str, Any]:
    """One entry of `facts.errors`: the field, what is wrong with it, and the allowed values where they are few."""
    facts = dict(found.get("ctx") or {})
    allowed = re.findall(r"'([^']*)'", str(facts.get("expected", "")))
    if allowed:
        facts["expected"] = ", ".join(allowed)
    kind = "missing" if facts.get("min_length") == 1 else found["type"]
    told = {
        "field": _name(found["loc"]),
        "message": str(_SENTENCES.get(kind, _WRONG)).format(**facts),
    }
    return told | ({"allowed": allowed} if allowed else {})
