"""Signed-in sessions, with the person and the place, so that a person can see them and end them."""

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone

from marketplace.accounts.models.people import User


class AccountSession(AbstractBaseSession):
    """A session row that knows whose it is. Ending it is deleting it."""

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")
    address = models.CharField(max_length=45, blank=True, default="")
    agent = models.CharField(max_length=200, blank=True, default="")
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_session"

    @classmethod
    def get_session_store_class(cls) -> type:
        """The store that writes these rows."""
        from marketplace.accounts.sessions import SessionStore  # the store needs this model

        return SessionStore
