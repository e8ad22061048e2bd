"""Who may do what with a budget, with the reason when not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor
from marketplace.kernel.policies import Verdict, allow, refuse

#: BUD and its proxy release funds (PP 12/2019 art. 7-8).
RELEASERS = (Role.TREASURY, Role.TREASURY_PROXY)


def may_release_funds(actor: Actor) -> Verdict:
    """The regional treasurer general, for every office; the site itself where it is filled with data."""
    if actor.is_system or actor.holds_any(*RELEASERS):
        return allow()
    return refuse(_("Hanya BUD atau Kuasa BUD yang menerbitkan SPD."), code="ROLE")


def may_close_year(actor: Actor) -> Verdict:
    """The regional treasurer general (BUD), who keeps the region's accounts. Source  PP 12/2019 art. 7."""
    if not actor.holds_any(Role.TREASURY):
        return refuse(_("Hanya BUD yang dapat menutup tahun anggaran."))
    return allow()


def may_set_last_days(actor: Actor) -> Verdict:
    """The same, by the governor's circular."""
    if not actor.holds_any(Role.TREASURY):
        return refuse(_("Hanya BUD yang dapat menetapkan kalender akhir tahun menurut surat edaran."))
    return allow()
