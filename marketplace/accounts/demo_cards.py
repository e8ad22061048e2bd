"""Demo accounts on the sign-in page. `marketplace.demo` registers who they are; without the demo there are none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise


@dataclass(frozen=True)
class DemoCard:
    """One account: how to sign in and what to try with it."""

    label: str | Promise
    login: str
    password: str
    totp_secret: str = ""
    try_this: str | Promise = ""


@dataclass(frozen=True)
class DemoGroup:
    """Accounts of one office, vendor or service."""

    title: str | Promise
    cards: Sequence[DemoCard]


_provider: list[Callable[[], Sequence[DemoGroup]]] = []


def register(provider: Callable[[], Sequence[DemoGroup]]) -> Callable[[], Sequence[DemoGroup]]:
    """Have `provider` asked for the demo accounts; the last one registered is asked."""
    _provider[:] = [provider]
    return provider


def groups() -> Sequence[DemoGroup]:
    """The demo accounts; none outside demo mode."""
    return _provider[0]() if settings.DASARAN_DEMO and _provider else ()


def secret_of(login_names: set[str]) -> str:
    """The TOTP secret of the demo account with one of these sign-in names; empty outside demo mode."""
    for group in groups():
        for card in group.cards:
            if card.login in login_names:
                return card.totp_secret
    return ""
