"""Register a natural person."""

import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.db.models import Q

from marketplace.accounts.errors import LoginAlreadyUsed, PersonAlreadyRegistered
from marketplace.accounts.events import UserRegistered
from marketplace.accounts.identity import nik_hash, normalise_email, normalise_phone, valid_nip
from marketplace.accounts.models import User
from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import Refusal, constraint_of, refusal_for_constraint


@transaction.atomic
def register_user(
    *,
    full_name: str,
    actor: Actor,
    at: datetime.datetime,
    nip: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    nik: str | None = None,
    password: str | None = None,
    password_hash: str | None = None,
) -> User:
    """Make the one account of a natural person; roles are given separately.

    `password_hash` takes an already hashed password (imports); with neither, the person sets one by the reset mail.

    Raises  PersonAlreadyRegistered, LoginAlreadyUsed; ValidationError for a malformed NIP, NIK, phone or weak password.
    Emits   UserRegistered.
    """
    user = User(
        full_name=" ".join(full_name.split()),
        nip=valid_nip(nip, today=local_day(at)) if nip else None,
        email=normalise_email(email) if email else None,
        phone=normalise_phone(phone) if phone else None,
        nik_hash=nik_hash(nik) if nik else None,
        registered_at=at,
        password_changed_at=at if password or password_hash else None,
    )
    if password is not None:
        validate_password(password, user)
    user.password = password_hash or make_password(password)
    _refuse_known(user)
    _insert(user)
    audit_log.record("accounts.user.registered", user, actor=actor, at=at)
    outbox.publish(UserRegistered(user_id=user.pk, at=at))
    return user


def _refuse_known(user: User) -> None:
    if user.nik_hash and User.objects.filter(nik_hash=user.nik_hash).exists():
        raise PersonAlreadyRegistered()
    taken = Q(pk__isnull=True)
    for name in ("nip", "email", "phone"):
        if value := getattr(user, name):
            taken |= Q(**{name: value})
    if User.objects.filter(taken).exists():
        raise LoginAlreadyUsed()


def _insert(user: User) -> None:
    """Two sign-ups at once: the database refuses the second, in the same words."""
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        refusal: type[Refusal] | None = refusal_for_constraint(constraint_of(error))
        if refusal is None:
            raise
        raise refusal() from error
