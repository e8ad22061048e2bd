from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.kernel.actors import Actor
from payments.settlement.models import CardStatement, DisbursementNote
from payments.settlement.policies import AUTHORITIES, may_note
from payments.settlement.services.steps import announce, facts_of, issue_paper, signer


@transaction.atomic
def issue_disbursement_note(*, statement_id: UUID, actor: Actor, at: datetime) -> DisbursementNote:
    """NPD: the budget authority tells the treasurer to pay what the DPT approves.

    Raises  NotFound, NotPermitted, WrongState.
    Emits   StatementAdvanced.
    Source  Permendagri 79/2022 art. 5 huruf j, art. 6 huruf g.
    """
    statement = CardStatement.objects.lock(statement_id)
    may_note(actor, statement).enforce()
    statement.advance("note", actor=actor, at=at)
    payment_list = statement.payment_list
    role = actor.role_in(*AUTHORITIES, organisation_id=statement.agency_id)
    document = issue_paper(
        "disbursement_note",
        statement,
        actor=actor,
        role=role,
        at=at,
        fields={
            "opening": ["Kepada bendahara pengeluaran: bayarkan tagihan kartu kredit pemerintah daerah berikut."],
            "facts": facts_of(statement, ("Dasar", f"DPT nomor {payment_list.number}")),
            "amount_idr": payment_list.total_idr,
        },
    )
    note = DisbursementNote.objects.create(
        payment_list=payment_list,
        total_idr=payment_list.total_idr,
        number=document.number,
        document_id=document.id,
        signed_by_id=signer(actor),
        signed_at=at,
    )
    announce(statement, "note_issued", actor=actor, at=at, number=document.number, role=role)
    return note
