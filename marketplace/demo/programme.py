"""The card programme: a float for each office and year, and the cards that its holder was given."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from marketplace.accounts.actors import actor_for
from marketplace.accounts.models import Agency
from marketplace.accounts.roles import Role
from marketplace.demo.bank import Bank
from marketplace.demo.cast import OFFICES
from marketplace.demo.past.people import Desk, desks
from marketplace.demo.progress import Progress
from marketplace.demo.recent.stages import KNOWN_BILLS
from marketplace.demo.world import World
from marketplace.kernel.actors import SYSTEM
from marketplace.kernel.money import Rupiah
from payments.cards import services as cards
from payments.cards.models import Card, CardProgramme
from payments.cards.states import CardState
from payments.settlement.selectors import treasury_id

BANK_NAME = "Bank Jateng"
FLOAT_IDR, PER_TXN_IDR = 1_500_000_000, 50_000_000
#: How much of the card part of the float the cards take together.
GRANTED_PERCENT = 90


def seed_cards(world: World, progress: Progress) -> dict[str, int]:
    """Open each programme and have the bank issue its cards; what is there already is left alone. Raises BankAway."""
    Bank().wait()
    issued = 0
    for code, desk in desks().items():
        for year in world.years:
            issued += _programme(world, desk, year, len(KNOWN_BILLS) if code in OFFICES else 1)
            progress.tell(f"{issued} cards")
        if code in OFFICES:
            _letter_of_attorney(world, desk)
    return {"programmes": CardProgramme.objects.count(), "cards": Card.objects.count()}


def _programme(world: World, desk: Desk, year: int, wanted: int) -> int:
    at = world.moment(date(year, 1, 1), 7)
    programme = CardProgramme.objects.filter(agency_id=desk.id, fiscal_year=year).first()
    if programme is None:
        programme = cards.open_programme(
            agency_id=desk.id,
            fiscal_year=year,
            up=Rupiah(FLOAT_IDR * world.size.money * (2 if desk.agency.short_code in OFFICES else 1)),
            issuing_bank=BANK_NAME,
            billing_bank=BANK_NAME,
            billing_account=f"8{year % 100:02d}{desk.id:07d}",
            decision_number=f"900/{desk.id}/UP/{year}",
            decision_date=date(year, 1, 1),
            actor=SYSTEM,
            at=at,
        )
    limit = Rupiah(programme.up_kkpd_idr * GRANTED_PERCENT // 100 // wanted // 1_000_000 * 1_000_000)
    for number in range(wanted):
        _card(world, desk, programme, year, number, limit, at)
    return wanted


def _card(world: World, desk: Desk, programme: CardProgramme, year: int, number: int, limit: Rupiah, at) -> None:
    last4 = f"{(desk.id * 37 + year * 11 + number * 4_999) % 10_000:04d}"
    card = programme.cards.filter(last4=last4).first()
    if card is None:
        card = cards.issue_card(
            programme_id=programme.pk,
            holder_id=desk.who(Role.CARD_HOLDER).person_id,
            limit=limit,
            per_txn=Rupiah(PER_TXN_IDR),
            last4=last4,
            valid_from=date(year, 1, 1),
            valid_to=date(year, 12, 31),
            decision_number=f"900/{desk.id}/KKPD/{year}",
            actor=SYSTEM,
            at=at,
        )
    if card.state == CardState.APPROVED:
        card = cards.register_card(card_id=card.pk, actor=SYSTEM, at=at)
    if card.state == CardState.ISSUED:
        cards.activate_card(
            card_id=card.pk, handover_number=f"BAST-KKPD/{desk.id}/{year}/{number + 1}", actor=SYSTEM, at=at
        )


def _letter_of_attorney(world: World, desk: Desk) -> None:
    """The holder lets the office's delegate pay with the first card of this year."""
    year = world.start_day.year
    card, at = cards_by_office(year)[desk.id][0], world.moment(date(year, 1, 1), 7)
    if not card.delegates.exists():
        cards.delegate_card(
            card_id=card.pk, user_id=desk.who(Role.CARD_DELEGATE).person_id,
            document_number=f"900/{desk.id}/KUASA/{year}", valid_from=date(year, 1, 1), valid_to=date(year, 12, 31),
            actor=actor_for(card.holder, at=at), at=at,
        )  # fmt: skip


def cards_by_office(year: int) -> dict[int, list[Card]]:
    """agency -> the cards of its programme of that year, with what papers say of them."""
    found: dict[int, list[Card]] = defaultdict(list)
    rows = Card.objects.select_related("programme", "holder", "agency__organisation").order_by("id")
    for card in rows.filter(programme__fiscal_year=year):
        found[card.agency_id].append(card)
    return found


def treasury() -> Agency:
    """The office that keeps the region's treasury account."""
    return Agency.objects.select_related("organisation").get(pk=treasury_id())
