"""Fifty officers at once on the last rupiah: what fits is bought, exactly, and nothing else is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection

from marketplace.accounts.roles import Role
from marketplace.kernel.money import Rupiah
from orders.models import ProcurementOrder
from orders.services import submit_need
from payments.budget.errors import BudgetExceeded
from tests.orders.looking import broken_invariants
from tests.scenes import Scene, fresh

THREADS, ROUNDS, FITS = 50, 6, 41
REASON = "Kebutuhan tiap bidang diajukan terpisah menurut jadwal kegiatan"


@pytest.mark.django_db(transaction=True)
def test_three_hundred_submissions_against_a_ceiling_for_forty_one_place_exactly_forty_one():
    cache.clear()
    scene = Scene(ceiling=Rupiah(FITS * 1_000_000 + 999_999))
    chair = scene.listing(scene.sari_vendor, name="Kursi kerja putar", price=Rupiah(1_000_000), category="04.01")
    officers = [scene.person(f"Pemohon {n}", Role.ACTIVITY_OFFICER, scene.office.id) for n in range(THREADS)]
    needs = [_need(scene, chair, officer) for officer in officers]
    at, together = scene.tick(), Barrier(THREADS)

    def work(place: int) -> list[bool]:
        officer, need, answers = officers[place], needs[place], []
        try:
            together.wait(timeout=60)
            for _ in range(ROUNDS):
                answers.append(_try(need, chair, officer, at))
                if answers[-1]:
                    need = _need(scene, chair, officer)
            return answers
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        answers = [answer for one in pool.map(work, range(THREADS)) for answer in one]

    assert len(answers) == THREADS * ROUNDS and sum(answers) == FITS
    assert ProcurementOrder.objects.count() == FITS
    assert fresh(scene.line).reserved_idr == FITS * 1_000_000
    assert fresh(chair.stock_record).num_allocated == FITS
    assert broken_invariants() == {}


def _need(scene: Scene, listing, officer):
    return scene.draft_need(goods=[(listing, 1)], requester=officer, reason=REASON)


def _try(need, listing, officer, at) -> bool:
    shown = {listing.id: (1, listing.unit_price_idr)}
    try:
        submit_need(need_id=need.id, shown=shown, attempt_key=uuid4(), actor=officer, at=at)
    except BudgetExceeded:
        return False
    return True
