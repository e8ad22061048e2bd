"""Goods promised to orders: held, given back, handed over; never more than there are."""

import threading

import pytest
from django.db import connection, transaction

from catalog import stock
from catalog.invariants import INVARIANTS
from catalog.models import HIGHEST_QUANTITY, Listing, StockHold
from catalog.services import withdraw_listing
from catalog.states import StockKind
from catalog.stock import BadQuantity, HoldTooSmall, NotOnOffer, OutOfStock
from marketplace.kernel.errors import NotFound
from marketplace.kernel.ids import new_id
from marketplace.kernel.refs import OrderRef
from tests.catalog.conftest import NOON, make_listing, make_vendor


def order() -> OrderRef:
    return OrderRef(new_id(), "DSR-2026-11-000001")


def left(listing: Listing) -> tuple[int, int]:
    fresh = Listing.objects.select_related("stock_record").get(id=listing.id)
    return fresh.stock_available, fresh.stock_held


def offences() -> list:
    found = []
    with connection.cursor() as cursor:
        for invariant in INVARIANTS:
            cursor.execute(invariant.sql)
            found += [(invariant.code, row) for row in cursor.fetchall()]
    return found


def test_reserving_holds_goods_for_the_order(sari):
    listing, mine = make_listing(sari, stock=10), order()

    stock.reserve(lines=[(listing.id, 3), (listing.id, 1)], order=mine, at=NOON)

    assert left(listing) == (6, 4)
    assert stock.held_for(mine.id) == {listing.id: 4}
    assert offences() == []


def test_more_than_is_left_is_refused_and_nothing_of_the_order_is_held(sari):
    plenty, scarce = make_listing(sari, stock=10), make_listing(sari, stock=2)

    with pytest.raises(OutOfStock) as refusal, transaction.atomic():
        stock.reserve(lines=[(plenty.id, 5), (scarce.id, 3)], order=order(), at=NOON)

    assert (refusal.value.available, refusal.value.requested) == (2, 3)
    assert left(plenty) == (10, 0) and left(scarce) == (2, 0)
    assert not StockHold.objects.exists()


def test_goods_that_left_the_shop_window_cannot_be_held(sari, bu_sari):
    listing = make_listing(sari)
    withdraw_listing(listing_id=listing.id, actor=bu_sari, at=NOON)

    with pytest.raises(NotOnOffer), transaction.atomic():
        stock.reserve(lines=[(listing.id, 1)], order=order(), at=NOON)

    assert left(listing) == (100, 0)


@pytest.mark.parametrize("quantity", [0, -2, 4, 1_000_001])
def test_quantities_below_the_smallest_order_or_beyond_reason_are_refused(sari, quantity):
    listing = make_listing(sari, min_order=5)

    with pytest.raises(BadQuantity) as refusal, transaction.atomic():
        stock.reserve(lines=[(listing.id, quantity)], order=order(), at=NOON)

    assert (refusal.value.least, refusal.value.most) == (5, HIGHEST_QUANTITY)
    assert left(listing) == (100, 0)


def test_an_unknown_listing_is_not_found(db):
    with pytest.raises(NotFound), transaction.atomic():
        stock.reserve(lines=[(404, 1)], order=order(), at=NOON)


def test_releasing_gives_back_all_that_is_left_and_twice_is_once(sari):
    listing, mine = make_listing(sari, stock=10), order()
    stock.reserve(lines=[(listing.id, 4)], order=mine, at=NOON)

    stock.release(order=mine, at=NOON)
    stock.release(order=mine, at=NOON)

    assert left(listing) == (10, 0) and offences() == []


def test_a_choice_that_goes_back_and_forth_holds_once(sari):
    listing, mine = make_listing(sari, stock=10), order()
    for _ in range(2):
        stock.reserve(lines=[(listing.id, 4)], order=mine, at=NOON)
        stock.release(order=mine, at=NOON)
    stock.reserve(lines=[(listing.id, 5)], order=mine, at=NOON)

    assert left(listing) == (5, 5) and stock.held_for(mine.id) == {listing.id: 5}
    assert StockHold.objects.count() == 1 and offences() == []


def test_handed_over_goods_leave_the_stock_part_by_part(sari):
    listing, mine = make_listing(sari, stock=10), order()
    stock.reserve(lines=[(listing.id, 4)], order=mine, at=NOON)

    stock.consume(order=mine, lines=[(listing.id, 3)], at=NOON)
    stock.release(order=mine, at=NOON)

    assert left(listing) == (7, 0) and offences() == []


def test_a_capacity_comes_back_after_the_service(sari):
    listing = make_listing(
        sari, stock=10, stock_kind=StockKind.CAPACITY, name="Servis AC split", category_code="17.03", unit_code="E48"
    )
    mine = order()
    stock.reserve(lines=[(listing.id, 10)], order=mine, at=NOON)

    stock.consume(order=mine, lines=[(listing.id, 10)], at=NOON)

    assert left(listing) == (10, 0) and offences() == []


def test_more_cannot_be_handed_over_or_released_than_was_held(sari):
    listing, mine = make_listing(sari, stock=10), order()
    stock.reserve(lines=[(listing.id, 4)], order=mine, at=NOON)

    with pytest.raises(HoldTooSmall):
        stock.consume(order=mine, lines=[(listing.id, 5)], at=NOON)
    with pytest.raises(HoldTooSmall):
        stock.consume(order=order(), lines=[(listing.id, 1)], at=NOON)
    with pytest.raises(HoldTooSmall):
        stock.release(order=mine, lines=[(listing.id, 5)], at=NOON)

    assert left(listing) == (6, 4)


@pytest.mark.django_db(transaction=True)
def test_sixty_orders_at_once_for_seven_pieces_get_exactly_seven():
    listing = make_listing(make_vendor(), stock=7)
    outcomes, start = [], threading.Barrier(20)

    def buy_three_times():
        start.wait()
        for _ in range(3):
            try:
                stock.reserve(lines=[(listing.id, 1)], order=order(), at=NOON)
                outcomes.append("held")
            except OutOfStock:
                outcomes.append("out")
        connection.close()

    threads = [threading.Thread(target=buy_three_times) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (outcomes.count("held"), outcomes.count("out")) == (7, 53)
    assert left(listing) == (0, 7) and offences() == []
