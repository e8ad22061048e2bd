"""An office whose card bill goes all the way from the bank's file to the repaid bank; the bank is in memory.

Prita is PA, Kusno KPA, Tri treasurer, Vera PPK-SKPD, Hadi administers the card, Citra holds it, Bram is Kuasa BUD.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from marketplace.accounts.models import Agency
from marketplace.accounts.roles import Role
from marketplace.accounts.services import open_agency, open_organisation
from marketplace.documents.models import Document
from marketplace.kernel.actors import SYSTEM, Actor
from marketplace.kernel.audit_log.models import AuditEntry
from marketplace.kernel.money import Rupiah
from marketplace.kernel.outbox.models import OutboxMessage
from marketplace.oversight.invariants import all_invariants
from payments.budget.models import BudgetLine
from payments.cards import services as cards
from payments.cards.models import Card, CardTransaction
from payments.gateways.fake import FakeGateway
from payments.ledger.models import JournalEntry
from payments.payables.models import Payable
from payments.settlement import services as settlement
from payments.settlement.models import (
    BillPaymentLine,
    BillPaymentList,
    BillTest,
    CardStatement,
    DisbursementNote,
    DisbursementOrder,
    PaymentOrder,
    PaymentRequest,
    RealExpenseLine,
    RealExpenseList,
    Repayment,
    StatementHistory,
    StatementLine,
)
from payments.settlement.services import SIX_TESTS, LineTests
from tests.payments.budget_scene import rows_of
from tests.payments.cards.scene import give_account, make_operator
from tests.scenes import NOON, USUAL, YEAR, Office, Scene

PASSED = LineTests(dict.fromkeys(SIX_TESTS, True))
LIMIT = Rupiah(20_000_000)


class SettlementScene(Scene):
    """A Scene with a card programme and everybody who has a part in its papers."""

    def __init__(self, start: datetime = NOON, *, bank: object | None = None, limit: Rupiah = LIMIT) -> None:
        super().__init__(start)
        make_operator()
        self.bank = bank or FakeGateway()
        self.treasury: Agency = open_agency(
            short_code="BPKAD",
            name="Badan Pengelola Keuangan dan Aset Daerah",
            kind="badan",
            unit_code="BPKAD",
            actor=SYSTEM,
            at=start,
            valid_from=date(YEAR, 1, 1),
        )
        self.staff(self.office)
        self.bram = self.person("Bram Wicaksono", Role.TREASURY_PROXY, self.treasury.pk)
        self.site = open_organisation(kind="operator", name="Pengelola", short_code="SITE", actor=SYSTEM, at=start)
        give_account(self.sari_vendor, when=start)
        self.programme, self.card = self.issue_card(self.office, limit)

    def staff(self, office: Office) -> None:
        """The officers of an office who act between the bill and the bank."""
        name = office.agency.short_code
        self.prita = self.person(f"Prita {name}", Role.BUDGET_USER, office.id)
        self.kusno = self.person(f"Kusno {name}", Role.BUDGET_PROXY, office.id)
        self.tri = self.person(f"Tri {name}", Role.TREASURER, office.id)
        self.vera = self.person(f"Vera {name}", Role.FINANCE_VERIFIER, office.id)
        self.hadi = self.person(f"Hadi {name}", Role.CARD_ADMIN, office.id)

    def issue_card(self, office: Office, limit: Rupiah) -> tuple[object, Card]:
        programme = cards.open_programme(
            agency_id=office.id,
            fiscal_year=YEAR,
            up=limit * 2,
            card_share_bp=5000,
            issuing_bank="Bank Jateng",
            billing_bank="Bank Jateng",
            billing_account=f"8800{uuid4().int % 10**8:08d}",
            decision_number="900/12/2026",
            decision_date=date(YEAR, 1, 5),
            actor=self.hadi,
            at=self.start,
        )
        card = cards.issue_card(
            programme_id=programme.pk,
            holder_id=office.citra.id,
            limit=limit,
            per_txn=limit,
            last4=f"{uuid4().int % 10_000:04d}",
            valid_from=date(YEAR, 1, 1),
            valid_to=date(YEAR + 1, 12, 31),
            decision_number="900/13/2026",
            actor=self.hadi,
            at=self.start,
            gateway=self.bank,
        )
        cards.activate_card(card_id=card.pk, handover_number="BA-1/2026", actor=self.hadi, at=self.start)
        return programme, Card.objects.get(pk=card.pk)

    # --- before the bill ---------------------------------------------------------------------------------------------

    def payable_of(self, order) -> Payable:
        return Payable.objects.get(order_id=order.id)

    def charge(self, payable: Payable) -> CardTransaction:
        """Citra pays the vendor by card, and the vendor is sent the money."""
        transaction = cards.charge_payable(
            payable_id=payable.pk,
            card_id=self.card.pk,
            attempt_key=uuid4(),
            actor=self.citra,
            at=self.tick(),
            gateway=self.bank,
        )
        cards.send_payout(payout_id=transaction.payout.pk, at=self.tick(), gateway=self.bank)
        return CardTransaction.objects.get(pk=transaction.pk)

    def bought(self, total: Rupiah = USUAL) -> CardTransaction:
        """An order from the basket to the captured charge."""
        return self.charge(self.payable_of(self.accepted_order(total=total)))

    def misbill(self, charge: CardTransaction, extra: int) -> None:
        """The bank's next bill names a charge with another amount (T22)."""
        line = next(line for line in self._bank_card.lines if line["rrn"] == charge.rrn)
        line["amount"] = line["idr"] = charge.captured_idr + extra

    def stray(self, amount: int, merchant: str = "TOKO MULIA SMG") -> None:
        """The bank posts a charge that nobody ordered."""
        when, rrn = self.tick(), f"9{uuid4().int % 10**11:011d}"
        self.bank._post(self._bank_card, Rupiah(amount), "D", when, rrn=rrn, merchant_name=merchant)

    @property
    def _bank_card(self):
        return self.bank._cards[self.card.provider_id]

    # --- the papers, step by step ------------------------------------------------------------------------------------

    def bill(self, *, actor: Actor | None = None) -> CardStatement:
        """The card administrator asks the bank for the bill."""
        return settlement.request_statement(
            card_id=self.card.pk, attempt_key=uuid4(), actor=actor or self.hadi, at=self.tick(), bank=self.bank
        )

    def listed(self) -> CardStatement:
        statement = self.bill()
        settlement.list_real_expenses(statement_id=statement.pk, actor=self.ani, at=self.tick())
        return now(statement)

    def tests_of(self, statement: CardStatement, *, failing: dict[UUID, str] | None = None) -> dict[int, LineTests]:
        """Six passes on each line, except on the charges of `failing`, whose fifth test fails with that note."""
        failing = failing or {}
        lines = statement.expense_lists.get(withdrawn_at=None).lines.all()
        failed = dict.fromkeys(SIX_TESTS, True) | {5: False}
        return {
            line.id: LineTests(failed, failing[line.transaction_id]) if line.transaction_id in failing else PASSED
            for line in lines
        }

    def decided(self, statement: CardStatement | None = None, *, failing=None) -> CardStatement:
        statement = statement or self.listed()
        settlement.decide_bill(
            statement_id=statement.pk, tests=self.tests_of(statement, failing=failing), actor=self.prita, at=self.tick()
        )
        return now(statement)

    def noted(self, statement: CardStatement | None = None) -> CardStatement:
        statement = statement or self.decided()
        settlement.issue_disbursement_note(statement_id=statement.pk, actor=self.prita, at=self.tick())
        return now(statement)

    def requested(self, statement: CardStatement | None = None) -> CardStatement:
        statement = statement or self.noted()
        settlement.file_payment_request(statement_id=statement.pk, actor=self.tri, at=self.tick())
        return now(statement)

    def checked(self, statement: CardStatement | None = None) -> CardStatement:
        statement = statement or self.requested()
        settlement.check_payment_request(statement_id=statement.pk, actor=self.vera, at=self.tick())
        return now(statement)

    def ordered(self, statement: CardStatement | None = None) -> CardStatement:
        statement = statement or self.checked()
        settlement.sign_payment_order(
            statement_id=statement.pk, accepts_responsibility=True, actor=self.prita, at=self.tick()
        )
        return now(statement)

    def disbursed(self, statement: CardStatement | None = None) -> CardStatement:
        statement = statement or self.ordered()
        settlement.issue_disbursement_order(statement_id=statement.pk, actor=self.bram, at=self.tick())
        return now(statement)

    def repaying(self, statement: CardStatement | None = None) -> Repayment:
        statement = statement or self.disbursed()
        return settlement.start_repayment(statement_id=statement.pk, actor=self.tri, at=self.tick())

    def repaid(self, statement: CardStatement | None = None) -> CardStatement:
        repayment = self.repaying(statement)
        settlement.perform_repayment(repayment_id=repayment.pk, at=self.tick(), bank=self.bank)
        return now(repayment.payment_list.statement)

    def later(self, **how: float) -> datetime:
        self.now += timedelta(**how)
        return self.now


