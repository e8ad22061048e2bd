"""What a token looks like: `dsr_<8 to find it>_<43 to prove it>`. Scanners for leaked secrets know it by its start."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta

from marketplace.api.models import ApiToken

_SHAPE = re.compile(r"dsr_([0-9a-f]{8})_[A-Za-z0-9_-]{43}")
_TOUCH = timedelta(minutes=1)


def new_key() -> tuple[str, str]:
    """A prefix and the whole token."""
    prefix = secrets.token_hex(4)
    return prefix, f"dsr_{prefix}_{secrets.token_urlsafe(32)}"


def hash_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def token_for(key: str, *, at: datetime) -> ApiToken | None:
    """The live token behind these characters; None for any other, in the same time. One query."""
    shape = _SHAPE.fullmatch(key)
    if shape is None:
        return None
    token = ApiToken.objects.select_related("user").filter(prefix=shape[1]).first()
    same = hmac.compare_digest(token.key_sha256 if token else hash_of(""), hash_of(key))
    if token is None or not same or not token.is_live(at) or not token.user.is_active:
        return None
    if token.last_used_at is None or at - token.last_used_at > _TOUCH:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
    return token
