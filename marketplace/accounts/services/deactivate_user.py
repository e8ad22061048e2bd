"""Close the account of a person who left."""

import datetime

from django.db import transaction

from marketplace.accounts.errors import NoSuchPerson
from marketplace.accounts.events import UserDeactivated
from marketplace.accounts.models import AccountSession, RoleAssignment, User
from marketplace.accounts.policies import may_manage_people
from marketplace.accounts.services.revoke_role import revoke_role
from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor


@transaction.atomic
def deactivate_user(*, user_id: int, actor: Actor, at: datetime.datetime, why: str) -> User:
    """End every role and session of a person; the row stays, because papers name it.

    Raises  NoSuchPerson, NotPermitted.
    Emits   UserDeactivated, and RoleRevoked for each role.
    """
    user = User.objects.select_for_update(no_key=True).filter(pk=user_id, is_active=True).first()
    if user is None:
        raise NoSuchPerson()
    may_manage_people(actor).enforce()
    user.is_active = False
    user.save(update_fields=["is_active"])
    for assignment_id in RoleAssignment.objects.filter(user=user, revoked_at__isnull=True).values_list("pk", flat=True):
        revoke_role(assignment_id=assignment_id, actor=actor, at=at, why=why)
    AccountSession.objects.filter(user=user).delete()
    audit_log.record("accounts.user.deactivated", user, actor=actor, at=at, why=why)
    outbox.publish(UserDeactivated(user_id=user.pk, at=at))
    return user
