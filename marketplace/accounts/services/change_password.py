"""Change the own password."""

import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from marketplace.accounts.models import AccountSession, User
from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor


@transaction.atomic
def change_password(*, user: User, password: str, keep: str | None, actor: Actor, at: datetime.datetime) -> User:
    """Set a new password and end every other session, which may be a thief's.

    Raises  ValidationError for a weak password.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    validate_password(password, person)
    person.set_password(password)
    person.password_changed_at = at
    person.save(update_fields=["password", "password_changed_at"])
    AccountSession.objects.filter(user=person).exclude(session_key=keep).delete()
    audit_log.record("accounts.password.changed", person, actor=actor, at=at)
    return person
