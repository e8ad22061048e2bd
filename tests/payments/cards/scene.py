"""An office with a card and a vendor to be paid: made by the real services, with the bank in memory."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from uuid import uuid4

from django.db import connection

from marketplace.accounts.models import Organisation, User
from marketplace.accounts.roles import Role
from marketplace.kernel.actors import SYSTEM, Actor, Grant
from marketplace.kernel.calendar import fiscal_year
from marketplace.kernel.money import Rupiah
from marketplace.tax.breakdown import tax_breakdown
from marketplace.tax.facts import Channel as TaxChannel
from marketplace.tax.facts import Method, TaxLine, VendorKind, VendorTaxFacts
from payments.budget import services as budget
from payments.budget.models import BudgetLine, SubActivity
from payments.cards import services as cards
from payments.cards.invariants import INVARIANTS
from payments.cards.models import Card, CardTransaction, Payout
from payments.gateways.fake import FakeGateway
from payments.payables.models import Payable
from payments.payables.services import open_payable
from tests.payments.budget_scene import ANI, NOON, STATIONERY, Office, broken_invariants, charge, order_ref
from vendors.models import BankAccount, Vendor
from vendors.states import BankAccountState

_numbers = count(1)


def rp(idr: int) -> Rupiah:
    return Rupiah(idr)


def person(name: str) -> User:
    return User.objects.create(full_name=name, email=f"{uuid4().hex}@contoh.id")


def actor(user: User, role: str, organisation_id: int | None) -> Actor:
    return Actor(user.pk, user.full_name, frozenset({Grant(role, organisation_id)}), display_role=role)


def make_operator() -> Organisation:
    found = Organisation.objects.filter(kind="operator").first()
    return found or Organisation.objects.create(kind="operator", name="Penyelenggara")


def make_vendor(
    name: str = "Warung Sari", *, when: datetime = NOON, criteria: str = "UMI", account: bool = True
) -> Vendor:
    """A vendor with an account that may be paid."""
    number = next(_numbers)
    organisation = Organisation.objects.create(kind="vendor", name=f"{name} {number}")
    vendor = Vendor.objects.create(organisation=organisation, trade_name=name, state_since=when, qris_criteria=criteria)
    if account:
        give_account(vendor, when=when)
    return vendor


def give_account(
    vendor: Vendor,
    *,
    when: datetime = NOON,
    usable_from: datetime | None = None,
    version: int = 1,
    state: str = BankAccountState.VERIFIED,
    **facts,
) -> BankAccount:
    digits = f"30{next(_numbers):08d}"
    return BankAccount.objects.create(
        vendor=vendor,
        version=version,
        bank_code="113",
        bank_name="Bank Jateng",
        number=digits,
        number_hash=f"{int(digits):064x}",
        holder_name="Sari",
        state=state,
        proposed_at=when,
        verified_by=person("Vina"),
        verified_at=when,
        usable_from=usable_from or when,
        **facts,
    )


class CardScene:
    """Citra holds a card of 5,000,000 (3,000,000 at once); Hadi administers it; Bu Sari is to be paid.

    The figures are those of the base data of the test vectors.
    """

    def __init__(
        self,
        *,
        limit: int = 5_000_000,
        per_txn: int = 3_000_000,
        up_kkpd: int | None = None,
        kind: str = "goods",
        when: datetime = NOON,
        gateway=None,
        criteria: str = "UMI",
        **card_facts,
    ) -> None:
        self.when = when
        self.year = fiscal_year(when)
        self.office = Office(year=self.year)
        self.agency_id = self.office.agency.pk
        self.operator = make_operator()
        self.bank = gateway or FakeGateway()
        self.holder, self.hadi = person("Citra Dewanti"), person("Hadi")
        self.citra = actor(self.holder, Role.CARD_HOLDER, self.agency_id)
        self.admin = actor(self.hadi, Role.CARD_ADMIN, self.agency_id)
        self.programme = self.open_programme(up_kkpd or limit)
        self.card = self.issue(limit=limit, per_txn=per_txn, kind=kind, **card_facts)
        self.vendor = make_vendor(when=when, criteria=criteria)

    def open_programme(self, up_kkpd: int):
        return cards.open_programme(
            agency_id=self.agency_id,
            fiscal_year=self.year,
            up=rp(up_kkpd * 2),
            card_share_bp=5000,
            issuing_bank="Bank Jateng",
            billing_bank="Bank Jateng",
            billing_account=f"8800{uuid4().int % 10**8:08d}",
            decision_number="900/12/2026",
            decision_date=date(self.year, 1, 5),
            actor=self.admin,
            at=self.when,
        )

    def issue(self, *, limit: int, per_txn: int, active: bool = True, **facts) -> Card:
        facts = {"valid_from": date(self.year, 1, 1), "valid_to": date(self.year, 12, 31)} | facts
        card = cards.issue_card(
            programme_id=self.programme.pk,
            holder_id=self.holder.pk,
            limit=rp(limit),
            per_txn=rp(per_txn),
            last4=f"{next(_numbers) % 10_000:04d}",
            decision_number="900/13/2026",
            actor=self.admin,
            at=self.when,
            gateway=self.bank,
            **facts,
        )
        if active:
            cards.activate_card(card_id=card.pk, handover_number="BA-1/2026", actor=self.admin, at=self.when)
        return Card.objects.get(pk=card.pk)

    def line(self, ceiling: int, account: str = STATIONERY) -> BudgetLine:
        """A budget line of its own, under a sub activity of its own."""
        sub_activity = SubActivity.objects.create(
            agency=self.office.agency, code=f"2.16.02.1.{next(_numbers)}", name="Pengelolaan media"
        )
        return budget.open_line(
            sub_activity=sub_activity,
            document=self.office.document,
            account_code=account,
            fund_source_code="PAD",
            ceiling=rp(ceiling),
        )

    def payable(
        self,
        amount: int,
        *,
        account: str = STATIONERY,
        is_pkp: bool = False,
        tax_class: str = "goods",
        vendor: Vendor | None = None,
        order=None,
        kind: VendorKind = VendorKind.PERSON,
        channel: TaxChannel = TaxChannel.SIPP,
    ) -> Payable:
        """Goods of this value were received."""
        line = self.line(amount, account)
        order = order or order_ref()
        charges = [charge(line, amount)]
        budget.reserve(charges=charges, order=order, actor=ANI, at=self.when)
        budget.commit(order=order, charges=charges, at=self.when)
        return self.receive(
            order, charges, is_pkp=is_pkp, tax_class=tax_class, vendor=vendor, kind=kind, channel=channel
        )

    def receive(
        self,
        order,
        charges,
        *,
        is_pkp=False,
        tax_class="goods",
        vendor=None,
        kind=VendorKind.PERSON,
        channel=TaxChannel.SIPP,
        at=None,
    ) -> Payable:
        accepted = rp(sum(one.amount.idr for one in charges))
        facts = VendorTaxFacts(kind=kind, is_pkp=is_pkp, npwp_valid=True, has_suket=False)
        return open_payable(
            order=order,
            agency_id=self.agency_id,
            vendor_id=(vendor or self.vendor).pk,
            accepted=accepted,
            charges=charges,
            breakdown=tax_breakdown(
                lines=[TaxLine(gross=accepted, tax_class=tax_class)],
                vendor=facts,
                channel=channel,
                method=Method.CARD,
                on=(at or self.when).date(),
            ),
            requester_id=person("Ani").pk,
            chooser_id=person("Eko").pk,
            approver_id=person("Budi").pk,
            receiver_id=person("Fitri").pk,
            evidence_ids=[uuid4()],
            handover_document_id=uuid4(),
            description="Alat tulis kantor",
            at=at or self.when,
            actor=SYSTEM,
        )

    def start(
        self,
        payable: Payable,
        *,
        card: Card | None = None,
        actor: Actor | None = None,
        at: datetime | None = None,
        **facts,
    ) -> CardTransaction:
        facts = {"attempt_key": uuid4()} | facts
        return cards.start_charge(
            payable_id=payable.pk,
            card_id=(card or self.card).pk,
            actor=actor or self.citra,
            at=at or self.when,
            **facts,
        )

    def perform(self, transaction: CardTransaction, *, at: datetime | None = None) -> CardTransaction:
        return cards.perform_charge(transaction_id=transaction.pk, at=at or self.when, gateway=self.bank)

    def pay(self, amount_or_payable, *, at: datetime | None = None, **facts) -> CardTransaction:
        """Charged and captured."""
        payable = amount_or_payable if isinstance(amount_or_payable, Payable) else self.payable(amount_or_payable)
        return self.perform(self.start(payable, at=at, **facts), at=at)

    def payout_of(self, transaction: CardTransaction) -> Payout:
        return Payout.objects.get(transaction=transaction)

    def send_payout(self, transaction: CardTransaction, *, at: datetime | None = None) -> Payout:
        return cards.send_payout(payout_id=self.payout_of(transaction).pk, at=at or self.when, gateway=self.bank)

    def later(self, **how) -> datetime:
        return self.when + timedelta(**how)

    def figures(self, card: Card | None = None) -> tuple[int, int, int, int]:
        """Limit, available, held, used of the card, now."""
        fresh = Card.objects.get(pk=(card or self.card).pk)
        return fresh.limit_idr, fresh.available.idr, fresh.held_idr, fresh.used_idr


def broken(*, waiting: bool = False) -> list[str]:
    """The codes of all invariants of payments that some row breaks, those of cards included.

    `waiting`: a charge of a day long past waits for the bank, as the test wants it (I-34).
    """
    found = broken_invariants()
    with connection.cursor() as cursor:
        for invariant in INVARIANTS:
            cursor.execute(invariant.sql)
            if cursor.fetchone() and not (waiting and invariant.code == "I-34"):
                found.append(invariant.code)
    return found
