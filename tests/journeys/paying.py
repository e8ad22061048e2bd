"""What happens to the money in a journey: card, bill, papers, bank; and who looks at it afterwards."""

from __future__ import annotations

import re

from payments.cards.models import Card
from tests.journeys.walking import Visitor


def pay(citra: Visitor, number: str, *, amount: str) -> None:
    citra.open("/bendahara/bayar/").reads(number).enter("/bendahara/bayar/0")
    citra.reads(amount).press(f"Bayar {amount}")
    citra.reads("Menurut bank", amount)


def fetch_bill(hadi: Visitor, card: Card) -> str:
    """Ask the bank for its bill; the address of the bill's page."""
    hadi.open("/bendahara/tagihan/").follow("Muat tagihan")
    field = hadi.main.locator("[name='bank-card']").first
    if field.evaluate("field => field.tagName") == "SELECT":
        field.select_option(str(card.pk))
    else:
        hadi.main.locator(f"[name='bank-card'][value='{card.pk}']").check()
    hadi.press("Ambil dari bank")
    found = re.search(r"/bendahara/tagihan/[0-9a-f-]{36}/", hadi.path)
    assert found, hadi.text
    return found[0]


def press(person: Visitor, address: str, words: str) -> None:
    """The one step that is this person's."""
    person.open(address).reads("Giliran Anda").press(words)
    person.open(address).reads_not(words)


def pass_six_tests(prita: Visitor, address: str) -> None:
    prita.open(address).reads("Giliran Anda")
    for box in prita.main.locator("[name^='test_']").all():
        box.check()
    prita.press("Simpan putusan dan tandatangani")


def check_request(vera: Visitor, address: str) -> None:
    vera.open(address).reads("Giliran Anda")
    for box in vera.main.locator("[name='checked']").all():
        box.check()
    vera.press("Nyatakan lengkap dan sah")


def sign_order(prita: Visitor, address: str) -> None:
    prita.open(address).fill({"accepts_responsibility": True}).press("Tandatangani SPM")


def audit(dewi: Visitor, number: str) -> None:
    """Every step, paper, payment and entry on one page, checked while it is read."""
    dewi.open("/pengawasan/").open("/pengawasan/transaksi/").enter(number)
    dewi.reads("Pemeriksaan keutuhan", "Surat Pesanan", "SP2D", "Lunas", "J-0000", "Jejak audit")


def read_published(anybody: Visitor, number: str) -> None:
    """What everybody may read: the firm and the price, never a card or a person's numbers."""
    anybody.open("/transparansi/").open(f"/transparansi/pesanan/{number}/")
    anybody.reads("Kertas Mukti", "Rp10.260.000").reads_not("••••", "1234567890")
