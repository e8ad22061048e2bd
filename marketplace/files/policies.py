"""Who may open a stored file."""

from django.utils.translation import gettext_lazy as _

from marketplace.accounts.roles import AUDITOR_ROLES
from marketplace.files import access
from marketplace.files.models import StoredFile
from marketplace.kernel.actors import Actor
from marketplace.kernel.policies import Verdict, allow, refuse


def is_auditor(actor: Actor) -> bool:
    return any(actor.holds(role) for role in AUDITOR_ROLES)


def may_open(actor: Actor, file: StoredFile) -> Verdict:
    """The uploader, the organisation it belongs to, whoever may see what it is used for, and auditors."""
    if file.public or (actor.id is not None and file.uploaded_by_id == actor.id) or is_auditor(actor):
        return allow()
    if any(grant.organisation_id == file.organisation_id for grant in actor.grants):
        return allow()
    if any(access.subject_open_to(use.subject_kind, use.subject_id, actor) for use in file.uses.all()):
        return allow()
    return refuse(_("Berkas ini hanya dapat dibuka oleh pihak yang berkepentingan."))
