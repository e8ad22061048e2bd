"""Who may take which step. What also protects public money is repeated by constraints (`sql/`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor
from marketplace.kernel.policies import Verdict, allow, refuse
from payments.cards.models import CardTransaction
from payments.settlement.models import CardStatement
from payments.settlement.states import CaseStage
from payments.settlement.states import StatementState as S

READERS = (
    Role.BUDGET_USER, Role.BUDGET_PROXY, Role.COMMITMENT_OFFICER, Role.ACTIVITY_OFFICER, Role.FINANCE_VERIFIER,
    Role.TREASURER, Role.ASSISTANT_TREASURER, Role.CARD_HOLDER, Role.CARD_DELEGATE, Role.CARD_ADMIN,
)  # fmt: skip
WIDE_READERS = (Role.TREASURY, Role.TREASURY_PROXY, Role.INTERNAL_AUDITOR, Role.EXTERNAL_AUDITOR)
AUTHORITIES = (Role.BUDGET_USER, Role.BUDGET_PROXY)
TREASURERS = (Role.TREASURER, Role.ASSISTANT_TREASURER)
IMPORTERS = (Role.CARD_ADMIN, *TREASURERS)


def _one_of(actor: Actor, agency_id: int, roles: tuple[Role, ...], reason) -> Verdict:
    return allow() if actor.holds_any(*roles, organisation_id=agency_id) else refuse(reason, code="ROLE")


def may_import(actor: Actor, agency_id: int) -> Verdict:
    """The card administrator downloads the bill; the treasurers may too (Permendagri 79/2022 art. 1 no. 6)."""
    return _one_of(
        actor,
        agency_id,
        IMPORTERS,
        _("Hanya administrator kartu atau bendahara dinas ini yang memuat tagihan."),
    )


def may_list(actor: Actor, statement: CardStatement) -> Verdict:
    return _one_of(actor, statement.agency_id, (Role.ACTIVITY_OFFICER,), _("Hanya PPTK dinas ini yang menyusun DPR."))


def may_decide(actor: Actor, statement: CardStatement) -> Verdict:
    """The budget authority; apart from holder, requester, chooser and receiver, as the database checks (S3, S4, S6)."""
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


# ---- lines that were held back --------------------------------------------------------------------------------------

PROPOSERS = (Role.ACTIVITY_OFFICER, *IMPORTERS)
CONFIRMERS = (*AUTHORITIES, Role.FINANCE_VERIFIER)
ANSWERERS = (Role.CARD_HOLDER, Role.CARD_DELEGATE, Role.ACTIVITY_OFFICER)


def took_part(actor: Actor, charge: CardTransaction) -> bool:
    """Holder and payer of a charge decide nothing about it (S4); the trigger `case_decider_apart` stands behind it."""
    return actor.id is not None and actor.id in (charge.holder_id, charge.initiated_by_id)


def may_propose_resolution(actor: Actor, charge: CardTransaction) -> Verdict:
    """Prepared by those who match bills; confirmed by another (domain reference §4.2 no. 10, §4.3)."""
    return _one_of(
        actor,
        charge.agency_id,
        PROPOSERS,
        _("Hanya PPTK, administrator kartu, atau bendahara dinas ini yang mengusulkan penyelesaian selisih."),
    )


def may_confirm_resolution(actor: Actor, charge: CardTransaction) -> Verdict:
    return _one_of(
        actor,
        charge.agency_id,
        CONFIRMERS,
        _("Hanya PA, KPA, atau PPK-SKPD dinas ini yang menyetujui penyelesaian selisih."),
    )


def may_answer(actor: Actor, charge: CardTransaction) -> Verdict:
    """The refusal went to the holder's side; the PPTK who listed it may answer too (Permendagri 79/2022 art. 5 i)."""
    return _one_of(
        actor,
        charge.agency_id,
        ANSWERERS,
        _("Hanya pemegang kartu, pelaksana kuasanya, atau PPTK yang menjawab penolakan."),
    )


def may_claim(actor: Actor, charge: CardTransaction) -> Verdict:
    return _one_of(
        actor,
        charge.agency_id,
        IMPORTERS,
        _("Hanya administrator kartu atau bendahara dinas ini yang mengurus klaim kepada bank."),
    )


