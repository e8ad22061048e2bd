"""Bills: which this person sees, and what stands on one."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet

from marketplace.accounts.models import Agency
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import NotFound
from payments.cards.models import CardTransaction
from payments.payables.models import Payable
from payments.settlement.models import CardStatement, RealExpenseList, StatementLine
from payments.settlement.policies import READERS, WIDE_READERS
from payments.settlement.states import ENDED_STATES


def treasury_id() -> int:
    """The organisation whose account is the region's treasury (PPKD/BUD): named by setting.

    Raises  ImproperlyConfigured when there is none.
    """
    found = Agency.objects.filter(short_code=settings.TREASURY_AGENCY).values_list("pk", flat=True).first()
    if found is None:
        raise ImproperlyConfigured(f"no office {settings.TREASURY_AGENCY!r} (TREASURY_AGENCY) to issue SP2D")
    return found


def statements_visible_to(actor: Actor) -> QuerySet[CardStatement]:
    """Those of the actor's offices; treasury and auditors see all."""
    rows = CardStatement.objects.select_related(
        "agency__organisation", "card__holder", "card__programme", "payment_list"
    )
    if actor.holds_any(*WIDE_READERS):
        return rows
    return rows.filter(agency_id__in=actor.organisations(*READERS))


def statement_visible_to(actor: Actor, *, statement_id: UUID) -> CardStatement:
    """One of them. Raises NotFound."""
    row = statements_visible_to(actor).filter(id=statement_id).first()
    if row is None:
        raise NotFound(kind="settlement.statement")
    return row


def open_statements(actor: Actor) -> QuerySet[CardStatement]:
    """What must still be paid to the bank, the nearest due date first."""
    return statements_visible_to(actor).exclude(state__in=ENDED_STATES).order_by("due_date", "id")


def lines_of(statement: CardStatement) -> list[StatementLine]:
    """The bank's lines with the charge, order and vendor that each was matched with."""
    return list(
        statement.lines.select_related(
            "transaction__payable__vendor__organisation", "transaction__vendor__organisation", "about"
        )
    )


def payable_of(charge: CardTransaction) -> Payable:
    """What a charge of ours paid. Raises NotFound for a charge that only the bank knows: it stands on no list."""
    if charge.payable is None:
        raise NotFound(kind="payables.payable")
    return charge.payable


def participants_of(expense_list: RealExpenseList) -> set[int]:
    """Who took part in what a DPR lists and does not decide on it: holder, payer, requester, chooser, receiver, lister.

    Source  segregation S3, S4 and S6; the trigger `dpt_approver_apart` stands behind it.
    """
    took_part: set[int | None] = {expense_list.listed_by_id}
    for line in expense_list.lines.select_related("transaction__payable"):
        charge, payable = line.transaction, payable_of(line.transaction)
        took_part |= {charge.holder_id, charge.initiated_by_id}
        took_part |= {payable.requester_id, payable.chooser_id, payable.receiver_id}
    return {person for person in took_part if person is not None}
