"""Signing in by NIP, e-mail or phone number with a password."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest

from marketplace.accounts.identity import login_lookup
from marketplace.accounts.models import User


class NipEmailOrPhone(BaseBackend):
    """Finds the person by what they typed. Unknown people cost one hash too, so time tells nothing (T-01, T-37)."""

    def authenticate(
        self, request: HttpRequest | None, login: str | None = None, password: str | None = None, **other: Any
    ) -> User | None:
        """The active person with this sign-in name and password, or None."""
        if not login or password is None:
            return None
        user = person_named(login)
        if user is None:
            make_password(password)
            return None
        if not check_password(password, user.password, setter=lambda raw: _rehash(user, raw)):
            return None
        return user if user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        """The active person of a session."""
        return User.objects.filter(pk=user_id, is_active=True).first()


def person_named(login: str) -> User | None:
    """The person with this NIP, e-mail or phone number, active or not."""
    lookup = login_lookup(login)
    return User.objects.filter(**lookup).first() if lookup else None


def _rehash(user: User, raw: str) -> None:
    """The hasher's parameters were raised since: store the password with the new ones."""
    user.set_password(raw)
    user.save(update_fields=["password"])
