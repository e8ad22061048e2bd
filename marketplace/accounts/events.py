"""What accounts announces."""

import datetime
from dataclasses import dataclass

from marketplace.kernel.outbox import Event


@dataclass(frozen=True)
class UserRegistered(Event):
    """A person can sign in from now on."""

    user_id: int
    at: datetime.datetime


@dataclass(frozen=True)
class RoleAssigned(Event):
    """A person got a role for some days."""

    assignment_id: int
    user_id: int
    role: str
    organisation_id: int
    at: datetime.datetime


@dataclass(frozen=True)
class RoleRevoked(Event):
    """A role ended before its last day."""

    assignment_id: int
    user_id: int
    role: str
    organisation_id: int
    at: datetime.datetime


@dataclass(frozen=True)
class UserDeactivated(Event):
    """A person left; their sessions are closed."""

    user_id: int
    at: datetime.datetime


@dataclass(frozen=True)
class PasswordResetRequested(Event):
    """Somebody asked for a new password; `user_id` is None where nobody has that address, so time tells nothing."""

    user_id: int | None
    at: datetime.datetime
