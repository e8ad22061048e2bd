"""People, offices, dated roles, sessions."""

from marketplace.accounts.models.limits import SignInLimit, UsedCode
from marketplace.accounts.models.offices import Agency, AgencyKind, Organisation, OrganisationKind
from marketplace.accounts.models.people import User
from marketplace.accounts.models.roles import RoleAssignment
from marketplace.accounts.models.sessions import AccountSession

__all__ = [
    "AccountSession",
    "Agency",
    "AgencyKind",
    "Organisation",
    "OrganisationKind",
    "RoleAssignment",
    "SignInLimit",
    "UsedCode",
    "User",
]
