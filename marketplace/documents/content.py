"""What is hashed and what is checked: canonical bytes of a paper, and codes that people can type."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Any

from marketplace.documents.errors import FloatInDocument
from marketplace.kernel.audit_log import canonical

#: Crockford's base32: no I, L, O, U, so that nobody has to guess what they read.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def content_sha256(facts: dict[str, Any]) -> str:
    """The hash that every signature names. Raises FloatInDocument."""
    refuse_floats(facts)
    return hashlib.sha256(canonical(facts)).hexdigest()


def refuse_floats(value: Any) -> None:
    """Raises FloatInDocument: a float is written differently by different machines."""
    if isinstance(value, float):
        raise FloatInDocument(f"{value!r} in a paper's fields")
    if isinstance(value, dict):
        for one in value.values():
            refuse_floats(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            refuse_floats(one)


def new_check_code() -> str:
    """80 random bits as `7K2M-94QX-AB3D-E5GH`: opens the public page, so it must not be guessed."""
    bits = secrets.randbits(80)
    code = "".join(ALPHABET[bits >> place & 31] for place in range(0, 80, 5))
    return "-".join(code[start : start + 4] for start in range(0, 16, 4))


def normalise_check_code(typed: str) -> str | None:
    """The stored form of what somebody typed, or None when it cannot be a code."""
    bare = re.sub(r"[\s\-–—.]", "", typed).upper().translate(_READ_AS)
    if not re.fullmatch(f"[{ALPHABET}]{{16}}", bare):
        return None
    return "-".join(bare[start : start + 4] for start in range(0, 16, 4))
