"""Comparing names, phones and accounts: normalised first, personal data by keyed hash only."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata

from django.conf import settings

#: Legal forms and titles say nothing about who somebody is.
_TITLES = frozenset(
    re.findall(
        r"\w+",
        "PT CV UD FA FIRMA TB KOPERASI KOP KSU BUMDES BUMDESA H HJ HAJI DR DRA DRS IR PROF RM NY TN BPK IBU SH SE ST "
        "SPD MM MSI MPD SSOS SKOM SAG AMD PERSEORANGAN PERORANGAN",
    )
)


def keyed_hash(kind: str, value: str) -> str:
    """HMAC-SHA256 under the site's key: equal values are found, none can be read."""
    return hmac.new(settings.PERSONAL_DATA_KEY.encode(), f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()


def account_hash(bank_code: str, number: str) -> str:
    return keyed_hash("bank", f"{bank_code}:{number}")


def name_tokens(name: str) -> frozenset[str]:
    """Upper-case words without dots, titles and legal forms."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper().replace(".", "")
    words = re.findall(r"[A-Z0-9]+", plain)
    return frozenset(word for word in words if word not in _TITLES) or frozenset(words)


def name_likeness_percent(one: str, other: str) -> int:
    """Shared words over all words of both (Dice), 0 to 100."""
    first, second = name_tokens(one), name_tokens(other)
    if not first or not second:
        return 0
    return 200 * len(first & second) // (len(first) + len(second))


def comparable_email(address: str) -> str:
    """Lower case; Gmail ignores dots."""
    name, _, host = address.strip().lower().partition("@")
    if host in ("gmail.com", "googlemail.com"):
        name = name.replace(".", "").partition("+")[0]
    return f"{name}@{host}" if host else ""
