"""Pressed twice, gone back, sent with other contents or with another person's key (T-17, I-25)."""

from __future__ import annotations

import re

from orders.models import ProcurementOrder
from payments.cards.models import CardTransaction
from tests.scenes import fresh
from tests.security.crawler import Form, read
from tests.security.world import REASON, World


def form_of(client, address: str, field: str = "attempt_key") -> Form:
    """The form of a page that has this field."""
    _links, forms = read(address, client.get(address).content.decode())
    return next(form for form in forms if field in form.fields and form.method == "post")


def test_a_need_submitted_twice_from_the_same_page_is_one_order(world: World):
    ani, before = world.browser(world.ani), ProcurementOrder.objects.count()
    form = form_of(ani, "/belanja/keranjang/")
    line = next(name for name in form.fields if re.fullmatch(r"line_\d+_1", name))
    data = form.typed() | {line: str(world.line.id), line.replace("line", "split_reason")[:-2]: REASON, "submit": "1"}

    answers = [ani.post(form.action, data) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {302}
    assert ProcurementOrder.objects.count() == before + 1


def test_an_approval_sent_again_with_other_words_is_refused_and_the_first_stands(world: World):
    budi, order = world.browser(world.budi), world.orders["chosen"]
    form = form_of(budi, f"/persetujuan/{order.number}/")
    data = form.typed() | {"decision": "approve", "note": ""}

    first, second = (
        budi.post(form.action, data),
        budi.post(form.action, data | {"decision": "return", "note": "x" * 30}),
    )

    assert first.status_code == 302 and second.status_code in (302, 303, 422)
    assert fresh(order).state == "ordered"


def test_the_key_of_another_persons_payment_pays_nothing(world: World):
    citra, budi = world.browser(world.citra), world.browser(world.budi)
    payable = world.payable_of(world.orders["accepted"])
    form, before = form_of(citra, f"/bendahara/bayar/{payable.pk}/"), CardTransaction.objects.count()
    used = form_of(budi, f"/persetujuan/{world.orders['chosen'].number}/")
    budi.post(used.action, used.typed() | {"decision": "approve", "note": ""})

    answer = citra.post(form.action, form.typed() | {"attempt_key": used.fields["attempt_key"]})

    assert answer.status_code == 409 and CardTransaction.objects.count() == before


def test_a_payment_pressed_three_times_is_one_charge(world: World):
    citra = world.browser(world.citra)
    payable = world.payable_of(world.orders["accepted"])
    form, before = form_of(citra, f"/bendahara/bayar/{payable.pk}/"), CardTransaction.objects.count()

    answers = [citra.post(form.action, form.typed()).status_code for _ in range(3)]

    assert answers == [302, 302, 302] and CardTransaction.objects.count() == before + 1


def test_a_page_without_a_key_or_with_a_broken_one_commits_nothing_and_gets_a_new_key(world: World):
    citra = world.browser(world.citra)
    payable = world.payable_of(world.orders["accepted"])
    form, before = form_of(citra, f"/bendahara/bayar/{payable.pk}/"), CardTransaction.objects.count()

    for broken in ("", "x", "\x00", "0" * 5000):
        answer = citra.post(form.action, form.typed() | {"attempt_key": broken})
        assert answer.status_code == 422

    assert CardTransaction.objects.count() == before
