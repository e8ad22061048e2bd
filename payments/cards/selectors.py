"""Questions about cards, charges and payouts. What an actor may see is decided here, once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.accounts.roles import VENDOR_ROLES, Role
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import add_working_days, local_day
from marketplace.kernel.law import RateNotPublished, limit_on
from marketplace.kernel.money import Rupiah, sum_rupiah
from marketplace.tax.card_fee import merchant_fee
from marketplace.ui import formats
from marketplace.ui.tasks import Task
from payments.cards.models import Card, CardTransaction, LimitChange, LimitKind, Payout
from payments.cards.payers import PAYERS, can_pay_for, cards_of_payer
from payments.cards.states import DEAD_STATES, CardState, PayoutState, TransactionState
from payments.ledger.models import Posting
from payments.payables.models import Payable
from payments.payables.selectors import AUDITORS, payables_awaiting_payment, payables_visible_to
from payments.payables.states import PayableState

#: Who looks after all the cards of an agency.
KEEPERS = (
    Role.BUDGET_USER,
    Role.BUDGET_PROXY,
    Role.FINANCE_VERIFIER,
    Role.TREASURER,
    Role.ASSISTANT_TREASURER,
    Role.CARD_ADMIN,
)
#: Who may open a payment by card.
READERS = (*PAYERS, *KEEPERS, *AUDITORS)
MOST_TASKS = 20
#: No card has paid it yet.
WAITING = (PayableState.OPEN, PayableState.BLOCKED)


# ---- cards ----------------------------------------------------------------------------------------------------------


def cards_visible_to(actor: Actor) -> QuerySet[Card]:
    """Auditors and the treasury see all cards, keepers those of their agency, others the ones they may use."""
    cards = Card.objects.select_related("holder", "agency__organisation", "programme")
    if actor.is_system or actor.holds_any(*AUDITORS):
        return cards
    mine = Q(holder_id=actor.id) | Q(delegates__user_id=actor.id, delegates__revoked_at=None)
    return cards.filter(Q(agency_id__in=actor.organisations(*KEEPERS)) | mine).distinct()


def cards_to_pay_with(actor: Actor, agency_id: int, day: date) -> list[Card]:
    """The cards of an agency that this person may charge on a day, whatever their standing."""
    cards = cards_of_payer(actor, day).filter(agency_id=agency_id)
    return list(cards.select_related("holder", "programme").order_by("pk"))


@dataclass(frozen=True)
class LimitEntry:
    """One journal entry of a card's limit: how much less or more is available, and what is left after it."""

    day: date
    kind: str
    order_number: str
    reason: str
    change: Rupiah
    left: Rupiah


def limit_ledger(card: Card, *, last: int = 30) -> list[LimitEntry]:
    """The last entries that moved what is available on a card, oldest first, read from the journal."""
    postings = (
        Posting.objects.filter(book="LIM", account="TERSEDIA", card_id=card.pk, entity_id=card.agency_id)
        .select_related("entry")
        .order_by("-entry_id", "-position")[:last]
    )
    found, left = [], card.available
    for posting in postings:
        change = Rupiah(posting.amount_idr if posting.side == "C" else -posting.amount_idr)
        entry = posting.entry
        found.append(LimitEntry(entry.effective_at, entry.kind, entry.order_number, entry.reason, change, left))
        left = left - change
    return found[::-1]


# ---- charges --------------------------------------------------------------------------------------------------------


def transactions_visible_to(actor: Actor) -> QuerySet[CardTransaction]:
    """Charges of the cards that this person may see, and of the payables of the agency that she pays for."""
    charges = CardTransaction.objects.select_related("card", "payable", "vendor__organisation", "holder")
    if actor.is_system or actor.holds_any(*AUDITORS):
        return charges
    mine = Q(holder_id=actor.id) | Q(initiated_by_id=actor.id)
    return charges.filter(Q(agency_id__in=actor.organisations(*KEEPERS, *PAYERS)) | mine)


def live_charge(payable: Payable) -> CardTransaction | None:
    """The charge that stands for a payable: the one that is not dead."""
    return payable.card_transactions.exclude(state__in=DEAD_STATES).select_related("card").first()


def declined_charges(payable: Payable) -> QuerySet[CardTransaction]:
    """Earlier attempts that came to nothing, newest first."""
    return payable.card_transactions.filter(state__in=DEAD_STATES).select_related("card")


# ---- payables to pay ------------------------------------------------------------------------------------------------


