"""An order of months ago is led by the use cases of today, but knows only what there was then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from catalog.models import Listing
from marketplace.accounts.models import User
from marketplace.accounts.roles import Role
from marketplace.demo.bulk.log import Who
from marketplace.demo.past.people import Desk
from marketplace.demo.recent.clock import Clock
from marketplace.demo.recent.stages import Recent
from marketplace.demo.recent.walk import NothingToBuy, Walker
from marketplace.demo.world import World
from marketplace.kernel.calendar import local_day
from orders.models import ProcurementOrder
from tests.scenes import Scene

pytestmark = pytest.mark.django_db


def compare(scene: Scene, order: ProcurementOrder) -> set[int]:
    """The walk's own step; the vendors whose offers were compared."""
    world = World(seed=1, size_name="tiny", start_day=local_day(scene.now) + timedelta(days=30))
    eko: User = scene.user_of(scene.eko)
    desk = Desk(scene.office.agency, {str(Role.PURCHASING_OFFICER): [Who(eko.pk, eko.full_name, "", "")]})
    Walker(world, Clock(world))._step("compare", order, Recent(1, desk, "comparing"), scene.tick())
    return {offer.vendor_id for offer in order.comparisons.get().offers.all()}


def test_goods_of_another_vendor_are_compared():
    scene = Scene()
    assert scene.jaya_paper
    order = scene.submitted_order()
    assert compare(scene, order) == {scene.sari_vendor.pk, scene.jaya_vendor.pk}


def test_goods_that_came_later_are_not():
    scene = Scene()
    Listing.objects.filter(pk=scene.jaya_paper.pk).update(published_at=scene.now + timedelta(days=20))
    order = scene.submitted_order()
    with pytest.raises(NothingToBuy):
        compare(scene, order)
