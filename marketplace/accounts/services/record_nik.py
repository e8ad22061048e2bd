"""Say who a person is."""

import datetime

from django.db import IntegrityError, transaction

from marketplace.accounts.errors import NoSuchPerson, PersonAlreadyRegistered
from marketplace.accounts.identity import nik_hash
from marketplace.accounts.models import User
from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import constraint_of


@transaction.atomic
def record_nik(*, user_id: int, nik: str, actor: Actor, at: datetime.datetime) -> User:
    """Keep the keyed hash of a person's NIK, once; a person who has one keeps it.

    Raises  NoSuchPerson; PersonAlreadyRegistered when the NIK is another account's, or differs from the one on record;
            ValidationError when it is not 16 digits.
    """
    person = User.objects.select_for_update(no_key=True).filter(pk=user_id).first()
    if person is None:
        raise NoSuchPerson()
    digest = nik_hash(nik)
    if person.nik_hash == digest:
        return person
    if person.nik_hash or User.objects.filter(nik_hash=digest).exists():
        raise PersonAlreadyRegistered()
    person.nik_hash = digest
    try:
        with transaction.atomic():
            person.save(update_fields=["nik_hash"])
    except IntegrityError as error:
        if constraint_of(error) != "user_one_natural_person":
            raise
        raise PersonAlreadyRegistered() from error
    audit_log.record("accounts.user.identified", person, actor=actor, at=at)
    return person
