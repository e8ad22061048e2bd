"""Ask for a new password by mail."""

import datetime

from django.db import transaction

from marketplace.accounts.events import PasswordResetRequested
from marketplace.accounts.identity import normalise_email
from marketplace.accounts.models import User
from marketplace.kernel import outbox


@transaction.atomic
def request_password_reset(*, email: str, at: datetime.datetime) -> None:
    """Have the link mailed by the worker if the address is known; the answer and its time are the same if it is not.

    Emits   PasswordResetRequested.
    """
    user_id = User.objects.filter(email=normalise_email(email), is_active=True).values_list("pk", flat=True).first()
    outbox.publish(PasswordResetRequested(user_id=user_id, at=at))
