"""When a session ends by itself (T-05): people who handle money after a quarter of an hour, all after a day of work.

Source  OWASP ASVS 5.0, 7.3; the figures are settings (`SESSION_IDLE_MINUTES`, `SESSION_IDLE_MONEY_MINUTES`,
        `SESSION_COOKIE_AGE`).
"""

import datetime

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from marketplace.accounts.roles import MONEY_ROLES
from marketplace.accounts.sessions import ADDRESS, AGENT, SEEN, STARTED
from marketplace.kernel.actors import Actor
from marketplace.ui.http import Request

_WRITE_EVERY = datetime.timedelta(seconds=60)


def has_ended(session: SessionBase, *, actor: Actor, now: datetime.datetime) -> bool:
    """Whether the session was idle too long for the roles of its person, or is older than a working day."""
    started, seen = _read(session, STARTED), _read(session, SEEN)
    if started is None or seen is None:
        return False
    if now - started > datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE):
        return True
    return now - seen > idle_limit(actor)


def idle_limit(actor: Actor) -> datetime.timedelta:
    """How long this person may be away."""
    handles_money = any(grant.role in MONEY_ROLES for grant in actor.grants)
    return datetime.timedelta(
        minutes=settings.SESSION_IDLE_MONEY_MINUTES if handles_money else settings.SESSION_IDLE_MINUTES
    )


def touch(request: Request, *, now: datetime.datetime) -> None:
    """Remember that the person is here: at most one write a minute."""
    session = request.session
    seen = _read(session, SEEN)
    if session.get(STARTED) and seen is not None and now - seen < _WRITE_EVERY:
        return
    session.setdefault(STARTED, now.isoformat())
    session[SEEN] = now.isoformat()
    session[ADDRESS] = request.actor.address
    session[AGENT] = request.headers.get("User-Agent", "")[:200]


def _read(session: SessionBase, name: str) -> datetime.datetime | None:
    text = session.get(name)
    return datetime.datetime.fromisoformat(text) if text else None
