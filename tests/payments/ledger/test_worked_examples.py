"""Two purchases with real figures, row by row as an accountant would write them (domain reference §5.5).

Left out of the tables, as there: the treasury's mirror (RK_SKPD / KAS_RKUD) of each SP2D.
"""

from datetime import date

import pytest

from marketplace.kernel.money import Rupiah
from marketplace.kernel.refs import OrderRef
from payments.budget import services as budget
from payments.ledger import chart, entries
from payments.ledger.balances import balance
from payments.ledger.models import Balance, JournalEntry
from payments.ledger.post import post
from tests.payments.budget_scene import ANI, Office, at, broken_invariants, charge, figures, order_ref, rows_of

pytestmark = pytest.mark.django_db
OPERATOR, TREASURY, CARD, VENDOR = 9001, 9002, 5, 8

MEALS = """
    | E1-01 | 2026-01-02 | BUD | PAGU          | TERSEDIA    | 30000000 |
    | E1-02 | 2026-01-02 | ANG | EST_SAL       | APROPRIASI  | 30000000 |
    | E1-03 | 2026-01-15 | LIM | DIBERI        | TERSEDIA    | 20000000 |
    | E1-04 | 2026-03-06 | BUD | TERSEDIA      | DICADANGKAN |  2800000 |
    | E1-05 | 2026-03-06 | BUD | DICADANGKAN   | KOMITMEN    |  2800000 |
    | E1-06 | 2026-03-10 | BUD | KOMITMEN      | TERUTANG    |  2800000 |
    | E1-07 | 2026-03-10 | LO  | BEBAN         | UTANG_BELANJA | 2800000 |
    | E1-08 | 2026-03-10 | LO  | UTANG_BELANJA | UTANG_KKPD  |  2800000 |
    | E1-09 | 2026-03-10 | LIM | TERSEDIA      | TERPAKAI    |  2800000 |
    | E1-10 | 2026-03-10 | MKT | ACQ           | VENDOR      |  2800000 |
    | E1-11 | 2026-03-10 | MKT | VENDOR        | PPH22       |    14000 |
    | E1-12 | 2026-03-11 | MKT | BANK          | ACQ         |  2791600 |
    | E1-13 | 2026-03-11 | MKT | VENDOR        | ACQ         |     8400 |
    | E1-14 | 2026-03-11 | MKT | VENDOR        | BANK        |  2777600 |
    | E1-15 | 2026-04-10 | MKT | PPH22         | BANK        |    14000 |
    | E1-16 | 2026-03-27 | ANG | BELANJA       | EST_SAL     |  2800000 |
    | E1-17 | 2026-03-27 | BUD | TERUTANG      | REALISASI   |  2800000 |
    | E1-18 | 2026-03-27 | LO  | KAS_BP        | RK_PPKD     |  2800000 |
    | E1-19 | 2026-03-30 | LO  | UTANG_KKPD    | KAS_BP      |  2800000 |
    | E1-20 | 2026-03-30 | LIM | TERPAKAI      | TERSEDIA    |  2800000 |
"""

