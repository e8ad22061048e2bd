"""Set a new password by the link in the mail."""

import datetime

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction

from marketplace.accounts.errors import ResetLinkExpired
from marketplace.accounts.models import AccountSession, User
from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor


@transaction.atomic
def reset_password(*, user_id: int, token: str, password: str, actor: Actor, at: datetime.datetime) -> User:
    """Set the password, close every session of the person; the second factor stays as it is.

    Raises  ResetLinkExpired when the link is wrong, old or was used; ValidationError for a weak password.
    """
    person = User.objects.select_for_update(no_key=True).filter(pk=user_id, is_active=True).first()
    if person is None or not default_token_generator.check_token(person, token):
        raise ResetLinkExpired()
    validate_password(password, person)
    person.set_password(password)
    person.password_changed_at = at
    person.save(update_fields=["password", "password_changed_at"])
    AccountSession.objects.filter(user=person).delete()
    audit_log.record("accounts.password.reset", person, actor=actor, at=at)
    return person
