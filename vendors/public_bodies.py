"""Names under which only a public body speaks: no shop is read as the government that buys from it (T-09)."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings

from marketplace.accounts.models import Organisation, OrganisationKind
from vendors.names import core, telling_words

#: What stands first in the name of a body of state. "Badan", "Biro" and "Desa" stand before businesses too.
_BODY = re.compile(
    r"(pemerintah|pemprov|pemkab|pemkot)"
    r"|(pemda|dinas|provinsi|kementerian|gubernur|bupati|sekretariat|inspektorat|kecamatan|rsud|government)\b"
)


def body_named(name: str) -> str:
    """The public body that this name claims to be, empty for none. One query."""
    operator: dict[str, Any] = settings.OPERATOR
    words, mine = telling_words(name), core(name)
    if _BODY.match(" ".join(words)):
        return name
    if mine == core(operator["province"]):
        return operator["province"]
    bodies = Organisation.objects.filter(kind__in=[OrganisationKind.AGENCY, OrganisationKind.OPERATOR])
    known = [*bodies.values_list("name", "short_code"), (operator["name"], "")]
    return next((full for full, short in known if mine.startswith(core(full)) or (short and mine == core(short))), "")
