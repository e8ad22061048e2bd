"""Give an account a known second factor: for the demo and for imports."""

import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.db import transaction

from marketplace.accounts.models import User
from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor


@transaction.atomic
def enrol_totp(*, user: User, secret: str, actor: Actor, at: datetime.datetime) -> None:
    """Store a TOTP secret (base32) as the person's authenticator app; enrolling again replaces it."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(secret)})
    audit_log.record("accounts.second_factor.enrolled", user, actor=actor, at=at)
