"""Everything that is known of one purchase, in a fixed number of queries, however long its story."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.db.models import Prefetch, Q

from marketplace.documents.models import Document
from marketplace.documents.selectors import documents_visible_to
from marketplace.kernel.actors import Actor
from marketplace.kernel.audit_log.models import AuditEntry, LogPlace
from marketplace.kernel.audit_log.proofs import Batch, batches_of
from marketplace.oversight.journal_leaves import changed_entries
from orders.models import Handover, OrderHistory, OrderLine, ProcurementOrder
from payments.budget.models import BudgetHold
from payments.cards.models import CardTransaction, Payout
from payments.ledger.models import JournalEntry, Posting
from payments.payables.models import Payable
from payments.settlement.models import (
    BillPaymentList,
    CardStatement,
    DisbursementOrder,
    PaymentOrder,
    PaymentRequest,
    Repayment,
)

#: Kinds of leaves in the log.
AUDIT, JOURNAL = "audit", "journal"


@dataclass
class Evidence:
    """What others wrote about one order. Nothing here is written by oversight."""

    order: ProcurementOrder
    lines: list[OrderLine]
    history: list[OrderHistory]
    handovers: list[Handover]
    payables: list[Payable]
    charges: list[CardTransaction]
    payouts: list[Payout]
    statements: list[CardStatement]
    holds: list[BudgetHold]
    documents: list[Document]
    trail: list[AuditEntry]
    journal: list[JournalEntry]
    changed_journal: set[int] = field(default_factory=set)
    places: dict[tuple[str, str], LogPlace] = field(default_factory=dict)
    batches: list[Batch] = field(default_factory=list)

    def place_of(self, kind: str, ref: object) -> LogPlace | None:
        """Where a leaf stands in the log; None while it waits for the sequencer."""
        return self.places.get((kind, str(ref)))

    @cached_property
    def logged_hashes(self) -> dict[str, str]:
        """Paper -> the content hash that was logged when it was issued (I-39)."""
        return {
            entry.subject_id: (entry.after or {}).get("content_sha256", "")
            for entry in self.trail
            if entry.what == "documents.document.issued"
        }


def gather(order: ProcurementOrder, *, actor: Actor) -> Evidence:
    """Read the whole story of an order that this actor may see."""
    payables = list(Payable.objects.filter(order_id=order.id).prefetch_related("charges__line").order_by("opened_at"))
    charges = list(
        CardTransaction.objects.filter(payable__in=[one.id for one in payables])
        .select_related("card", "holder")
        .order_by("requested_at")
    )
    payouts = list(Payout.objects.filter(transaction__in=[one.id for one in charges]).select_related("bank_account"))
    statements = list(_statements(charges))
    documents = list(_documents(order, statements, actor))
    journal = list(_journal(order, statements))
    trail = list(_trail(order, payables, charges, payouts, statements, documents))
    evidence = Evidence(
        order=order,
        lines=list(order.lines.select_related("listing__unit").order_by("position")),
        history=list(order.history.order_by("step")),
        handovers=list(order.handovers.order_by("sequence")),
        payables=payables,
        charges=charges,
        payouts=payouts,
        statements=statements,
        holds=list(BudgetHold.objects.filter(order_id=order.id).select_related("line__sub_activity").order_by("line")),
        documents=documents,
        trail=trail,
        journal=journal,
        changed_journal=set(changed_entries([one.id for one in journal])),
    )
    evidence.places = {(one.kind, one.ref): one for one in _places(trail, journal)}
    evidence.batches = batches_of(one.place for one in evidence.places.values())
    return evidence


def _statements(charges: Iterable[CardTransaction]) -> Iterable[CardStatement]:
    lists = BillPaymentList.objects.select_related(
        "approved_by", "note__signed_by", "disbursement__signed_by"
    ).prefetch_related(
        Prefetch("requests", PaymentRequest.objects.select_related("signed_by", "checked_by").order_by("signed_at")),
        Prefetch("orders", PaymentOrder.objects.select_related("signed_by").order_by("signed_at")),
        Prefetch("repayments", Repayment.objects.select_related("paid_by").order_by("started_at")),
    )
    ids = [one.id for one in charges]
    billed, listed = Q(lines__transaction__in=ids), Q(expense_lists__lines__transaction__in=ids)
    return (
        CardStatement.objects.filter(billed | listed)  # a line that was held back is paid with a later bill
        .distinct()
        .defer("file_content")
        .prefetch_related(Prefetch("payment_list", lists), "expense_lists__listed_by")
        .order_by("statement_date")
    )


def _documents(order: ProcurementOrder, statements: Iterable[CardStatement], actor: Actor) -> Iterable[Document]:
    of_statements = Q(subject_kind="settlement.cardstatement", subject_id__in=[str(one.id) for one in statements])
    return (
        documents_visible_to(actor)
        .filter(Q(order_id=order.id) | Q(pk=order.need.request_note_id) | of_statements)
        .select_related("issuer")
        .prefetch_related("signatures")
        .order_by("issued_at", "id")
    )


def _journal(order: ProcurementOrder, statements: Iterable[CardStatement]) -> Iterable[JournalEntry]:
    """Entries that carry the order's tag, and those of the statements that billed it: they are one sum for many."""
    lists = [paid for paid in (getattr(one, "payment_list", None) for one in statements) if paid]
    keys = [f"repayment:{one.id}" for paid in lists for one in paid.repayments.all()]
    keys += [f"sp2d:{paid.disbursement.id}" for paid in lists if _disbursed(paid)]
    legs = Prefetch("postings", Posting.objects.order_by("position"))
    wanted = Q(order_id=order.id) | Q(key__in=keys)
    return JournalEntry.objects.filter(wanted).prefetch_related(legs).order_by("recorded_at", "id")


def _disbursed(paid: BillPaymentList) -> DisbursementOrder | None:
    return getattr(paid, "disbursement", None)


def _trail(
    order: ProcurementOrder,
    payables: Iterable[Payable],
    charges: Iterable[CardTransaction],
    payouts: Iterable[Payout],
    statements: Iterable[CardStatement],
    documents: Iterable[Document],
) -> Iterable[AuditEntry]:
    subjects: dict[str, Iterable[UUID]] = {
        "orders.procurementorder": [order.id],
        "orders.need": [order.need_id],
        "payables.payable": [one.id for one in payables],
        "cards.cardtransaction": [one.id for one in charges],
        "cards.payout": [one.id for one in payouts],
        "settlement.cardstatement": [one.id for one in statements],
        "documents.document": [one.id for one in documents],
    }
    wanted = Q()
    for kind, ids in subjects.items():
        if ids:
            wanted |= Q(subject_kind=kind, subject_id__in=[str(one) for one in ids])
    return AuditEntry.objects.filter(wanted).order_by("at", "id")


def _places(trail: Iterable[AuditEntry], journal: Iterable[JournalEntry]) -> Iterable[LogPlace]:
    entries = Q(kind=AUDIT, ref__in=[str(one.id) for one in trail])
    return LogPlace.objects.filter(entries | Q(kind=JOURNAL, ref__in=[str(one.id) for one in journal]))
