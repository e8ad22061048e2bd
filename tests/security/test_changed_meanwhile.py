"""The world changes while a page is open: roles, prices, vendors. The next press obeys what holds now (T-18, T-60)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.services import set_price
from marketplace.accounts.models import RoleAssignment
from marketplace.accounts.services import revoke_role
from marketplace.kernel.actors import SYSTEM
from orders.models import ProcurementOrder
from tests.scenes import fresh
from tests.security.test_attempts import form_of
from tests.security.world import REASON, World
from vendors.models import Vendor
from vendors.states import VendorState


def basket(world: World, client) -> tuple[str, dict]:
    form = form_of(client, "/belanja/keranjang/")
    vendor = world.sari_vendor.pk
    typed = form.typed() | {f"line_{vendor}_1": str(world.line.id), f"split_reason_{vendor}": REASON, "submit": "1"}
    return form.action, typed


def test_a_price_raised_after_the_basket_was_shown_is_asked_about(world: World):
    ani, before = world.browser(world.ani), ProcurementOrder.objects.count()
    action, typed = basket(world, ani)
    set_price(listing_id=world.paper.id, unit_price_idr=61_000, actor=world.sari, at=timezone.now())

    answer = ani.post(action, typed)

    assert answer.status_code == 422 and "61.000" in answer.content.decode()
    assert ProcurementOrder.objects.count() == before


@pytest.mark.parametrize("state", [VendorState.SUSPENDED])
def test_a_vendor_suspended_meanwhile_gets_no_order(world: World, state):
    ani, before = world.browser(world.ani), ProcurementOrder.objects.count()
    action, typed = basket(world, ani)
    Vendor.objects.filter(pk=world.sari_vendor.pk).update(state=state)

    answer = ani.post(action, typed)

    assert answer.status_code in (200, 302, 422) and ProcurementOrder.objects.count() == before


def test_an_approval_for_a_vendor_suspended_meanwhile_is_refused(world: World):
    budi, order = world.browser(world.budi), world.orders["chosen"]
    form = form_of(budi, f"/persetujuan/{order.number}/")
    Vendor.objects.filter(pk=world.sari_vendor.pk).update(state=VendorState.SUSPENDED)

    answer = budi.post(form.action, form.typed() | {"decision": "approve", "note": ""})

    assert answer.status_code in (403, 422) and fresh(order).state == "awaiting_approval"


def test_a_role_revoked_while_the_page_is_open_approves_nothing(world: World):
    budi, order = world.browser(world.budi), world.orders["chosen"]
    form = form_of(budi, f"/persetujuan/{order.number}/")
    held = RoleAssignment.objects.get(user_id=world.budi.id)
    at = timezone.now() + timedelta(seconds=1)
    revoke_role(assignment_id=held.pk, actor=SYSTEM, at=at, why="Pindah tugas ke dinas lain")

    answer = budi.post(form.action, form.typed() | {"decision": "approve", "note": ""})

    assert answer.status_code in (302, 403) and fresh(order).state == "awaiting_approval"


def test_a_person_deactivated_meanwhile_is_signed_out(world: World):
    budi = world.browser(world.budi)
    user = world.user_of(world.budi)
    user.is_active = False
    user.save(update_fields=["is_active"])

    answer = budi.get("/persetujuan/")

    assert answer.status_code == 302 and answer["Location"].startswith("/masuk/")
