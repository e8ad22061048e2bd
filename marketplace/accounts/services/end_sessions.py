"""End signed-in sessions."""

import datetime

from django.db import transaction

from marketplace.accounts.errors import NoSuchSession
from marketplace.accounts.models import AccountSession
from marketplace.accounts.sessions import public_id as name_of
from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor


@transaction.atomic
def end_session(*, public_id: str, actor: Actor, at: datetime.datetime) -> None:
    """End one session of the own account; its next request must sign in again.

    Raises  NoSuchSession, also for somebody else's.
    """
    for session in AccountSession.objects.filter(user_id=actor.id or 0):
        if name_of(session.session_key) == public_id:
            session.delete()
            audit_log.record("accounts.session.ended", ("user", actor.id), actor=actor, at=at)
            return
    raise NoSuchSession()


@transaction.atomic
def end_other_sessions(*, keep: str | None, actor: Actor, at: datetime.datetime) -> int:
    """End every session of the own account but the one in use; returns how many ended."""
    ended, _rows = AccountSession.objects.filter(user_id=actor.id or 0).exclude(session_key=keep).delete()
    audit_log.record("accounts.session.others_ended", ("user", actor.id), actor=actor, at=at, after={"ended": ended})
    return ended
