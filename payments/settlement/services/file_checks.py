"""What a readable statement file must also satisfy before anything is taken in: judged against our own records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _

from marketplace.ui.formats import long_day
from payments.cards.models import Card, CardTransaction
from payments.cards.states import HELD_STATES
from payments.gateways.statement_file import Complaint, StatementFile, StatementFileRefused, StatementHeader
from payments.settlement.errors import (
    BilledTwice,
    ChargesUnclear,
    FileOfOtherCard,
    NumberUsed,
    OpeningDiffers,
    PeriodNotContiguous,
    UnknownBillingAccount,
    UnknownCard,
)
from payments.settlement.models import CardStatement, StatementLine
from payments.settlement.states import LineKind

LARGEST_AMOUNT_IDR = 10**13
YEARS = range(2000, 2101)
_LINE_TEXTS = ("pan_masked", "auth_code", "rrn", "merchant_name", "channel")


def file_fits_here(file: StatementFile) -> None:
    """Texts, amounts and days that our columns can hold. Raises StatementFileRefused with row and column."""
    complaints = [*_header_complaints(file.header), *_line_complaints(file)]
    if complaints:
        raise StatementFileRefused(
            complaints=tuple(complaints),
            count=len(complaints),
            first=_("baris {row} kolom {column}: {message}").format(
                row=complaints[0].row, column=complaints[0].column, message=complaints[0].message
            ),
        )


def _header_complaints(header: StatementHeader) -> Iterator[Complaint]:
    if len(header.statement_no) > _length(CardStatement, "number"):
        yield Complaint(1, "statement_no", _("teks terlalu panjang"))
    for name in ("opening", "purchases", "refunds", "payments", "fees", "closing"):
        if abs(getattr(header, name).idr) > LARGEST_AMOUNT_IDR:
            yield Complaint(1, name, _("jumlah terlalu besar"))
    for name in ("purchases", "refunds", "payments", "fees"):
        if getattr(header, name).idr < 0:
            yield Complaint(1, name, _("jumlah tidak boleh negatif"))
    for name in ("period_from", "period_to", "statement_date", "due_date"):
        if getattr(header, name).year not in YEARS:
            yield Complaint(1, name, _("tahun tidak masuk akal"))


def _line_complaints(file: StatementFile) -> Iterator[Complaint]:
    widths = {name: _length(StatementLine, name) for name in _LINE_TEXTS}
    numbers: set[int] = set()
    for row, line in enumerate(file.lines, start=2):
        for name, width in widths.items():
            if len(getattr(line, name)) > width:
                yield Complaint(row, name, _("teks terlalu panjang"))
        if line.amount.idr > LARGEST_AMOUNT_IDR:
            yield Complaint(row, "amount", _("jumlah terlalu besar"))
        if line.line_no in numbers:
            yield Complaint(row, "line_no", _("nomor baris berulang"))
        if line.txn_datetime.year not in YEARS or line.posting_date.year not in YEARS:
            yield Complaint(row, "txn_datetime", _("tahun tidak masuk akal"))
        numbers.add(line.line_no)


def _length(model: type, name: str) -> int:
    return int(model._meta.get_field(name).max_length)  # type: ignore[attr-defined]


def file_is_of_card(file: StatementFile, card: Card) -> None:
    """The billing account of the programme, and only the number of this card.

    Raises  UnknownBillingAccount, UnknownCard, FileOfOtherCard.
    """
    same_account = file.header.billing_account == card.programme.billing_account
    strange = next((line.pan_masked for line in file.lines if line.pan_masked[-4:] not in ("", card.last4)), "")
    if same_account and not strange:
        return
    other = _card_of(file, card.agency_id)
    if other is not None and other.pk != card.pk:
        raise FileOfOtherCard(card=other.label)
    if not same_account:
        raise UnknownBillingAccount(account=file.header.billing_account)
    raise UnknownCard(card=strange)


def _card_of(file: StatementFile, agency_id: int) -> Card | None:
    """The office's card that every line of the file names, under the file's billing account; None when there is none.

    A file of more cards than one is nobody's.
    """
    numbers = {line.pan_masked[-4:] for line in file.lines if line.pan_masked}
    if len(numbers) != 1:
        return None
    billed = Card.objects.filter(agency_id=agency_id, programme__billing_account=file.header.billing_account)
    return billed.filter(last4=numbers.pop()).first()


def file_follows_the_last(header: StatementHeader, card: Card) -> None:
    """Periods follow one another and so do balances; a bill cut twice a day begins on the day the last one ended.

    Raises  NumberUsed, PeriodNotContiguous, OpeningDiffers.
    """
    earlier = CardStatement.objects.filter(card=card)
    if earlier.filter(number=header.statement_no).exists():
        raise NumberUsed()
    last = earlier.order_by("-period_to", "-imported_at").first()
    if last is None:
        return
    next_day = last.period_to + timedelta(days=1)
    if header.period_from not in (last.period_to, next_day):
        raise PeriodNotContiguous(found=long_day(header.period_from), expected=long_day(next_day))
    if header.opening != last.closing:
        raise OpeningDiffers(found=header.opening, expected=last.closing)


def nothing_is_billed_twice(file: StatementFile, card: Card) -> None:
    """No purchase twice in the file, nor on an earlier statement. Raises BilledTwice with the rows."""
    purchases = [(row, line.rrn) for row, line in enumerate(file.lines, start=2) if _has_reference(line)]
    references = [rrn for _row, rrn in purchases]
    billed = set(
        StatementLine.objects.filter(card=card, kind=LineKind.PURCHASE, rrn__in=references).values_list(
            "rrn", flat=True
        )
    )
    complaints = []
    for row, rrn in purchases:
        if rrn in billed:
            complaints.append(Complaint(row, "rrn", _("sudah ditagih: {rrn}").format(rrn=rrn)))
        billed.add(rrn)
    if complaints:
        raise BilledTwice(complaints=tuple(complaints))


def _has_reference(line: object) -> bool:
    return getattr(line, "kind", "") == LineKind.PURCHASE and bool(getattr(line, "rrn", ""))


def no_charge_waits_for_the_bank(card: Card) -> None:
    """A charge without an answer may be on the bill, and would be taken for one that nobody made.

    The card is locked, so no charge begins meanwhile. Raises ChargesUnclear.
    """
    waiting = CardTransaction.objects.filter(card=card, state__in=HELD_STATES).count()
    if waiting:
        raise ChargesUnclear(count=waiting)
