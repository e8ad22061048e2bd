"""Every paper that a whole purchase leaves behind can be drawn, as PDF and as page."""

import io

import pytest
from django.test import Client
from pypdf import PdfReader

from marketplace.documents.models import Document
from marketplace.documents.rendering import pdf_of
from tests.scenes import Scene

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


def test_the_commitment_officer_reads_the_papers_as_pages(client: Client):
    scene = Scene()
    order = scene.accepted_order()
    client.force_login(scene.user_of(scene.budi))

    for kind in ("purchase_letter", "handover_report"):
        paper = Document.objects.get(order_id=order.id, kind=kind)
        page = client.get(paper.get_absolute_url())
        assert page.status_code == 200 and paper.check_code in page.content.decode(), kind
