"""End a role before its last day."""

import datetime

from django.db import transaction

from marketplace.accounts.errors import AssignmentIsKept, NoSuchAssignment
from marketplace.accounts.events import RoleRevoked
from marketplace.accounts.models import RoleAssignment
from marketplace.accounts.policies import may_revoke
from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor


@transaction.atomic
def revoke_role(*, assignment_id: int, actor: Actor, at: datetime.datetime, why: str) -> RoleAssignment:
    """End a role now; the next request of its holder no longer has it.

    Raises  NoSuchAssignment, NotPermitted, AssignmentIsKept when it has ended already.
    Emits   RoleRevoked.
    """
    assignment = RoleAssignment.objects.select_for_update(of=("self",)).filter(pk=assignment_id).first()
    if assignment is None:
        raise NoSuchAssignment()
    may_revoke(actor, role=assignment.role, organisation_id=assignment.organisation_id).enforce()
    if assignment.revoked_at is not None:
        raise AssignmentIsKept()
    assignment.revoked_at = at
    assignment.save(update_fields=["revoked_at"])
    audit_log.record("accounts.role.revoked", assignment, actor=actor, at=at, why=why)
    outbox.publish(
        RoleRevoked(
            assignment_id=assignment.pk,
            user_id=assignment.user_id,
            role=assignment.role,
            organisation_id=assignment.organisation_id,
            at=at,
        )
    )
    return assignment