def payables_to_handle(actor: Actor) -> QuerySet[Payable]:
    """Payables of the agencies in which this person pays or keeps the cards; auditors see all."""
    visible = payables_visible_to(actor).select_related("vendor__organisation", "agency__organisation", "invoice")
    if actor.is_system or actor.holds_any(*AUDITORS):
        return visible
    return visible.filter(agency_id__in=actor.organisations(*KEEPERS, *PAYERS))


def pay_by(opened_at: datetime) -> date:
    """The day by which a payable should be paid. Source: the site's deadline `deadline.pay_wd`."""
    day = local_day(opened_at)
    try:
        return add_working_days(day, limit_on("deadline.pay_wd", day))
    except RateNotPublished:
        return day


# ---- the seller's money ---------------------------------------------------------------------------------------------


def payables_of_seller(actor: Actor) -> QuerySet[Payable]:
    """What is owed or was paid to the vendors this person works for, newest first, with charge and payout."""
    charges = CardTransaction.objects.exclude(state__in=DEAD_STATES).select_related("payout__bank_account", "card")
    return (
        Payable.objects.filter(vendor_id__in=actor.organisations(*VENDOR_ROLES))
        .select_related("agency__organisation", "invoice", "vendor")
        .prefetch_related(Prefetch("card_transactions", queryset=charges))
        .order_by("-opened_at", "-id")
    )


def expected_net(payable: Payable, *, on: date) -> Rupiah:
    """What arrives if the card pays on that day: less the taxes kept and the acquirer's fee."""
    return _less_fee(payable.net_to_vendor_idr, payable.accepted_idr, payable.vendor.qris_criteria, on)


def _less_fee(net_idr: int, accepted_idr: int, criteria: str, on: date) -> Rupiah:
    return Rupiah(net_idr) - merchant_fee(Rupiah(accepted_idr), criteria=criteria, on=on)


@dataclass(frozen=True)
class Pipeline:
    """Where a seller's money is: sums and counts of each stage."""

    to_be_paid: Rupiah
    to_be_paid_count: int
    pay_by: date | None
    being_charged: Rupiah
    on_its_way: Rupiah
    on_its_way_count: int
    refused: Rupiah
    received_this_month: Rupiah

    @property
    def coming(self) -> Rupiah:
        return self.to_be_paid + self.being_charged + self.on_its_way + self.refused


def pipeline(vendor_ids: Iterable[int], *, at: datetime) -> Pipeline:
    """The money of these vendors between goods received and their bank account, as much as will arrive."""
    payables = Payable.objects.filter(vendor_id__in=vendor_ids)
    facts = ("state", "opened_at", "net_to_vendor_idr", "accepted_idr", "vendor__qris_criteria")
    rows = payables.filter(state__in=[*WAITING, PayableState.CHARGING]).order_by("opened_at").values_list(*facts)
    today = local_day(at)
    uncharged = [
        (state, opened, _less_fee(net, gross, criteria, today)) for state, opened, net, gross, criteria in rows
    ]
    waiting = [net for state, _opened, net in uncharged if state in WAITING]
    oldest = next((opened for state, opened, _net in uncharged if state == PayableState.OPEN), None)
    payouts = Payout.objects.filter(vendor_id__in=vendor_ids)
    on_its_way = payouts.filter(state__in=[PayoutState.PENDING, PayoutState.SENT])
    first = timezone.localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return Pipeline(
        to_be_paid=sum_rupiah(waiting),
        to_be_paid_count=len(waiting),
        pay_by=pay_by(oldest) if oldest else None,
        being_charged=sum_rupiah(net for state, _opened, net in uncharged if state == PayableState.CHARGING),
        on_its_way=_sum(on_its_way, "net_idr"),
        on_its_way_count=on_its_way.count(),
        refused=_sum(payouts.filter(state=PayoutState.REFUSED), "net_idr"),
        received_this_month=_sum(payouts.filter(state=PayoutState.PAID, paid_at__gte=first), "net_idr"),
    )


def _sum(rows: QuerySet, column: str) -> Rupiah:
    return Rupiah(int(rows.aggregate(total=Sum(column))["total"] or 0))


# ---- the operator ---------------------------------------------------------------------------------------------------


def refused_payouts() -> QuerySet[Payout]:
    return (
        Payout.objects.filter(state=PayoutState.REFUSED)
        .select_related("vendor__organisation", "bank_account", "transaction__payable")
        .order_by("created_at")
    )


