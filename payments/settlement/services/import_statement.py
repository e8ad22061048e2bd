from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import fiscal_year
from marketplace.kernel.money import Rupiah
from payments.cards import services as cards
from payments.cards.models import Card, CardRefund, CardTransaction, Origin
from payments.cards.states import TransactionState
from payments.gateways.statement_file import StatementFile, StatementFileLine, StatementHeader, parse_statement
from payments.settlement.events import StatementImported
from payments.settlement.models import CardStatement, StatementLine
from payments.settlement.policies import may_import
from payments.settlement.services import file_checks as checks
from payments.settlement.states import LineKind, MatchState

#: A credit about one of these is a correction or a chargeback, which people record.
UNDECIDED = (TransactionState.MISMATCH, TransactionState.DISPUTED)
_FACTS = ("opening", "purchases", "refunds", "payments", "fees", "closing")


@transaction.atomic
def import_statement(*, card_id: int, content: bytes, actor: Actor, at: datetime) -> CardStatement:
    """Take in one e-billing file of one card and match every line, all or nothing.

    The same file again answers with the statement that is there (T23).
    Raises  StatementFileRefused, StatementIdentityBroken, UnknownBillingAccount, FileOfOtherCard, PeriodNotContiguous,
            OpeningDiffers, NumberUsed, BilledTwice, ChargesUnclear, NotPermitted, NotFound.
    Emits   StatementImported.
    Locks   card, then the matched transactions in ascending id.
    Source  Permendagri 79/2022 (daftar tagihan, e-billing); matching is to the rupiah.
    """
    card = Card.objects.lock(card_id)
    may_import(actor, card.agency_id).enforce()
    digest = hashlib.sha256(content).hexdigest()
    prior = CardStatement.objects.filter(file_sha256=digest, card=card).first()
    if prior is not None:
        return prior
    file = parse_statement(content)
    checks.file_fits_here(file)
    checks.file_is_of_card(file, card)
    checks.file_follows_the_last(file.header, card)
    checks.nothing_is_billed_twice(file, card)
    checks.no_charge_waits_for_the_bank(card)
    statement = _store(file.header, card, digest, content, actor, at)
    _match(statement, file, card, actor, at)
    statement.advance("match", actor=actor, at=at)
    audit_log.record(
        "payments.statement.imported",
        statement,
        actor=actor,
        at=at,
        after={"number": statement.number, "closing_idr": statement.closing_idr, "sha256": digest},
    )
    outbox.publish(
        StatementImported(
            statement_id=statement.id,
            agency_id=statement.agency_id,
            number=statement.number,
            closing_idr=statement.closing_idr,
            at=at,
        )
    )
    return statement


def _store(
    header: StatementHeader, card: Card, digest: str, content: bytes, actor: Actor, at: datetime
) -> CardStatement:
    return CardStatement.objects.create(
        agency_id=card.agency_id,
        card=card,
        number=header.statement_no,
        fiscal_year=fiscal_year(header.statement_date),
        period_from=header.period_from,
        period_to=header.period_to,
        statement_date=header.statement_date,
        due_date=header.due_date,
        file_sha256=digest,
        file_content=content,
        imported_by_id=actor.id,
        imported_at=at,
        **{f"{name}_idr": getattr(header, name).idr for name in _FACTS},
    )


def _match(statement: CardStatement, file: StatementFile, card: Card, actor: Actor, at: datetime) -> None:
    found = _transactions_of(file, card)
    for line in sorted(file.lines, key=lambda one: one.kind != LineKind.PURCHASE):  # a credit is about a purchase
        row = StatementLine(
            statement=statement,
            line_no=line.line_no,
            kind=line.kind,
            card=card,
            pan_masked=line.pan_masked,
            txn_at=line.txn_datetime,
            posting_date=line.posting_date,
            auth_code=line.auth_code,
            rrn=line.rrn,
            merchant_name=line.merchant_name,
            channel=line.channel,
            amount_idr=line.amount.idr,
        )
        if line.kind == LineKind.PURCHASE:
            row.match, row.transaction_id = _purchase(line, found, card, actor, at)
        else:
            row.match = MatchState.FEE if line.kind == LineKind.FEE else MatchState.CREDIT
            row.about, row.refund = _credit(statement, line, card, actor, at)
        row.save(force_insert=True)


def _credit(
    statement: CardStatement, line: StatementFileLine, card: Card, actor: Actor, at: datetime
) -> tuple[CardTransaction | None, CardRefund | None]:
    """The purchase that a credit is about, and the refund that it proves.

    A refund that we knew of before is found again (T30). One that only the bank knew counts from now, as long as
    nothing was paid for the purchase. The rest is about something that people settle: a difference, a dispute, money
    that comes back after the SP2D.
    """
    about = None
    if line.kind == LineKind.REFUND and line.original_ref:
        about = CardTransaction.objects.filter(card=card, rrn=line.original_ref).first()
    if about is None or about.origin != Origin.PAYABLE:
        return about, None
    corrected = _correction(about, line)
    if corrected is not None:
        return corrected, None
    known = about.refunds.filter(statement_line=None, amount_idr=line.amount.idr).order_by("id").first()
    fits = about.refunded_idr + line.amount.idr <= about.captured_idr
    if known is None and fits and about.state in cards.REFUNDABLE and about.state not in UNDECIDED:
        known = cards.record_refund(
            transaction_id=about.pk,
            amount=line.amount,
            bank_reference=f"{statement.number}/{line.line_no}",
            reason=statement.number,
            actor=actor,
            at=at,
        )
    return about, known


def _correction(about: CardTransaction, line: StatementFileLine) -> CardTransaction | None:
    """The bank takes back what it asked above the evidence: no refund, for our books never bore it on the purchase.

    Where the difference was disputed on its own, the credit is about that charge.
    """
    settled = about.resolutions.filter(accepted=True, billed_idr=F("captured_idr") + line.amount.idr).first()
    if settled is None:
        return None
    target = settled.difference or about
    credited = StatementLine.objects.filter(about=target, refund=None, amount_idr=line.amount.idr).exists()
    return None if credited else target


def _transactions_of(file: StatementFile, card: Card) -> dict[str, CardTransaction]:
    """By the bank's retrieval reference: the first key of the matching order."""
    references = [line.rrn for line in file.lines if line.kind == LineKind.PURCHASE and line.rrn]
    rows = CardTransaction.objects.filter(card=card, rrn__in=references).order_by("id")
    return {row.rrn: row for row in rows}


def _purchase(
    line: StatementFileLine, found: dict[str, CardTransaction], card: Card, actor: Actor, at: datetime
) -> tuple[MatchState, UUID]:
    """Matched to the rupiah, different by some rupiah (T22), or unknown to us and disputed from the first day."""
    known = found.get(line.rrn)
    if known is None:
        row = cards.record_unknown_charge(
            card_id=card.id,
            amount=line.amount,
            rrn=line.rrn,
            auth_code=line.auth_code,
            merchant_name=line.merchant_name,
            at=at,
            actor=actor,
        )
        return MatchState.UNKNOWN, row.id
    if known.state == TransactionState.CAPTURED:
        cards.advance_transaction(transaction_id=known.id, action="post", actor=actor, at=at)
    cards.advance_transaction(transaction_id=known.id, action="bill", actor=actor, at=at)
    if Rupiah(known.captured_idr) == line.amount:
        return MatchState.MATCHED, known.id
    cards.advance_transaction(transaction_id=known.id, action="mismatch", actor=actor, at=at)
    return MatchState.MISMATCH, known.id
