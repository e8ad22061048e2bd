"""Who may do what, in which organisation, from when to when, by which decision."""

import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from marketplace.accounts.models.offices import Organisation
from marketplace.accounts.models.people import User
from marketplace.accounts.roles import VENDOR_ROLES, Role


class RoleAssignmentQuerySet(models.QuerySet):
    """Questions about roles."""

    def in_force(self, on: datetime.date) -> "RoleAssignmentQuerySet":
        """Assignments that give rights on a day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on, revoked_at__isnull=True)


class RoleAssignment(models.Model):
    """One role of one person in one organisation for some days. Ended by revoking it, never edited or deleted.

    Source  Permendagri 79/2022 Art. 18(5); PP 12/2019: roles are given by decision, for a fiscal year.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=20, choices=Role.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="assignments")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    decision_number = models.CharField(max_length=100, blank=True, default="")
    decision_date = models.DateField(null=True, blank=True)
    assigned_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "role"], name="assignment_by_office_role")]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="assignment_role_known"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="assignment_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(role__in=sorted(VENDOR_ROLES))
                | (~Q(decision_number="") & Q(decision_date__isnull=False) & Q(valid_to__isnull=False)),
                name="assignment_rests_on_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(decision_date__isnull=True) | Q(valid_from__gte=F("decision_date")),
                name="assignment_not_before_its_decision",
            ),
            ExclusionConstraint(
                name="assignment_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_to"),
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(revoked_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organisation_id}"

    def holds_on(self, day: datetime.date) -> bool:
        """Whether this assignment gives its role on a day."""
        return self.revoked_at is None and self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
