"""Every paper that a whole purchase leaves behind can be drawn, as PDF and as page."""

import io

import pytest
from django.test import Client
from pypdf import PdfReader

from marketplace.documents.models import Document
from marketplace.documents.rendering import pdf_of
from marketplace.documents.sheets import sheet_of
from marketplace.kernel.money import Rupiah
from tests.scenes import Scene
from vendors.models import Vendor

pytestmark = pytest.mark.django_db


def text_of(document: Document) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf_of(document))).pages)


def test_each_paper_of_an_accepted_order_is_drawn_with_its_number_and_signers():
    scene = Scene()
    order = scene.accepted_order()
    papers = Document.objects.filter(order_id=order.id) | Document.objects.filter(order_number=order.number)

    kinds = {paper.kind for paper in papers}
    assert {"purchase_letter", "handover_report"} <= kinds
    for paper in papers:
        text = text_of(paper)
        assert paper.number in text.replace("\n", ""), paper.kind
        assert all(signature.name in text for signature in paper.signatures.all()), paper.kind


def test_a_letter_to_a_registered_vendor_multiplies_and_adds_up():
    """6 × 1.565.000 = 9.390.000, of which tax: 8.459.459 + 930.541 (tax.md 5: once for the order, half up)."""
    scene = Scene()
    Vendor.objects.filter(pk=scene.sari_vendor.pk).update(is_pkp=True)
    goods = scene.listing(scene.sari_vendor, price=Rupiah(1_565_000))
    order = scene.approved_order(goods=[(goods, 6)])

    letter = Document.objects.get(order_id=order.id, kind="purchase_letter")
    (table,) = sheet_of(letter)["tables"]
    (row,) = letter.fields["lines"]

    assert row["quantity"] * row["unit_price_idr"] == row["total_idr"] == order.total_idr == 9_390_000
    assert (letter.fields["base_idr"], letter.fields["ppn_idr"], row["ppn_idr"]) == (8_459_459, 930_541, 930_541)
    assert [column["label"] for column in table["columns"]][2:4] == ["Harga satuan termasuk PPN", "PPN di dalamnya"]
    assert "1.565.000" in text_of(letter) and "1.409.909" not in text_of(letter)


def test_the_commitment_officer_reads_the_papers_as_pages(client: Client):
    scene = Scene()
    order = scene.accepted_order()
    client.force_login(scene.user_of(scene.budi))

    for kind in ("purchase_letter", "handover_report"):
        paper = Document.objects.get(order_id=order.id, kind=kind)
        page = client.get(paper.get_absolute_url())
        assert page.status_code == 200 and paper.check_code in page.content.decode(), kind
