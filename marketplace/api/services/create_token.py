"""Give a person a token for their own programs. It is shown once; only its hash is kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.api.errors import TooManyTokens
from marketplace.api.keys import hash_of, new_key
from marketplace.api.models import ApiToken
from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor

MOST = 10


@transaction.atomic
def create_token(*, name: str, scope: str, days: int, actor: Actor, at: datetime) -> tuple[ApiToken, str]:
    """The row, and the token in clear for this one time. It does what the person may do, no more.

    Raises  TooManyTokens.
    Locks   the person, so that two requests cannot both take the last place.
    """
    person = User.objects.select_for_update().get(pk=actor.person_id)
    if ApiToken.objects.filter(user=person, revoked_at=None, expires_at__gt=at).count() >= MOST:
        raise TooManyTokens(count=MOST)
    prefix, key = new_key()
    token = ApiToken.objects.create(
        user=person,
        name=name,
        prefix=prefix,
        key_sha256=hash_of(key),
        scope=scope,
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    after = {"name": name, "scope": scope, "expires_at": token.expires_at, "prefix": prefix}
    audit_log.record("api.token.created", token, actor=actor, at=at, after=after)
    return token, key
