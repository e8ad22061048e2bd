"""Who may give and end roles."""

from django.utils.translation import gettext_lazy as _

from marketplace.accounts.roles import VENDOR_ROLES, Role
from marketplace.kernel.actors import Actor
from marketplace.kernel.policies import Verdict, allow, refuse


def may_assign(actor: Actor, *, user_id: int, role: str, organisation_id: int, has_owner: bool = True) -> Verdict:
    """Nobody gives themselves a role of an office; a vendor's first owner is whoever applied for it."""
    if actor.is_system:
        return allow()
    if role in VENDOR_ROLES:
        return _may_assign_in_vendor(
            actor, user_id=user_id, role=role, organisation_id=organisation_id, has_owner=has_owner
        )
    if not actor.holds(Role.SITE_ADMIN):
        return refuse(_("Hanya pengelola situs yang dapat menunjuk peran berdasarkan surat keputusan."))
    if actor.id == user_id:
        return refuse(_("Tidak seorang pun dapat memberi peran kepada dirinya sendiri."))
    return allow()


def _may_assign_in_vendor(actor: Actor, *, user_id: int, role: str, organisation_id: int, has_owner: bool) -> Verdict:
    if actor.holds(Role.VERIFIER) or actor.holds(Role.SITE_ADMIN):
        return (
            allow()
            if actor.id != user_id
            else refuse(_("Tidak seorang pun dapat memberi peran kepada dirinya sendiri."))
        )
    if role == Role.VENDOR_OWNER and actor.id == user_id and not has_owner:
        return allow()
    if role == Role.VENDOR_STAFF and actor.holds(Role.VENDOR_OWNER, vendor_id=organisation_id):
        return allow()
    return refuse(_("Hanya pemilik usaha yang dapat menambah orang pada tokonya."))


def may_revoke(actor: Actor, *, role: str, organisation_id: int) -> Verdict:
    """The site administrator ends roles of offices; an owner ends roles of the own vendor's staff."""
    if actor.is_system or actor.holds(Role.SITE_ADMIN):
        return allow()
    if role == Role.VENDOR_STAFF and actor.holds(Role.VENDOR_OWNER, vendor_id=organisation_id):
        return allow()
    return refuse(_("Anda tidak berwenang mencabut peran ini."))


def may_manage_people(actor: Actor) -> Verdict:
    """Registering officials, opening offices and deactivating accounts is the site administrator's work."""
    if actor.is_system or actor.holds(Role.SITE_ADMIN):
        return allow()
    return refuse(_("Hanya pengelola situs yang dapat mengelola akun pejabat."))
