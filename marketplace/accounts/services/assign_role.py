"""Give a person a role."""

import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.errors import (
    DecisionIncomplete,
    NoSuchOrganisation,
    NoSuchPerson,
    RoleAlreadyHeld,
    RoleBeforeDecision,
    RoleDoesNotFit,
    RolesMustBeSeparate,
)
from marketplace.accounts.events import RoleAssigned
from marketplace.accounts.models import Agency, Organisation, OrganisationKind, RoleAssignment, User
from marketplace.accounts.policies import may_assign
from marketplace.accounts.roles import SERVICE_ROLES, VENDOR_ROLES, Role
from marketplace.accounts.segregation import rule_between
from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import constraint_of, refusal_for_constraint


@transaction.atomic
def assign_role(
    *,
    user_id: int,
    role: str,
    organisation_id: int,
    valid_from: datetime.date,
    actor: Actor,
    at: datetime.datetime,
    valid_to: datetime.date | None = None,
    decision_number: str = "",
    decision_date: datetime.date | None = None,
) -> RoleAssignment:
    """Give a person a role in an organisation, by a decision, from one day to another.

    Raises  NoSuchPerson, NoSuchOrganisation, NotPermitted, DecisionIncomplete, RoleBeforeDecision, RoleDoesNotFit,
            RoleAlreadyHeld, RolesMustBeSeparate.
    Emits   RoleAssigned.
    Locks   the person, so that two decisions at once cannot both overlook the other.
    Source  Permendagri 79/2022 Art. 18(5); PP 12/2019 Art. 10-21.
    """
    user = User.objects.select_for_update(no_key=True).filter(pk=user_id, is_active=True).first()
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if user is None:
        raise NoSuchPerson()
    if organisation is None:
        raise NoSuchOrganisation()
    may_assign(
        actor,
        user_id=user_id,
        role=role,
        organisation_id=organisation_id,
        has_owner=_has_owner(organisation) if role == Role.VENDOR_OWNER else True,
    ).enforce()
    assignment = RoleAssignment(
        user=user,
        role=Role(role),
        organisation=organisation,
        valid_from=valid_from,
        valid_to=valid_to,
        decision_number=decision_number.strip(),
        decision_date=decision_date,
        assigned_at=at,
    )
    _refuse_incomplete(assignment)
    _refuse_overlaps(assignment)
    _insert(assignment)
    audit_log.record(
        "accounts.role.assigned",
        assignment,
        actor=actor,
        at=at,
        after=_facts(assignment),
        why=assignment.decision_number,
    )
    outbox.publish(
        RoleAssigned(
            assignment_id=assignment.pk, user_id=user_id, role=str(role), organisation_id=organisation_id, at=at
        )
    )
    return assignment


def _has_owner(organisation: Organisation) -> bool:
    return RoleAssignment.objects.filter(
        organisation=organisation, role=Role.VENDOR_OWNER, revoked_at__isnull=True
    ).exists()


def _refuse_incomplete(assignment: RoleAssignment) -> None:
    kind, role = assignment.organisation.kind, assignment.role
    if (kind == OrganisationKind.VENDOR) != (role in VENDOR_ROLES):
        raise RoleDoesNotFit()
    if kind == OrganisationKind.OPERATOR and role not in SERVICE_ROLES:
        raise RoleDoesNotFit()
    if assignment.valid_to is not None and assignment.valid_to < assignment.valid_from:
        raise DecisionIncomplete()
    rests_on_decision = assignment.decision_number and assignment.decision_date and assignment.valid_to
    if role not in VENDOR_ROLES and not rests_on_decision:
        raise DecisionIncomplete()
    if assignment.decision_date is not None and assignment.valid_from < assignment.decision_date:
        raise RoleBeforeDecision()


def _refuse_overlaps(assignment: RoleAssignment) -> None:
    held = RoleAssignment.objects.filter(user=assignment.user, revoked_at__isnull=True)
    for other in held:
        if not _share_a_day(assignment, other):
            continue
        if other.role == assignment.role and other.organisation_id == assignment.organisation_id:
            raise RoleAlreadyHeld()
        same_office = _office_root(other.organisation_id) == _office_root(assignment.organisation_id)
        if rule := rule_between(assignment.role, other.role, same_office=same_office):
            raise RolesMustBeSeparate(
                rule=rule.rule,
                reason=_("%(reason)s Peran yang dipegang sekarang: %(held)s.")
                % {"reason": rule.reason, "held": Role(other.role).label},
            )


def _share_a_day(one: RoleAssignment, other: RoleAssignment) -> bool:
    starts_before_end = other.valid_to is None or one.valid_from <= other.valid_to
    return starts_before_end and (one.valid_to is None or other.valid_from <= one.valid_to)


def _office_root(organisation_id: int) -> int:
    """The office to which a unit belongs; a vendor or the operator is its own."""
    parent = Agency.objects.filter(pk=organisation_id).values_list("parent_id", flat=True).first()
    return organisation_id if parent is None else _office_root(parent)


def _insert(assignment: RoleAssignment) -> None:
    try:
        with transaction.atomic():
            assignment.save(force_insert=True)
    except IntegrityError as error:
        refusal = refusal_for_constraint(constraint_of(error))
        if refusal is None:
            raise
        raise refusal() from error


def _facts(assignment: RoleAssignment) -> dict[str, object]:
    return {
        "user_id": assignment.user_id,
        "role": str(assignment.role),
        "organisation_id": assignment.organisation_id,
        "valid_from": assignment.valid_from.isoformat(),
        "valid_to": assignment.valid_to.isoformat() if assignment.valid_to else None,
        "decision_date": assignment.decision_date.isoformat() if assignment.decision_date else None,
    }
