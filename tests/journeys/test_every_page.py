"""Each type of page, as the person who works there sees it: accessible, quiet, as wide as its screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
import time_machine

from catalog.models import Sheet
from catalog.services import upload_sheet
from marketplace.documents.models import Document
from marketplace.kernel.calendar import local_day
from marketplace.kernel.money import Rupiah
from marketplace.oversight.models import Flag
from marketplace.oversight.services import run_red_flags
from orders.models import Handover, Need
from orders.models import ProcurementOrder as Order
from payments.cards.models import CardTransaction
from payments.payables.models import Payable
from payments.settlement.models import CardStatement
from tests.axe import bring_axe, violations
from tests.catalog.sheets import PAPER, PEN, csv_file
from tests.journeys.walking import Visitor
from tests.journeys.world import Province
from tests.scenes import NOON

pytestmark = pytest.mark.browser
SMALL = Rupiah(600_000)
#: What scrolls in a box of its own: at these widths everything is read without it. On phones tables are cards.
CUT_OFF = """() => [...document.querySelectorAll(".ds-scroll-x, .ds-tl--h")]
    .filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.ariaLabel)"""


class Busy(Province):
    """Something waits for everybody: an order in each state that has a page of its own, a bill, a paid charge."""

    def __init__(self, bank: object) -> None:
        super().__init__(bank)
        self.paid: CardTransaction = self.bought(SMALL * 2)
        self.statement: CardStatement = self.listed()
        self.submitted: Order = self.submitted_order(total=SMALL)
        self.compared: Order = self.compared_order(total=SMALL)
        self.chosen: Order = self.chosen_order(total=SMALL)
        self.ordered: Order = self.approved_order(total=SMALL)
        self.confirmed: Order = self.confirmed_order(total=SMALL)
        self.shipped: Order = self.shipped_order(total=SMALL)
        self.arrived: Order = self.arrived_order(total=SMALL)
        self.inspected: Order = self.inspected_order(total=SMALL, rejected=2)
        self.signed: Order = self.signed_order(total=SMALL)
        self.open: Order = self.accepted_order(total=SMALL)
        self.basket: Need = self.draft_need(total=SMALL)
        self.sheet: Sheet = upload_sheet(
            vendor_id=self.sari_vendor.pk, upload=csv_file(PAPER, (*PEN[:4], "36,000", "-1"), PAPER),
            attempt_key=uuid4(), actor=self.sari, at=self.tick(),
        )  # fmt: skip
        run_red_flags(as_of=local_day(NOON))
        self.question: Flag = Flag.objects.all()[0]

    def bast(self, order: Order) -> int:
        return Handover.objects.get(order_id=order.id).sequence

    def letter(self) -> Document:
        return Document.objects.filter(order_id=self.ordered.id).latest("issued_at")


def public_pages(world: Busy) -> dict[str, list[str]]:
    vendor, goods = world.sari_vendor.pk, world.paper
    return {
        "": [
            "/", "/kategori/", "/kategori/alat-tulis-kantor/", "/cari/?q=kertas", "/cari/?q=helikopter",
            goods.get_absolute_url(), f"/banding/?banding={goods.id}&banding={world.jaya_paper.id}",
            f"/penjual/{vendor}/profil/", "/masuk/", "/daftar/", "/akun/sandi/lupa/", "/toko/daftar/", "/periksa/",
            world.letter().check_path, "/transparansi/", "/transparansi/pesanan/",
            f"/transparansi/pesanan/{world.ordered.number}/", "/transparansi/data/", "/transparansi/metode/",
            "/bantuan/", "/aksesibilitas/", "/privasi/", "/kewajaran-harga/", "/laporkan/",
        ],
        "vina": ["/verifikasi/", "/verifikasi/?semua=1", f"/verifikasi/{vendor}/", "/verifikasi/produk/"],
        "dewi": [
            "/pengawasan/", "/pengawasan/transaksi/", f"/pengawasan/transaksi/{world.paid.payable.order_number}/",
            "/pengawasan/pertanyaan/", f"/pengawasan/pertanyaan/{world.question.pk}/", "/pengawasan/jejak/",
            "/pengawasan/buku-besar/", "/pengawasan/buku-besar/BUD/TERSEDIA/",
        ],
    }  # fmt: skip


def buying_pages(world: Busy) -> dict[str, list[str]]:
    return {
        "ani": [
            "/belanja/", "/belanja/keranjang/", "/pesanan/", f"/pesanan/{world.inspected.number}/",
            f"/pesanan/{world.submitted.number}/batal/", "/anggaran/", f"/anggaran/{world.line.id}/", "/akun/",
            "/pemberitahuan/", f"/dokumen/{world.letter().id}/", world.paper.get_absolute_url(),
        ],
        "eko": ["/belanja/pilih/", f"/belanja/pilih/{world.submitted.number}/",
                f"/belanja/pilih/{world.compared.number}/"],
        "budi": ["/persetujuan/", f"/persetujuan/{world.chosen.number}/",
                 f"/persetujuan/{world.signed.number}/bast/{world.bast(world.signed)}/",
                 f"/pesanan/{world.paid.payable.order_number}/"],
        "fitri": ["/penerimaan/", f"/penerimaan/{world.shipped.number}/", f"/penerimaan/{world.arrived.number}/"],
        "sari": [
            "/toko/", "/toko/pesanan/", f"/toko/pesanan/{world.ordered.number}/",
            f"/toko/pesanan/{world.confirmed.number}/",
            f"/toko/pesanan/{world.inspected.number}/bast/{world.bast(world.inspected)}/", "/toko/produk/",
            "/toko/produk/baru/", f"/toko/produk/{world.paper.id}/", "/toko/produk/impor/",
            world.sheet.get_absolute_url(), f"{world.sheet.get_absolute_url()}baris/3/", "/toko/uang/",
            f"/toko/uang/{world.paid.payable_id}/", "/toko/profil/", "/toko/profil/dokumen/",
        ],
    }  # fmt: skip


def money_pages(world: Busy) -> dict[str, list[str]]:
    bill, card = f"/bendahara/tagihan/{world.statement.pk}/", f"/bendahara/kartu/{world.card.pk}/"
    owed = Payable.objects.get(order_id=world.open.id)
    return {
        "citra": ["/bendahara/bayar/", f"/bendahara/bayar/{owed.pk}/", f"/bendahara/bayar/transaksi/{world.paid.pk}/"],
        "hadi": ["/bendahara/kartu/", card, f"{card}limit/", f"{card}kenaikan/", f"{card}bekukan/",
                 "/bendahara/tagihan/", "/bendahara/tagihan/muat/"],
        "prita": ["/anggaran/tagihan/", bill],
        "tri": ["/bendahara/", bill, f"/bendahara/tagihan/baris/{world.paid.pk}/", "/bendahara/tagihan/tertahan/"],
        "vera": ["/ppk-skpd/"],
        "bram": ["/kasda/", "/kasda/spd/", f"/kasda/spd/{world.office.id}/"],
    }  # fmt: skip


@pytest.fixture
def world(transactional_db: None, bank: object, work_off: Callable[[], None]) -> Iterator[Busy]:
    """On the evening of its last step."""
    with time_machine.travel(NOON, tick=True):
        made = Busy(bank)
    with time_machine.travel(made.tick(), tick=True):
        work_off()
        yield made


@pytest.mark.parametrize("pages", [public_pages, buying_pages, money_pages])
def test_every_page_is_accessible_and_fits_its_screen(world, visitor, pages):
    found: list[object] = []
    for who, addresses in pages(world).items():
        person = visitor()
        if who:
            person.come_in(world.user_of(getattr(world, who)))
        for address in addresses:
            person.open(address)
            found += problems(person)
            found += cut_off(person)

    assert found == []


def problems(person: Visitor) -> Iterator[object]:
    """What axe says at the desk and on the phone, and what sticks out at the sides."""
    bring_axe(person.page)
    for width, asks_axe in ((1280, True), (390, True), (320, False)):
        person.page.set_viewport_size({"width": width, "height": 900})
        if person.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            yield person.path, width, "scrolls sideways"
        if asks_axe:
            for rule, element in violations(person.page):
                yield person.path, width, rule, element
    person.page.set_viewport_size({"width": 1280, "height": 900})


def cut_off(person: Visitor) -> Iterator[object]:
    """Tables and timelines that are wider than their place on a tablet or a small desk, in either language."""
    if not person.page.locator(".ds-scroll-x, .ds-tl--h").count():
        return
    yield from _measured(person, "id", (1280, 1024, 768))
    _read_in(person, "en")
    yield from _measured(person, "en", (768, 1024))
    _read_in(person, "id", reload=False)


def _read_in(person: Visitor, language: str, *, reload: bool = True) -> None:
    person.context.add_cookies([{"name": "bahasa", "value": language, "url": person.site}])
    if reload:
        person.page.reload()


def _measured(person: Visitor, language: str, widths: tuple[int, ...]) -> Iterator[object]:
    for width in widths:
        person.page.set_viewport_size({"width": width, "height": 900})
        for label in person.page.evaluate(CUT_OFF):
            yield person.path, language, width, label, "is cut off"
