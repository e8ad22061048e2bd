"""One purchase, from a firm that nobody knows to a repaid bank and a published order, on pages only."""

from __future__ import annotations

from io import StringIO

import pytest
from beancount import loader
from django.core.management import call_command

from marketplace.kernel.money import Rupiah
from marketplace.oversight.invariants import check
from orders.models import ProcurementOrder
from payments.cards.models import Card
from payments.settlement.models import CardStatement
from payments.settlement.states import StatementState
from tests.journeys import buying, paying, selling
from tests.journeys.world import CEILING
from tests.scenes import fresh

pytestmark = pytest.mark.browser

ORDERED, ACCEPTED = 200 * 54_000, 190 * 54_000


def test_a_purchase_goes_through_every_hand(province, visitor, work_off):
    line = province.line

    def person(actor, **options):
        return visitor(**options).sign_in(province.login_of(actor))

    # a firm applies, two verifiers look, and it lays out its goods
    wati = selling.sign_up(visitor(width=390))
    selling.apply(wati)
    work_off()
    selling.certify(person(province.vina), person(province.vito))
    work_off()
    selling.list_paper(wati)
    work_off()

    # PPTK finds the goods and asks for them
    ani = person(province.ani)
    buying.find_paper(ani)
    number = buying.ask(ani, line, quantity=200)
    order = ProcurementOrder.objects.get(number=number)
    assert (fresh(line).reserved_idr, order.total_idr) == (ORDERED, ORDERED)

    # two officers decide, neither of them who asked
    buying.choose(person(province.eko), number)
    budi = person(province.budi)
    buying.approve(budi, number)
    work_off()
    buying.check_letter(budi, visitor(), number)

    # the vendor delivers, the receiver sends ten back, both sides sign, the rest is closed
    selling.confirm_and_ship(wati, number)
    assert (fresh(line).reserved_idr, fresh(line).committed_idr) == (0, ORDERED)
    buying.receive(person(province.fitri, width=390), number, good=190, bad=10)
    selling.sign_handover(wati, number)
    buying.sign_handover(budi, number)
    assert (fresh(line).committed_idr, fresh(line).obligated_idr) == (ORDERED - ACCEPTED, ACCEPTED)
    buying.propose_end(budi, number)
    selling.agree_to_end(wati, number)
    assert (fresh(line).committed_idr, fresh(line).obligated_idr) == (0, ACCEPTED)

    # only now the card pays, and the vendor sees the money
    citra = person(province.citra)
    paying.pay(citra, number, amount="Rp10.260.000")
    work_off()
    selling.see_money(wati, number, net="Rp10.177.920")
    card = Card.objects.get(pk=province.card.pk)
    assert (card.held_idr, card.used_idr, card.available.idr) == (0, ACCEPTED, 20_000_000 - ACCEPTED)

    # the bank's bill goes through eight hands
    address = paying.fetch_bill(person(province.hadi), province.card)
    statement = CardStatement.objects.get()
    paying.press(ani, address, "Susun dan tandatangani DPR")
    prita = person(province.prita)
    paying.pass_six_tests(prita, address)
    paying.press(prita, address, "Terbitkan NPD")
    tri = person(province.tri)
    paying.press(tri, address, "Ajukan SPP")
    paying.check_request(person(province.vera), address)
    paying.sign_order(prita, address)
    assert (fresh(line).obligated_idr, fresh(line).realised_idr) == (ACCEPTED, 0)
    paying.press(person(province.bram), address, "Terbitkan SP2D")
    assert (fresh(line).obligated_idr, fresh(line).realised_idr) == (0, ACCEPTED)
    paying.press(tri, address, "Lunasi bank")
    work_off()
    tri.open(address).reads("Lunas", "SP2D", "Buku pembantu KKPD")
    card = Card.objects.get(pk=card.pk)
    assert (card.used_idr, card.available.idr, fresh(statement).state) == (0, 20_000_000, StatementState.PAID)
    assert fresh(line).available == CEILING - Rupiah(ACCEPTED)

    # the vendor is judged, the auditor reads everything, everybody reads what is public
    buying.judge(budi, number)
    work_off()
    paying.audit(person(province.dewi), number)
    paying.read_published(visitor(), number)

    # and the books agree
    assert [(found.invariant.code, found.rows) for found in check() if found.rows] == []
    journal = StringIO()
    call_command("export_journal", format="beancount", stdout=journal)
    entries, errors, _options = loader.load_string(journal.getvalue())
    assert errors == [] and len(entries) > 20