PAPER = """
    | E2-01 | 2026-01-02 | BUD | PAGU          | TERSEDIA    | 12000000 |
    |       | 2026-01-02 | ANG | EST_SAL       | APROPRIASI  | 12000000 |
    | E2-02 | 2026-01-15 | LIM | DIBERI        | TERSEDIA    | 15000000 |
    | E2-03 | 2026-04-01 | BUD | TERSEDIA      | DICADANGKAN |  5550000 |
    | E2-04 | 2026-04-02 | BUD | DICADANGKAN   | KOMITMEN    |  5550000 |
    | E2-05 | 2026-04-02 | LIM | TERSEDIA      | DITAHAN     |  5550000 |
    | E2-06 | 2026-04-07 | BUD | KOMITMEN      | TERUTANG    |  4440000 |
    | E2-07 | 2026-04-07 | BUD | KOMITMEN      | TERSEDIA    |  1110000 |
    | E2-08 | 2026-04-07 | LO  | PERSEDIAAN    | UTANG_BELANJA | 4440000 |
    | E2-09 | 2026-04-07 | LO  | UTANG_BELANJA | UTANG_KKPD  |  4440000 |
    | E2-10 | 2026-04-07 | LIM | DITAHAN       | TERPAKAI    |  4440000 |
    | E2-11 | 2026-04-07 | LIM | DITAHAN       | TERSEDIA    |  1110000 |
    | E2-12 | 2026-04-07 | MKT | ACQ           | VENDOR      |  4440000 |
    | E2-13 | 2026-04-07 | MKT | VENDOR        | PPN         |   440000 |
    | E2-14 | 2026-04-07 | MKT | VENDOR        | PPH22       |    20000 |
    | E2-15 | 2026-04-09 | MKT | BANK          | ACQ         |  4408920 |
    | E2-16 | 2026-04-09 | MKT | VENDOR        | ACQ         |    31080 |
    | E2-17 | 2026-04-09 | MKT | VENDOR        | BANK        |  3948920 |
    | E2-18 | 2026-05-15 | MKT | PPN           | BANK        |   440000 |
    | E2-19 | 2026-05-15 | MKT | PPH22         | BANK        |    20000 |
    | E2-20 | 2026-04-28 | ANG | BELANJA       | EST_SAL     |  4440000 |
    | E2-21 | 2026-04-28 | BUD | TERUTANG      | REALISASI   |  4440000 |
    | E2-22 | 2026-04-28 | LO  | KAS_BP        | RK_PPKD     |  4440000 |
    | E2-23 | 2026-04-29 | LO  | UTANG_KKPD    | KAS_BP      |  4440000 |
    | E2-24 | 2026-04-29 | LIM | TERPAKAI      | TERSEDIA    |  4440000 |
    | E2-25 | 2026-12-31 | LO  | BEBAN         | PERSEDIAAN  |  3330000 |
"""


def table(text):
    rows = [[cell.strip() for cell in row.strip().strip("|").split("|")] for row in text.strip().splitlines()]
    return sorted((day, book, taken, given, int(amount)) for _number, day, book, taken, given, amount in rows)


def journal():
    """Every row in the journal but the treasury's mirror."""
    rows = rows_of(JournalEntry.objects.order_by("id"))
    return sorted(row for row in rows if row[2:4] != ("RK_SKPD", "KAS_RKUD"))


class Purchase:
    """One order on one line, with each fact posted on its day by the code that posts it in production."""

    def __init__(self, ceiling: int, account: str, card_limit: int) -> None:
        self.office = Office()
        self.line = self.office.line(ceiling, account=account)
        self.agency_id = self.office.agency.pk
        self.order: OrderRef = order_ref()
        post(
            entries.limit_granted(
                agency_id=self.agency_id, card_id=CARD, amount=Rupiah(card_limit), key="limit", on=date(2026, 1, 15)
            )
        )

    def charges(self, amount):
        return [charge(self.line, amount)]

    def reserve(self, day, amount):
        budget.reserve(charges=self.charges(amount), order=self.order, actor=ANI, at=at(day))

    def move(self, verb, day, amount, **more):
        getattr(budget, verb)(order=self.order, charges=self.charges(amount), at=at(day), **more)

    def fact(self, build, day, **more):
        post(build(key=f"{build.__name__}:{self.order.id}", on=date.fromisoformat(day), **more))

    def receive(self, day, amount, treatment):
        self.move("obligate", day, amount)
        self.fact(
            entries.goods_received,
            day,
            agency_id=self.agency_id,
            vendor_id=VENDOR,
            charges=[(self.line.pk, treatment, Rupiah(amount))],
            order=self.order,
        )

    def capture(self, day, amount, *, held):
        self.fact(
            entries.charge_captured,
            day,
            agency_id=self.agency_id,
            operator_id=OPERATOR,
            card_id=CARD,
            vendor_id=VENDOR,
            amount=Rupiah(amount),
            order=self.order,
            held=held,
        )

    def clear(self, *, captured, ppn, pph, fee, days):
        market = {"operator_id": OPERATOR, "vendor_id": VENDOR, "order": self.order}
        taxes = {"value_added_tax": Rupiah(ppn), "income_tax": Rupiah(pph)}
        net = captured - ppn - pph - fee
        self.fact(entries.platform_tax_collected, days[0], **market, **taxes)
        self.fact(entries.acquirer_settled, days[1], **market, captured=Rupiah(captured), fee=Rupiah(fee))
        self.fact(entries.vendor_paid_out, days[1], **market, net=Rupiah(net))
        self.fact(entries.tax_remitted, days[2], **market, **taxes)

    def settle(self, amount, *, sp2d, repaid):
        self.move("realise", sp2d, amount, key="dpt:1")
        self.fact(entries.funds_disbursed, sp2d, agency_id=self.agency_id, treasury_id=TREASURY, amount=Rupiah(amount))
        self.fact(entries.bank_repaid, repaid, agency_id=self.agency_id, by_card=[(CARD, Rupiah(amount))])

    def balance(self, account, **dimension):
        entity = OPERATOR if account.book == chart.Book.MARKETPLACE else self.agency_id
        return balance(account, entity_id=entity, **dimension).idr


