"""Counters that slow down guessing. In the database, so that every server process counts together."""

from django.db import models

from marketplace.accounts.models.people import User


class SignInLimit(models.Model):
    """How often a key (a keyed hash of account and source, of source, of account) was tried in the current window."""

    key = models.CharField(max_length=64, primary_key=True)
    tries = models.PositiveIntegerField()
    since = models.DateTimeField()


class UsedCode(models.Model):
    """A one-time code that was accepted, so that it is accepted once only, whichever process sees it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "code_hash"], name="one_time_code_once")]
