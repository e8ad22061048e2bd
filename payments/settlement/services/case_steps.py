"""What every step on a held-back line shares: the locked charge with its case, the trace, and the announcement."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from payments.cards.models import CardTransaction
from payments.payables.models import Payable
from payments.settlement.errors import GroundsMissing
from payments.settlement.events import HeldLineMoved
from payments.settlement.selectors.cases import Case, case_of


def take(transaction_id: UUID) -> Case:
    """The charge with all that was settled about it; its payable is locked first, as everywhere. Raises NotFound."""
    payable_id = CardTransaction.objects.find(pk=transaction_id).payable_id
    if payable_id is not None:
        Payable.objects.lock(payable_id)
    CardTransaction.objects.lock(transaction_id)
    return case_of(transaction_id)


def said(reason: str) -> str:
    """A ground that was really given. Raises GroundsMissing."""
    if not reason.strip():
        raise GroundsMissing()
    return reason.strip()


def told(case: Case, what: str, *, actor: Actor, at: datetime, why: str = "", role: str = "", **after: object) -> None:
    """Leave the trace, and tell whoever has the next step."""
    charge = CardTransaction.objects.get(pk=case.charge.pk)
    fresh = case_of(charge.pk)
    audit_log.record(
        f"payments.held_line.{what}",
        charge,
        actor=actor,
        at=at,
        role=role,
        why=why,
        before={"state": case.charge.state},
        after={"state": charge.state, **after},
    )
    outbox.publish(
        HeldLineMoved(
            transaction_id=charge.pk,
            agency_id=charge.agency_id,
            merchant=charge.merchant_name,
            amount_idr=charge.owed_to_bank.idr,
            stage=str(fresh.stage(local_day(at))),
            reason=why,
            at=at,
        )
    )