def test_example_1_eighty_meal_boxes_paid_in_full():
    meals = Purchase(30_000_000, "5.1.02.01.01.0052", card_limit=20_000_000)

    meals.reserve("2026-03-06", 2_800_000)
    meals.move("commit", "2026-03-06", 2_800_000)
    meals.receive("2026-03-10", 2_800_000, chart.EXPENSE)
    meals.capture("2026-03-10", 2_800_000, held=False)
    meals.clear(captured=2_800_000, ppn=0, pph=14_000, fee=8_400, days=("2026-03-10", "2026-03-11", "2026-04-10"))
    meals.settle(2_800_000, sp2d="2026-03-27", repaid="2026-03-30")

    assert journal() == table(MEALS)
    assert figures(meals.line) == (27_200_000, 0, 0, 0, 2_800_000)
    assert meals.balance(chart.LIMIT_AVAILABLE, card_id=CARD) == 20_000_000
    assert meals.balance(chart.PAYABLE_TO_ISSUER, card_id=CARD) == 0
    assert set(Balance.objects.filter(book="MKT").values_list("net_debit_idr", flat=True)) == {0}
    assert broken_invariants() == []


def test_example_2_paper_delivered_in_part_by_a_taxable_vendor():
    paper = Purchase(12_000_000, "5.1.02.01.01.0025", card_limit=15_000_000)
    card = {"agency_id": paper.agency_id, "card_id": CARD, "order": paper.order}

    paper.reserve("2026-04-01", 5_550_000)
    paper.move("commit", "2026-04-02", 5_550_000)
    paper.fact(entries.charge_authorised, "2026-04-02", **card, amount=Rupiah(5_550_000))
    paper.receive("2026-04-07", 4_440_000, chart.STOCK)
    paper.move("release_commitment", "2026-04-07", 1_110_000, reason="20 rim dibatalkan")
    paper.capture("2026-04-07", 4_440_000, held=True)
    paper.fact(entries.authorisation_released, "2026-04-07", **card, amount=Rupiah(1_110_000))
    paper.clear(
        captured=4_440_000, ppn=440_000, pph=20_000, fee=31_080, days=("2026-04-07", "2026-04-09", "2026-05-15")
    )
    paper.settle(4_440_000, sp2d="2026-04-28", repaid="2026-04-29")
    paper.fact(
        entries.stock_used, "2026-12-31", agency_id=paper.agency_id, line_id=paper.line.pk, amount=Rupiah(3_330_000)
    )

    assert journal() == table(PAPER)
    assert figures(paper.line) == (7_560_000, 0, 0, 0, 4_440_000)
    assert paper.balance(chart.SPENDING, line_id=paper.line.pk) == 4_440_000
    assert paper.balance(chart.EXPENSE, line_id=paper.line.pk) == 3_330_000
    assert paper.balance(chart.STOCK, line_id=paper.line.pk) == 1_110_000
    assert broken_invariants() == []


def test_replaying_the_journal_gives_the_same_balances():
    test_example_2_paper_delivered_in_part_by_a_taxable_vendor()
    replayed: dict[tuple, int] = {}

    for entry in JournalEntry.objects.order_by("id").prefetch_related("postings"):
        for leg in entry.postings.all():
            of = chart.account(leg.book, leg.account)
            dimension = {"line": leg.budget_line_id, "card": leg.card_id, "vendor": leg.vendor_id, "none": 0}
            key = (leg.entity_id, leg.book, leg.account, dimension[of.dimension])
            replayed[key] = replayed.get(key, 0) + (leg.amount_idr if leg.side == "D" else -leg.amount_idr)

    stored = Balance.objects.values_list("entity_id", "book", "account", "dimension_id", "net_debit_idr")
    assert replayed == {tuple(row[:4]): row[4] for row in stored}
