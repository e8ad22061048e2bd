"""Take a token back; its next request is refused."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from marketplace.api.models import ApiToken
from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import NotFound


@transaction.atomic
def revoke_token(*, token_id: int, actor: Actor, at: datetime) -> ApiToken:
    """One's own tokens only. Revoking twice is revoking once. Raises NotFound."""
    token = ApiToken.objects.select_for_update().filter(pk=token_id, user_id=actor.person_id).first()
    if token is None:
        raise NotFound(kind="api.token")
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        audit_log.record("api.token.revoked", token, actor=actor, at=at, before={"prefix": token.prefix})
    return token