class BoughtScene(SettlementScene):
    """... in which Citra has paid for one order of the usual amount."""

    def __init__(self) -> None:
        super().__init__()
        self.charged = self.bought()


def now(row):
    """The row as the database has it now."""
    return type(row)._base_manager.get(pk=row.pk)


def world() -> dict[str, object]:
    """Everything that a refused step must leave as it was."""
    tables = [
        CardStatement, StatementLine, StatementHistory, RealExpenseList, RealExpenseLine, BillTest, BillPaymentList,
        BillPaymentLine, DisbursementNote, PaymentRequest, PaymentOrder, DisbursementOrder, Repayment, JournalEntry,
        CardTransaction, Card, BudgetLine, Payable, Document, OutboxMessage, AuditEntry,
    ]  # fmt: skip
    return {table.__name__: sorted(map(repr, table._base_manager.values_list())) for table in tables}


@contextmanager
def refused(refusal: type[Exception], code: str = "") -> Iterator[pytest.ExceptionInfo]:
    """The block is refused, and nothing is changed by it."""
    before = world()
    with pytest.raises(refusal) as caught, transaction.atomic():
        yield caught
    if code:
        assert caught.value.code == code
    assert world() == before


def offences() -> list[tuple[str, list]]:
    """Every invariant of the product that some row breaks, seen from inside the test's own transaction."""
    found = []
    with connection.cursor() as cursor:
        for invariant in all_invariants():
            cursor.execute(invariant.sql)
            if rows := cursor.fetchall():
                found.append((invariant.code, rows))
    return found


def new_rows(after_entry: int) -> list[tuple[str, str, str, str, int]]:
    """What was posted after that entry, as an accountant writes it."""
    return rows_of(JournalEntry.objects.filter(id__gt=after_entry).order_by("id"))


__all__ = ["LIMIT", "PASSED", "SettlementScene", "new_rows", "now", "offences", "refused", "world"]
