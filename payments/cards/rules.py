"""What must be true before the bank is asked: each rule names its refusal, so the page can show them all.

Source  Permendagri 79/2022 art. 18-19; Bank Indonesia (QRIS); domain reference §3.3-3.5.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Sum

from marketplace.kernel.errors import RuleViolation
from marketplace.kernel.law import limit_on
from marketplace.kernel.money import Rupiah
from marketplace.tax.channel import CardCannotWithhold
from marketplace.tax.facts import Collector
from payments.budget.year_end import BillOfEarlierYear, LastDay, after_last_day
from payments.cards.categories import CardCategory, CardKind, category_of
from payments.cards.errors import (
    CardExpired,
    CardNotActive,
    CategoryNotAllowed,
    ChannelNotAllowed,
    LimitCard,
    LimitTxn,
    OtherAgency,
    PayeeLimit,
    QrisCap,
)
from payments.cards.models import Card, CardTransaction, Channel
from payments.cards.states import DEAD_STATES, CardState
from payments.payables.models import Payable


@dataclass(frozen=True)
class Facts:
    """One charge to be judged: what, with which card, by which way, on which day, and what was paid today already."""

    payable: Payable
    card: Card
    channel: Channel
    day: date
    accounts: Sequence[str]
    paid_to_vendor_today: Rupiah = field(default_factory=Rupiah.zero)


def facts(payable: Payable, card: Card, *, channel: str, day: date) -> Facts:
    accounts = payable.charges.order_by("id").values_list("line__account_code", flat=True)
    return Facts(payable, card, Channel(channel), day, list(accounts), _paid_today(payable, day))


def _paid_today(payable: Payable, day: date) -> Rupiah:
    """What the agency charged for this vendor on that day, so that a payment cut in pieces counts whole."""
    charged = CardTransaction.objects.filter(
        agency_id=payable.agency_id, vendor_id=payable.vendor_id, requested_at__date=day
    ).exclude(state__in=DEAD_STATES)
    return Rupiah(int(charged.exclude(payable=payable).aggregate(total=Sum("amount_idr"))["total"] or 0))


def refusals(of: Facts) -> Iterator[RuleViolation]:
    """Every rule that says no, in the order in which they are told."""
    yield from _card_can_be_used(of)
    yield from _year_is_open(of)
    yield from _card_is_meant_for_it(of)
    yield from _amount_fits(of)
    yield from _tax_needs_nobody_between(of)


def _year_is_open(of: Facts) -> Iterator[RuleViolation]:
    """Nothing is charged after the last day of the circular, nor for the budget of a year that is over."""
    if of.payable.fiscal_year != of.day.year:
        yield BillOfEarlierYear(year=of.payable.fiscal_year)
    elif too_late := after_last_day(LastDay.CAPTURE, on=of.day):
        yield too_late


def _card_can_be_used(of: Facts) -> Iterator[RuleViolation]:
    if not of.card.is_valid_on(of.day):
        yield CardExpired(valid_to=of.card.valid_to)
    if of.card.state != CardState.ACTIVE:
        yield CardNotActive(state=of.card.get_state_display())
    if of.card.agency_id != of.payable.agency_id:
        yield OtherAgency()


def _card_is_meant_for_it(of: Facts) -> Iterator[RuleViolation]:
    for account in of.accounts:
        category = category_of(account)
        if not of.card.may_buy(category):
            kind, name = CardKind(of.card.kind).label, CardCategory(category).label
            yield CategoryNotAllowed(kind=kind, category=name, account=account)
            break
    if of.channel not in of.card.channels:
        yield ChannelNotAllowed(channel=of.channel.label)


def _amount_fits(of: Facts) -> Iterator[RuleViolation]:
    amount = of.payable.accepted
    payee_limit = Rupiah(limit_on("payee_limit_idr", of.day))
    if amount + of.paid_to_vendor_today > payee_limit:
        yield PayeeLimit(requested=amount + of.paid_to_vendor_today, limit=payee_limit)
    if of.channel == Channel.QRIS:
        cap = Rupiah(limit_on("qris_txn_cap_idr", of.day))
        if amount > cap:
            yield QrisCap(requested=amount, limit=cap)
    if amount > Rupiah(of.card.per_txn_idr):
        yield LimitTxn(requested=amount, limit=Rupiah(of.card.per_txn_idr))
    if amount > of.card.available:
        yield LimitCard(available=of.card.available, requested=amount)


def _tax_needs_nobody_between(of: Facts) -> Iterator[RuleViolation]:
    """A card pays in full, so no treasurer can withhold."""
    if of.payable.ppn_idr and of.payable.ppn_collector == Collector.AGENCY:
        yield CardCannotWithhold(tax="PPN")
    if of.payable.pph_idr and of.payable.pph_collector == Collector.AGENCY:
        yield CardCannotWithhold(tax=of.payable.pph_object or "PPh")
