"""Seed the finished past: make up a batch, have the bank tell its side, write all rows in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from marketplace.accounts.roles import Role
from marketplace.demo.bank import Bank
from marketplace.demo.bulk.journal import Journal
from marketplace.demo.bulk.log import SYSTEM_WHO, Trail, Who
from marketplace.demo.bulk.papers import Papers
from marketplace.demo.cast import OFFICES, address
from marketplace.demo.models import SeedPart
from marketplace.demo.past import bills, checking, comparing, money_rows, oddities, order_rows, photos
from marketplace.demo.past.bill_papers import add_papers
from marketplace.demo.past.law_days import ONE_DAY
from marketplace.demo.past.market import Market
from marketplace.demo.past.order_papers import OrderPapers
from marketplace.demo.past.people import Desk, desks, holder_of, owners
from marketplace.demo.past.periods import Period, billed_until, office_days, periods
from marketplace.demo.past.plan import Purchase, Purse, office_weight, purchases, share_out
from marketplace.demo.programme import cards_by_office, treasury
from marketplace.demo.progress import Progress
from marketplace.demo.recent.ended import Ended
from marketplace.demo.recent.stages import planned
from marketplace.demo.world import World
from marketplace.kernel.calendar import add_working_days, local_day
from payments.budget.models import BudgetLine
from payments.budget.selectors import released_on_lines
from payments.cards import services as cards
from payments.cards.models import Card
from payments.cards.operator import operator_id
from payments.gateways.registry import bank_channel
from payments.payables.selectors import treatment_on
from vendors.models import Vendor

#: Orders written in one transaction.
BATCH = 400
FAVOURITES = 40
#: Percent of what was released of a line that the finished past may use, so that something is left to walk with.
SPENT_AT_MOST = 60
#: A paid order is completed by its officer within days, or by time after two weeks.
COMPLETED_BY_TIME = timedelta(days=14)


def seed_past(world: World, progress: Progress) -> dict[str, int]:
    """All finished purchases, batch by batch in the order of time; a batch on record is not done again."""
    bank = Bank()
    bank.wait()
    past, ended = Past(world, bank), Ended(world, desks(), progress)
    done = {part.name: part.figures["orders"] for part in SeedPart.objects.filter(name__startswith="past ")}
    written = planned = 0
    for name, period, shares in past.batches():
        planned += sum(count for _desk, count in shares)
        if name not in done:
            end_cards(world, period.year)
            ended.before(period.first)
            done[name] = past.write(name, period, _with_more(shares, planned - written))
        written += done[name]
        progress.tell(f"{written:,} of {past.wanted:,} purchases")
    end_cards(world, world.start_day.year)
    ended.before(world.start_day)
    return {"finished_purchases": written}


def end_cards(world: World, year: int) -> None:
    """The first night of a year ends the cards of the year before."""
    if year > world.years[0]:
        cards.expire_cards(at=world.moment(date(year, 1, 1), 0, 5))


def _with_more(shares: Sequence[tuple[Desk, int]], wanted: int) -> list[tuple[Desk, int]]:
    """The shares, with what earlier batches found neither goods nor money for."""
    missing = wanted - sum(count for _desk, count in shares)
    more = share_out(max(missing, 0), [count for _desk, count in shares])
    return [(desk, count + extra) for (desk, count), extra in zip(shares, more, strict=True)]


@dataclass
class Past:
    world: World
    bank: Bank

    @cached_property
    def desks(self) -> dict[str, Desk]:
        return desks()

    @cached_property
    def desk_of(self) -> dict[int, Desk]:
        return {desk.id: desk for desk in self.desks.values()}

    @cached_property
    def lines(self) -> dict[int, BudgetLine]:
        rows = BudgetLine.objects.select_related("sub_activity", "document", "fund_source")
        return {line.pk: line for line in rows}

    @cached_property
    def purse(self) -> Purse:
        released = released_on_lines(self.lines)
        left = {pk: released[pk].idr * SPENT_AT_MOST // 100 - line.used.idr for pk, line in self.lines.items()}
        keys = {(line.agency_id, line.fiscal_year, line.account_code): line.pk for line in self.lines.values()}
        return Purse(left, keys)

    @cached_property
    def market(self) -> Market:
        return Market(self.world, {line.account_code for line in self.lines.values()})

    @cached_property
    def photos(self) -> dict[tuple[int, str], UUID]:
        return photos.photos_of_offices(self.world, self.desks.values())

    @cached_property
    def owners(self) -> dict[int, Who]:
        return owners(self.market.vendors)

    @cached_property
    def treatments(self) -> dict[str, str]:
        codes = {line.account_code for line in self.lines.values()}
        return {code: str(treatment_on(code, self.world.start_day)) for code in codes}

    @cached_property
    def known_vendors(self) -> list[int]:
        emails = (address("tini"), address("slamet"))
        rows = Vendor.objects.filter(started_by__email__in=emails).order_by("pk").values_list("pk", flat=True)
        return [pk for pk in rows if pk in self.market.vendors]

    @cached_property
    def billed_until(self) -> date:
        return billed_until(self.world)

    @cached_property
    def told(self) -> set[int]:
        """Offices whose last bills belong to the recent weeks."""
        return {bill.desk.id for bill in planned(self.world, self.desks)[1]}

    @property
    def wanted(self) -> int:
        return self.world.size.orders - self.world.size.live_orders

    def favourites(self, code: str) -> list[int]:
        """The vendors an office knows: some forty, the two known ones among them for the offices that can be played."""
        dice = self.world.dice(f"favourites {code}")
        every = sorted(self.market.vendors)
        chosen = dice.sample(every, min(len(every), FAVOURITES))
        return chosen + self.known_vendors * 4 if code in OFFICES else chosen

    def batches(self) -> Iterator[tuple[str, Period, list[tuple[Desk, int]]]]:
        """Name, period and how many orders of which office: about BATCH in each."""
        found = periods(self.world)
        codes = sorted(self.desks)
        weights = [office_weight(self.world, code, OFFICES) for code in codes]
        by_period = share_out(self.wanted, [(one.cut - one.first).days + 1 for one in found]) if found else []
        for period, count in zip(found, by_period, strict=True):
            shares = [
                (self.desks[code], one) for code, one in zip(codes, share_out(count, weights), strict=True) if one
            ]
            for number, (part, chunk) in enumerate(self._parts(period, shares)):
                yield f"past {period.cut} {number}", part, chunk

    def _parts(
        self, period: Period, shares: Sequence[tuple[Desk, int]]
    ) -> Iterator[tuple[Period, list[tuple[Desk, int]]]]:
        """The offices whose bill of the period is repaid, and those whose bill the recent weeks tell of."""
        waits = period.billed and period.cut > self.billed_until
        told = [share for share in shares if waits and share[0].id in self.told]
        for part, some in ((period, [one for one in shares if one not in told]), (replace(period, billed=False), told)):
            for chunk in _chunks(some):
                yield part, chunk

    def write(self, name: str, period: Period, shares: Sequence[tuple[Desk, int]]) -> int:
        """One batch: plan, bank, rows; how many it made. The bank keeps its answers, so a second run gets the same."""
        made = [
            one
            for desk, count in shares
            for one in purchases(
                self.world, period, desk, count, self.market, self.purse, self.owners,
                self.favourites(desk.agency.short_code),
            )
        ]  # fmt: skip
        made += oddities.planned(self, period, [desk for desk, _count in shares])
        if made:
            batch = Batch(self, period, made)
            batch.ask_bank()
        with transaction.atomic():
            if made:
                batch.write()
            SeedPart.objects.create(
                name=name, seed=self.world.seed, size=self.world.size_name, start_day=self.world.start_day,
                figures={"orders": len(made)},
            )  # fmt: skip
        return len(made)


def _chunks(shares: Sequence[tuple[Desk, int]]) -> Iterator[list[tuple[Desk, int]]]:
    chunk: list[tuple[Desk, int]] = []
    for desk, count in shares:
        if chunk and sum(one for _desk, one in chunk) + count > BATCH:
            yield chunk
            chunk = []
        chunk.append((desk, count))
    if chunk:
        yield chunk


class Batch:
    """The purchases of some offices in one period, with their cards and bills."""

    def __init__(self, past: Past, period: Period, made: list[Purchase]) -> None:
        self.past, self.period = past, period
        self.made = sorted(made, key=lambda one: (one.times["charge"], one.id))
        self.cards: dict[Any, Card] = {}
        by_card: dict[int, list[Purchase]] = defaultdict(list)
        held = cards_by_office(period.year)
        for place, one in enumerate(self.made):
            self._finish_times(one)
            money_rows.give_ids(one)
            own = held[one.desk.id]
            card = own[place % len(own)]
            self.cards[one.id] = card
            by_card[card.pk].append(one)
        known = {card.pk: card for cards in held.values() for card in cards}
        self.bills = bills.bills_of(past.world, period, by_card, known, past.desk_of) if period.billed else []

    def _finish_times(self, one: Purchase) -> None:
        world, paid = self.past.world, one.times["capture"]
        remit = money_rows.remittance_day(world, paid)
        if remit is not None:
            one.times["remit"] = remit
        latest = world.moment(office_days(world.opened_on, world.start_day - ONE_DAY)[-1], 16)
        day = add_working_days(local_day(paid), one.dice.randint(1, 4))
        reviewed = world.moment(day, one.dice.randint(8, 15), one.dice.randrange(60))
        if one.dice.random() < 0.6 or paid + COMPLETED_BY_TIME > latest:
            if reviewed > latest and one.year == world.start_day.year:
                return  # paid these days
            one.times["review"] = one.times["complete"] = min(reviewed, latest)
        else:
            one.times["complete"] = paid + COMPLETED_BY_TIME
        one.ending = "completed"

    def ask_bank(self) -> None:
        """Charges and transfers in the order of time, then each card's statement and its repayment."""
        charges = [money_rows.charge_request(one, self.cards[one.id], one.lines[0].goods.account) for one in self.made]
        for one, intent in zip(self.made, self.past.bank.batch(charges), strict=True):
            money_rows.remember_charge(one, intent)
        accounts = self.past.market.accounts
        transfers = [money_rows.transfer_request(one, accounts[one.vendor.pk]) for one in self.made]
        for one, transfer in zip(self.made, self.past.bank.batch(transfers), strict=True):
            one.bank["transfer_id"] = transfer["id"]
        cuts = self.past.bank.batch([bills.cut_request(bill) for bill in self.bills])
        channel = bank_channel()
        for bill, cut in zip(self.bills, cuts, strict=True):
            bill.content = channel.fetch_statement(statement_no=cut["header"]["statement_no"])
        repaid = self.past.bank.batch([bills.repay_request(bill) for bill in self.bills])
        for bill, answer in zip(self.bills, repaid, strict=True):
            bill.bank_id = answer["id"]

    def write(self) -> None:
        past, trail, papers, journal = self.past, Trail(), Papers(), Journal()
        codes = {line.pk: line.account_code for line in past.lines.values()}
        order_rows.number_orders(self.made)
        checking.judge_all(self.made, codes)
        offers = {one.id: comparing.offers_of(one, past.market) for one in self.made if one.compared}
        for one in self.made:
            one.compared = bool(offers.get(one.id))
        own_papers = OrderPapers(papers, past.lines)
        for one in self.made:
            own_papers.add(one, offers.get(one.id, []))
        treasurer, office = holder_of(Role.TREASURY_PROXY), treasury()
        bill_papers = {bill.id: add_papers(bill, papers, treasurer, office, codes) for bill in self.bills}
        papers.flush(trail)
        order_rows.write_orders(self.made, offers, trail)
        photos.write_photos(self.made, past.photos)
        money_rows.write_payables(self.made, past.lines, past.treatments)
        money_rows.write_charges(self.made, self.cards, self._actors(treasurer))
        bills.write_bills(self.bills, bill_papers, treasurer)
        bills.move_limits(self.made, self.cards, repaid=self.period.billed)
        money_rows.post_purchases(self.made, self.cards, past.lines, past.treatments, operator_id(), journal)
        bills.post_bills(self.bills, office.pk, journal)
        journal.flush()
        money_rows.record_payments(self.made, self.cards, trail)
        bills.record_bills(self.bills, bill_papers, treasurer, trail)
        trail.flush()

    def _actors(self, treasurer: Who) -> dict[str, Any]:
        """Who makes each move of a charge."""

        def held(role: str):
            return lambda one: one.desk.who(role)

        holder, admin = held(Role.CARD_HOLDER), held(Role.CARD_ADMIN)
        return {
            "initiate": holder,
            "capture": holder,
            "post": admin,
            "bill": admin,
            "list_dpr": held(Role.ACTIVITY_OFFICER),
            "approve": held(Role.BUDGET_USER),
            "file_spp": held(Role.TREASURER),
            "sign_spm": held(Role.BUDGET_USER),
            "issue_sp2d": lambda _one: treasurer,
            "pay_bank": lambda _one: SYSTEM_WHO,
        }


def settle_figures() -> None:
    """Each vendor's own figures from the scores on record: rated orders, those on time, the mean of the last twenty."""
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH scored AS (
                 SELECT vendor_id, 30 * quality + 20 * cost + 30 * time + 20 * service AS score, is_on_time,
                        row_number() OVER (PARTITION BY vendor_id ORDER BY at DESC, id DESC) AS place
                   FROM vendors_performancerecord
               ), sums AS (
                 SELECT vendor_id, count(*) AS rated, count(*) FILTER (WHERE is_on_time) AS on_time,
                        count(*) FILTER (WHERE place <= 20) AS counted, sum(score) FILTER (WHERE place <= 20) AS total
                   FROM scored GROUP BY vendor_id
               )
               UPDATE vendors_vendor AS vendor
                  SET rated_orders = sums.rated, on_time_orders = sums.on_time,
                      performance_hundredths =
                      CASE WHEN sums.counted >= 3 THEN (600 + sums.total) / (3 + sums.counted) END
                 FROM sums WHERE sums.vendor_id = vendor.organisation_id"""
        )
