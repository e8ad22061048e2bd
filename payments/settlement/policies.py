"""Who may take which step. What also protects public money is repeated by constraints (`sql/`)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor
from marketplace.kernel.policies import Verdict, allow, refuse
from payments.settlement.models import CardStatement

READERS = (
    Role.BUDGET_USER, Role.BUDGET_PROXY, Role.COMMITMENT_OFFICER, Role.ACTIVITY_OFFICER, Role.FINANCE_VERIFIER,
    Role.TREASURER, Role.ASSISTANT_TREASURER, Role.CARD_HOLDER, Role.CARD_DELEGATE, Role.CARD_ADMIN,
)  # fmt: skip
WIDE_READERS = (Role.TREASURY, Role.TREASURY_PROXY, Role.INTERNAL_AUDITOR, Role.EXTERNAL_AUDITOR)
AUTHORITIES = (Role.BUDGET_USER, Role.BUDGET_PROXY)
TREASURERS = (Role.TREASURER, Role.ASSISTANT_TREASURER)


def _one_of(actor: Actor, agency_id: int, roles: tuple[Role, ...], reason) -> Verdict:
    return allow() if actor.holds_any(*roles, organisation_id=agency_id) else refuse(reason, code="ROLE")


def may_import(actor: Actor, agency_id: int) -> Verdict:
    """The card administrator downloads the bill; the treasurers may too (Permendagri 79/2022 art. 1 no. 6)."""
    return _one_of(
        actor,
        agency_id,
        (Role.CARD_ADMIN, *TREASURERS),
        _("Hanya administrator kartu atau bendahara dinas ini yang memuat tagihan."),
    )


def may_list(actor: Actor, statement: CardStatement) -> Verdict:
    return _one_of(actor, statement.agency_id, (Role.ACTIVITY_OFFICER,), _("Hanya PPTK dinas ini yang menyusun DPR."))


def may_decide(actor: Actor, statement: CardStatement) -> Verdict:
    """The budget authority; apart from holder, requester and chooser, which the database checks per line (S3, S4)."""
    return _one_of(
        actor, statement.agency_id, AUTHORITIES, _("Hanya PA atau KPA dinas ini yang menguji dan mengesahkan tagihan.")
    )


def may_note(actor: Actor, statement: CardStatement) -> Verdict:
    return _one_of(actor, statement.agency_id, AUTHORITIES, _("Hanya PA atau KPA dinas ini yang menerbitkan NPD."))


def may_request(actor: Actor, statement: CardStatement) -> Verdict:
    return _one_of(actor, statement.agency_id, TREASURERS, _("Hanya bendahara dinas ini yang mengajukan SPP."))


def may_check(actor: Actor, statement: CardStatement) -> Verdict:
    return _one_of(
        actor, statement.agency_id, (Role.FINANCE_VERIFIER,), _("Hanya PPK-SKPD dinas ini yang memeriksa SPP.")
    )


def may_order(actor: Actor, statement: CardStatement) -> Verdict:
    """SPM-GU KKPD is the budget user's alone; a proxy's powers do not list it (Permendagri 79/2022 art. 5-6, T49)."""
    return _one_of(
        actor,
        statement.agency_id,
        (Role.BUDGET_USER,),
        _("Hanya PA dinas ini yang menerbitkan SPM; KPA tidak berwenang."),
    )


def may_disburse(actor: Actor) -> Verdict:
    if actor.holds_any(Role.TREASURY_PROXY, Role.TREASURY):
        return allow()
    return refuse(_("Hanya Kuasa BUD yang menerbitkan SP2D."), code="ROLE")


def may_repay(actor: Actor, statement: CardStatement) -> Verdict:
    return _one_of(actor, statement.agency_id, TREASURERS, _("Hanya bendahara dinas ini yang melunasi tagihan bank."))