def taxes_to_remit() -> list[dict]:
    """Per month of payment: what the platform collected, paid out and not yet passed on to the state."""
    due = Payout.objects.filter(state=PayoutState.PAID, tax_remitted_on=None).exclude(ppn_idr=0, pph_idr=0)
    months: dict[date, dict] = {}
    for payout in due.select_related("transaction").order_by("transaction__captured_at"):
        month = local_day(payout.transaction.captured_at or payout.created_at).replace(day=1)
        sums = months.setdefault(month, {"month": month, "payments": 0, "ppn_idr": 0, "pph_idr": 0})
        sums["payments"] += 1
        sums["ppn_idr"] += payout.ppn_idr
        sums["pph_idr"] += payout.pph_idr
    return list(months.values())


# ---- what waits -----------------------------------------------------------------------------------------------------


def tasks_for(actor: Actor) -> list[Task]:
    """What this person must do with cards and payments, the nearest deadline first."""
    if actor.id is None:
        return []
    found = [*_to_pay(actor), *_to_activate(actor), *_ending_rises(actor), *_refused(actor)]
    return sorted(found, key=lambda task: (task.deadline or date.max, str(task.title)))


def count_to_pay(actor: Actor) -> int:
    """The number beside "Bayar penjual": of the offices that this person can pay for today."""
    return payables_awaiting_payment(_offices_to_pay_for(actor)).count()


def _offices_to_pay_for(actor: Actor) -> QuerySet:
    return cards_of_payer(actor, local_day(timezone.now())).values("agency_id")


def may_try_again(actor: Actor, charge: CardTransaction) -> bool:
    """Whether this person may press the button again after the bank said no."""
    payable = charge.payable
    if charge.state != TransactionState.DECLINED or payable is None or payable.state != PayableState.OPEN:
        return False
    return can_pay_for(actor, payable.agency_id, local_day(timezone.now()))


def _to_pay(actor: Actor) -> list[Task]:
    if not actor.organisations(*PAYERS):
        return []
    today = local_day(timezone.now())
    tasks = []
    for payable in payables_awaiting_payment(_offices_to_pay_for(actor)).select_related("vendor__organisation")[
        :MOST_TASKS
    ]:
        deadline = pay_by(payable.opened_at)
        amount = formats.rupiah(payable.accepted_idr)
        tasks.append(
            Task(
                title=_("Bayar %(vendor)s %(amount)s") % {"vendor": payable.vendor.display_name, "amount": amount},
                url=reverse("cards:payable", args=[payable.pk]),
                detail=f"{payable.description}, {payable.order_number}",
                deadline=deadline,
                icon="credit-card",
                tone="bad" if deadline < today else "warn",
            )
        )
    return tasks


def _to_activate(actor: Actor) -> list[Task]:
    waiting = Card.objects.filter(
        agency_id__in=actor.organisations(Role.CARD_ADMIN), state__in=[CardState.APPROVED, CardState.ISSUED]
    ).select_related("holder")
    titles = {
        CardState.APPROVED: _("Lanjutkan penerbitan kartu %(holder)s"),
        CardState.ISSUED: _("Serahkan dan aktifkan kartu %(holder)s"),
    }
    return [
        Task(
            title=titles[CardState(card.state)] % {"holder": card.holder.full_name},
            url=card.get_absolute_url(),
            detail=card.label,
            icon="credit-card",
            tone="warn",
        )
        for card in waiting[:MOST_TASKS]
    ]


def _ending_rises(actor: Actor) -> list[Task]:
    today = local_day(timezone.now())
    ending = LimitChange.objects.filter(
        card__agency_id__in=actor.organisations(Role.CARD_ADMIN),
        kind=LimitKind.TEMPORARY,
        ended_by=None,
        ends_on__lte=today + timedelta(days=3),
    ).select_related("card__holder")
    return [
        Task(
            title=_("Kenaikan sementara limit %(holder)s segera berakhir") % {"holder": rise.card.holder.full_name},
            url=rise.card.get_absolute_url(),
            detail=rise.card.label,
            deadline=rise.ends_on,
            icon="timer",
            tone="info",
        )
        for rise in ending[:MOST_TASKS]
    ]


def _refused(actor: Actor) -> list[Task]:
    if not actor.holds(Role.SITE_ADMIN):
        return []
    return [
        Task(
            title=_("Kirim ulang pembayaran %(vendor)s") % {"vendor": payout.vendor.display_name},
            url=reverse("cards:operator"),
            detail=formats.rupiah(payout.net_idr),
            icon="banknote",
            tone="bad",
        )
        for payout in refused_payouts()[:MOST_TASKS]
    ]