def may_make_personal(actor: Actor, charge: CardTransaction) -> Verdict:
    """PA verifies misuse and decides who bears it; a proxy has the same testing powers (79/2022 art. 5 l, 6)."""
    return _one_of(
        actor, charge.agency_id, AUTHORITIES, _("Hanya PA atau KPA dinas ini yang memutus siapa yang menanggungnya.")
    )


def may_record_payment(actor: Actor, charge: CardTransaction) -> Verdict:
    return _one_of(
        actor,
        charge.agency_id,
        IMPORTERS,
        _("Hanya administrator kartu atau bendahara dinas ini yang mencatat bukti bayar."),
    )


def may_record_refund(actor: Actor, charge: CardTransaction) -> Verdict:
    return _one_of(
        actor,
        charge.agency_id,
        IMPORTERS,
        _("Hanya administrator kartu atau bendahara dinas ini yang mencatat pengembalian dari penjual."),
    )


def may_handle_returns(actor: Actor, charge: CardTransaction) -> Verdict:
    """Money passes over the treasurer's account, who deposits it (PP 12/2019 art. 19-21)."""
    return _one_of(
        actor, charge.agency_id, TREASURERS, _("Hanya bendahara dinas ini yang menerima dan menyetor pengembalian.")
    )


# ---- whose turn it is -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Turn:
    """The step that a statement waits for: who takes it, and how it is said to the one, and to everybody else."""

    step: str
    roles: tuple[Role, ...]
    yours: Promise
    waits: Promise
    anywhere: bool = False

    def is_of(self, actor: Actor, agency_id: int) -> bool:
        """Whether this person takes the step, by role; a policy and the database have the last word."""
        return actor.holds_any(*self.roles, organisation_id=None if self.anywhere else agency_id)


_NOTE = Turn("note", AUTHORITIES, _("Terbitkan NPD"), _("Menunggu PA atau KPA menerbitkan NPD"))
TURNS: Mapping[str, Turn] = {
    S.MATCHED: Turn("list", (Role.ACTIVITY_OFFICER,), _("Susun DPR"), _("Menunggu PPTK menyusun DPR")),
    S.LISTED: Turn("decide", AUTHORITIES, _("Uji dan sahkan tagihan"), _("Menunggu PA atau KPA menguji tagihan")),
    S.VERIFIED_FULL: _NOTE,
    S.VERIFIED_PARTIAL: _NOTE,
    S.NPD_ISSUED: Turn("request", TREASURERS, _("Ajukan SPP"), _("Menunggu bendahara mengajukan SPP")),
    S.SPP_FILED: Turn("check", (Role.FINANCE_VERIFIER,), _("Periksa SPP"), _("Menunggu PPK-SKPD memeriksa SPP")),
    S.SPP_CHECKED: Turn("order", (Role.BUDGET_USER,), _("Terbitkan SPM"), _("Menunggu PA menerbitkan SPM")),
    S.SPM_ISSUED: Turn(
        "disburse",
        (Role.TREASURY_PROXY, Role.TREASURY),
        _("Terbitkan SP2D"),
        _("Menunggu Kuasa BUD menerbitkan SP2D"),
        anywhere=True,
    ),
    S.SP2D_ISSUED: Turn("repay", TREASURERS, _("Lunasi bank"), _("Menunggu bendahara melunasi bank")),
}


def turn_of(statement: CardStatement) -> Turn | None:
    """The step that a statement waits for; None when it has ended or waits for the bank."""
    return TURNS.get(statement.state)


#: What a held-back line waits for -> whose step that is. The next DPR takes up the rest by itself.
CASE_TURNS: Mapping[str, tuple[Role, ...]] = {
    CaseStage.PROPOSE: PROPOSERS,
    CaseStage.CONFIRM: CONFIRMERS,
    CaseStage.ANSWER: ANSWERERS,
    CaseStage.OVERDUE_ANSWER: AUTHORITIES,
    CaseStage.CLAIM: IMPORTERS,
    CaseStage.BANK: IMPORTERS,
    CaseStage.DECIDE: AUTHORITIES,
    CaseStage.HOLDER: IMPORTERS,
    CaseStage.RECEIVE: TREASURERS,
    CaseStage.DEPOSIT: TREASURERS,
}
