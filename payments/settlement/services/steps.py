"""What every step shares: the locked statement, its transactions, its paper, and the announcement."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from marketplace.documents import services as documents
from marketplace.documents.models import Document
from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import NotPermitted
from marketplace.kernel.money import Rupiah
from payments.cards import services as cards
from payments.cards.models import CardTransaction
from payments.payables.models import Payable
from payments.settlement.events import StatementAdvanced, StatementReturned
from payments.settlement.models import CardStatement
from payments.settlement.selectors import payable_of, treasury_id

#: As much as the history of a charge keeps; the paper itself keeps the whole text.
LONGEST_REASON = 300


def advance_all(transaction_ids: Iterable[UUID], action: str, *, actor: Actor, at: datetime, reason: str = "") -> None:
    """Move each charge of a paper, locked in ascending id."""
    for transaction_id in sorted(transaction_ids):
        cards.advance_transaction(
            transaction_id=transaction_id, action=action, actor=actor, at=at, reason=reason[:LONGEST_REASON]
        )


def issue_paper(
    kind: str,
    statement: CardStatement,
    *,
    actor: Actor,
    role: str,
    fields: dict[str, Any],
    at: datetime,
    issuer_id: int = 0,
) -> Document:
    """Number and sign the paper of this step; drawn as a plain sheet. The treasury reads what its SP2D rests on."""
    return documents.issue(
        kind=kind,
        issuer_id=issuer_id or statement.agency_id,
        subject=("settlement.cardstatement", statement.id),
        fields=fields,
        signer=actor,
        signer_role=role,
        at=at,
        viewers=[statement.agency_id, treasury_id()],
    )


def signer(actor: Actor) -> int:
    """Whose signature it is. Raises NotPermitted for timers: they sign nothing."""
    if actor.id is None:
        raise NotPermitted()
    return actor.id


def facts_of(statement: CardStatement, *more: tuple[str, str]) -> list[list[str]]:
    card = statement.card
    return [
        ["Satuan kerja", statement.agency.organisation.name],
        ["Bank penerbit", card.programme.issuing_bank],
        ["Kartu", f"{card.pan_masked} a.n. {card.holder.full_name}"],
        ["Tagihan", f"{statement.number} tanggal {statement.statement_date:%d-%m-%Y}"],
        ["Jatuh tempo", f"{statement.due_date:%d-%m-%Y}"],
        *[list(one) for one in more],
    ]


def rows_of(transactions: Iterable[CardTransaction]) -> list[list[Any]]:
    """Number, date, order and vendor, budget charge codes, amount: the columns of DPR and DPT."""
    return [[str(place), *_row_of(one, payable_of(one))] for place, one in enumerate(transactions, start=1)]


def _row_of(charge: CardTransaction, payable: Payable) -> list[Any]:
    return [
        f"{charge.captured_at:%d-%m-%Y}",
        f"{payable.order_number}, {payable.vendor.legal_name}: {payable.description}{_given_back(charge)}",
        ", ".join(sorted({one.line.account_code for one in payable.charges.all()})),
        charge.owed_to_bank.idr,
    ]


def _given_back(charge: CardTransaction) -> str:
    """Gross and refund stand beside the net amount (PAY_NET)."""
    if not charge.refunded_idr:
        return ""
    return f" (bruto {charge.captured}, dikembalikan penjual {Rupiah(charge.refunded_idr)})"


def charges_table(caption: str, transactions: Iterable[CardTransaction], total_idr: int) -> dict[str, Any]:
    return {
        "caption": caption,
        "columns": [["No.", "r"], ["Tanggal", "l"], ["Uraian", "l"], ["Kode rekening", "l"], ["Jumlah", "m"]],
        "rows": rows_of(transactions),
        "totals": [["Jumlah", total_idr]],
    }


def with_papers(transaction_ids: Iterable[UUID]) -> list[CardTransaction]:
    """The charges with all that their rows on a paper say, in a fixed number of queries."""
    return list(
        CardTransaction.objects.filter(id__in=list(transaction_ids))
        .select_related("payable__vendor", "card")
        .prefetch_related("payable__charges__line")
        .order_by("captured_at", "id")
    )


def announce(
    statement: CardStatement, what: str, *, actor: Actor, at: datetime, number: str, role: str = "", **after: Any
) -> None:
    audit_log.record(
        f"payments.statement.{what}", statement, actor=actor, at=at, role=role, after={"document": number, **after}
    )
    outbox.publish(
        StatementAdvanced(
            statement_id=statement.id,
            agency_id=statement.agency_id,
            number=statement.number,
            step=statement.state,
            document_number=number,
            at=at,
        )
    )


def announce_return(statement: CardStatement, what: str, *, actor: Actor, at: datetime, reason: str) -> None:
    audit_log.record(f"payments.statement.{what}", statement, actor=actor, at=at, why=reason)
    outbox.publish(
        StatementReturned(
            statement_id=statement.id,
            agency_id=statement.agency_id,
            number=statement.number,
            step=statement.state,
            reason=reason,
            at=at,
        )
    )
