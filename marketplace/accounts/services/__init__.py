"""What can be done to people, offices and roles: one file per verb."""

from marketplace.accounts.services.assign_role import assign_role
from marketplace.accounts.services.change_password import change_password
from marketplace.accounts.services.deactivate_user import deactivate_user
from marketplace.accounts.services.end_sessions import end_other_sessions, end_session
from marketplace.accounts.services.enrol_totp import enrol_totp
from marketplace.accounts.services.open_agency import open_agency
from marketplace.accounts.services.open_organisation import open_organisation
from marketplace.accounts.services.record_nik import record_nik
from marketplace.accounts.services.register_user import register_user
from marketplace.accounts.services.request_password_reset import request_password_reset
from marketplace.accounts.services.reset_password import reset_password
from marketplace.accounts.services.revoke_role import revoke_role

__all__ = [
    "assign_role",
    "change_password",
    "deactivate_user",
    "end_other_sessions",
    "end_session",
    "enrol_totp",
    "open_agency",
    "open_organisation",
    "record_nik",
    "register_user",
    "request_password_reset",
    "reset_password",
    "revoke_role",
]
