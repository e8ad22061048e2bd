"""What a shop reads about itself: sales by month, goods without a report, how its orders went."""

import re

import pytest
import time_machine

from marketplace.accounts.roles import Role
from marketplace.kernel.calendar import local_day
from marketplace.kernel.money import Rupiah
from orders.selectors import sales


def test_what_an_office_accepted_stands_in_its_month(scene):
    order = scene.accepted_order()
    shop = order.vendor_id

    months = sales.sales_by_month([shop], until=order.accepted_at)

    assert months[-1].first == local_day(order.accepted_at).replace(day=1)
    assert (months[-1].sold, months[-1].orders) == (Rupiah(order.accepted_idr), 1)
    assert len(months) == 6 and all(month.sold == Rupiah(0) for month in months[:-1])


def test_goods_with_the_office_wait_for_the_report_and_no_longer_once_it_is_signed(scene):
    order = scene.inspected_order()
    waiting = sales.awaiting_report([order.vendor_id])

    scene.sign(order)
    scene.accept(order)

    assert waiting == (Rupiah(order.total_idr), 1)
    assert sales.awaiting_report([order.vendor_id]) == (Rupiah(0), 0)


@pytest.mark.parametrize("role", [Role.VENDOR_OWNER, Role.VENDOR_STAFF])
def test_the_menu_counts_what_the_first_page_lists(scene, client, role):
    """To answer, to send, and for the owner to sign."""
    for place in (scene.approved_order, scene.confirmed_order, scene.inspected_order):
        place()
    seller = scene.sari if role == Role.VENDOR_OWNER else scene.person("Tono Staf", role, scene.sari_vendor.pk)

    client.force_login(scene.user_of(seller))
    with time_machine.travel(scene.tick()):
        page = client.get("/toko/").content.decode()

    listed = re.search(r'id="h-tugas">.*?<span class="ds-count">(\d+)</span>', page)
    beside = re.search(r'<span class="ds-act__n">(\d+)<', page)
    assert listed and beside and listed[1] == beside[1] == ("3" if role == Role.VENDOR_OWNER else "2")


def test_a_shop_without_orders_has_no_record(scene):
    record = sales.record_of([scene.sari_vendor.pk])

    assert (record.letters, record.failed, record.answer_time, record.score) == (0, 0, None, None)


def test_the_record_counts_letters_and_the_time_to_answer(scene):
    order = scene.confirmed_order()

    record = sales.record_of([order.vendor_id])

    assert (record.letters, record.failed) == (1, 0)
    assert record.answer_time == order.confirmed_at - order.approved_at
