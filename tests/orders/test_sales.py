"""What a shop reads about itself: sales by month, goods without a report, how its orders went."""

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


def test_a_shop_without_orders_has_no_record(scene):
    record = sales.record_of([scene.sari_vendor.pk])

    assert (record.letters, record.failed, record.answer_time, record.score) == (0, 0, None, None)


def test_the_record_counts_letters_and_the_time_to_answer(scene):
    order = scene.confirmed_order()

    record = sales.record_of([order.vendor_id])

    assert (record.letters, record.failed) == (1, 0)
    assert record.answer_time == order.confirmed_at - order.approved_at
