"""Sessions in PostgreSQL, each row naming its person (T-02, T-05; F-16: signing in needs no broker and no cache)."""

import datetime
import hashlib
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from marketplace.accounts.models.sessions import AccountSession

ADDRESS, AGENT, STARTED, SEEN = "_address", "_agent", "_started", "_seen"


class SessionStore(DatabaseStore):
    """Django's database store, writing beside the data whose session it is and where it was last used."""

    @classmethod
    def get_model_class(cls) -> type[AccountSession]:
        """Our table."""
        return AccountSession

    def create_model_instance(self, data: dict[str, Any]) -> AccountSession:
        """The row for `data`, with the facts that the list of sessions shows."""
        row = cast(AccountSession, super().create_model_instance(data))
        row.user_id = int(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
        row.address = str(data.get(ADDRESS, ""))[:45]
        row.agent = str(data.get(AGENT, ""))[:200]
        row.started_at = _moment(data, STARTED) or timezone.now()
        row.seen_at = _moment(data, SEEN)
        return row


def _moment(data: dict[str, Any], name: str) -> datetime.datetime | None:
    return datetime.datetime.fromisoformat(data[name]) if data.get(name) else None


def public_id(session_key: str) -> str:
    """A name for a session that may stand in a page: the key itself opens the session and never does."""
    return hashlib.sha256(b"session:" + session_key.encode()).hexdigest()[:24]
