"""Lists of large amounts and long names, and the bar above them, on tablets and small desks: read whole, in one row."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from marketplace.accounts.roles import Role
from tests.journeys.test_every_page import CUT_OFF
from tests.journeys.walking import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: As a province has them: its largest office, what several offices hold open, a large order.
TRILLIONS, BILLIONS, ORDER = "Rp6.234.567.890.123", "Rp23.456.789.012", "Rp1.199.999.999"
OFFICE = "Dinas Pemberdayaan Masyarakat, Desa, Kependudukan dan Pencatatan Sipil"
NAME = "Raden Ajeng Rini Astuti Wulandari Kusumaningtyas"
REASON = "Kebutuhan bidang lain"

FILL = """([first, others, office]) => { for (const row of document.querySelectorAll("tbody tr")) {
    row.querySelectorAll("td.ds-num").forEach((cell, place) => {
        cell.innerHTML = cell.innerHTML.replace(/Rp[0-9.,]+/g, place ? others : first) })
    const name = row.querySelector("th a"); if (name) name.textContent = office } }"""
#: On a phone a row is a card: no amount runs into the one beside it.
COLLIDES = """() => [...document.querySelectorAll(".ds-cardify td")]
    .filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.innerText)"""
BAR = """() => [...document.querySelectorAll(".ds-bar__in")].filter(bar => bar.offsetHeight > 76)
    .map(bar => "the bar takes " + bar.offsetHeight + " px")"""


def test_large_amounts_and_long_names_are_read_whole_beside_a_sidebar(province, visitor, work_off):
    for make in (province.chosen_order, province.submitted_order, province.accepted_order):
        make(reason=REASON)
    work_off()
    treasury = province.person(NAME, Role.TREASURY, province.treasury.pk)
    buyer = province.person(f"Bu {NAME}", Role.ACTIVITY_OFFICER, province.office.id)

    found = [
        *looked_at(visitor().come_in(province.user_of(treasury)), "/anggaran/akhir-tahun/", TRILLIONS, BILLIONS),
        *looked_at(visitor().come_in(province.user_of(province.dewi)), "/pengawasan/transaksi/", ORDER, ORDER),
        *looked_at(visitor().come_in(province.user_of(buyer)), "/pesanan/", ORDER, ORDER),
    ]

    assert found == []


def looked_at(person: Visitor, address: str, first: str, others: str) -> Iterator[object]:
    for language in ("id", "en"):
        person.context.add_cookies([{"name": "bahasa", "value": language, "url": person.site}])
        person.open(address).page.evaluate(FILL, [first, others, OFFICE])
        person.page.set_viewport_size({"width": 390, "height": 900})
        yield from ((address, language, 390, said) for said in person.page.evaluate(COLLIDES))
        for width in (768, 800, 992, 1024, 1280):
            person.page.set_viewport_size({"width": width, "height": 900})
            for said in person.page.evaluate(CUT_OFF) + person.page.evaluate(BAR):
                yield address, language, width, said
