"""The PDF of a paper, and the page on which anybody can check it."""

import io
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from marketplace.accounts.models import RoleAssignment, User
from marketplace.documents.models import Document, Rendering
from marketplace.documents.rendering import pdf_of
from marketplace.documents.services import render_document, sign, void
from marketplace.files import blobs
from marketplace.kernel.models import OutboxMessage
from tests.documents.conftest import NOON

pytestmark = pytest.mark.django_db


def text_of(data: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def render(document: Document) -> bytes:
    return blobs.read(render_document(document_id=document.pk, at=NOON).storage_key)


def test_a_purchase_letter_says_who_orders_what_for_how_much_until_when(issue_letter):
    document = issue_letter()

    text = text_of(render(document))

    for expected in (
        "SURAT PESANAN", document.number, "Set meja–kursi siswa", "40 set", "Rp31.080.000", document.check_code,
        "Tiga puluh satu juta delapan puluh ribu rupiah", "paling lambat 12 hari kalender", "Budi Santoso",
        "198001012005011001", "1/1000", "Halaman 1 dari",
    ):  # fmt: skip
        assert expected in text, expected


def test_who_draws_the_same_paper_at_the_same_time_finds_the_others_pdf(issue_letter, monkeypatch):
    """Drawn by another after this one looked: no error of the database, and one row."""
    module = import_module("marketplace.documents.services.render_document")
    document, drawn = issue_letter(), pdf_of

    def and_so_does_another(document: Document) -> bytes:
        monkeypatch.setattr(module, "pdf_of", drawn)
        render_document(document_id=document.pk, at=NOON - timedelta(minutes=1))
        return drawn(document)

    monkeypatch.setattr(module, "pdf_of", and_so_does_another)
    with CaptureQueriesContext(connection) as queries:
        rendering = render_document(document_id=document.pk, at=NOON)

    assert rendering == Rendering.objects.get(document=document)
    assert rendering.rendered_at == NOON - timedelta(minutes=1)
    inserts = [one["sql"] for one in queries if one["sql"].startswith('INSERT INTO "documents_rendering"')]
    assert inserts and all("ON CONFLICT DO NOTHING" in sql for sql in inserts)


def test_a_handover_report_opens_with_the_day_in_words(half_signed_handover):
    text = text_of(render(half_signed_handover)).replace("\n", " ")

    assert "hari ini Senin tanggal dua puluh tiga bulan November tahun dua ribu dua puluh enam" in text
    assert "38 set" in text and "Belum ditandatangani" in text


def test_what_our_fonts_cannot_draw_does_not_stop_a_paper(issue_letter):
    document = issue_letter(kind="real_expense_list", fields={"opening": ["Basah 😀 dikembalikan, 紙, Rp1 – “dua”."]})

    assert "Basah ? dikembalikan, ?, Rp1 – “dua”." in text_of(render(document))


def test_a_kind_without_a_presenter_is_drawn_as_a_plain_sheet(issue_letter):
    fields = {
        "opening": ["Pada {day_in_words} dibuat daftar ini."], "facts": [["Kartu", "•••• 4821"]], "amount_idr": 1_000,
        "tables": [{"columns": [["Uraian", "l"], ["Nilai", "m"]],
                    "rows": [["Kertas", 1_000]], "totals": [["Jumlah", 1_000]]}],
    }  # fmt: skip
    document = issue_letter(kind="real_expense_list", fields=fields)

    text = text_of(render(document))

    assert "DAFTAR PENGELUARAN RIIL" in text and "Rp1.000" in text and "Seribu rupiah" in text


def test_a_paper_without_a_table_writes_its_amount_in_figures_and_in_words(issue_letter):
    text = text_of(render(issue_letter(kind="receipt", fields={"facts": [["Kartu", "4821"]], "amount_idr": 2_449_000})))

    assert "Rp2.449.000" in text and "Dua juta empat ratus empat puluh sembilan ribu rupiah" in text


def test_the_same_paper_gives_the_same_bytes(issue_letter):
    document = Document.objects.get(pk=issue_letter().pk)

    assert pdf_of(document) == pdf_of(Document.objects.get(pk=document.pk))


def test_the_pdf_has_title_and_language(issue_letter):
    document = issue_letter()

    reader = PdfReader(io.BytesIO(render(document)))

    assert reader.metadata.title == f"Surat Pesanan {document.number}"
    assert str(reader.root_object["/Lang"]).startswith("id")


def test_drawing_twice_keeps_one_file(issue_letter):
    document = issue_letter()

    render(document), render(document)

    assert Rendering.objects.count() == 1
    assert Document.objects.get(pk=document.pk).pdf_sha256 == Rendering.objects.get().sha256


def test_text_of_a_vendor_is_text_and_never_a_command_of_the_drawing(issue_letter):
    fields = {"facts": [["Nama", '#panic("x") $x^2$ *tebal* [a] "b" \\ <x> @y']]}

    assert '#panic("x") $x^2$ *tebal*' in text_of(render(issue_letter(kind="receipt", fields=fields)))


@pytest.fixture
def reader(client: Client, budi, agency):
    RoleAssignment.objects.create(
        user_id=budi.id, role="ppk", organisation=agency, valid_from=date(2020, 1, 1), valid_to=date(2099, 12, 31),
        decision_number="821/1", decision_date=date(2020, 1, 1), assigned_at=NOON,
    )  # fmt: skip
    client.force_login(User.objects.get(pk=budi.id))
    return client


def test_until_it_is_drawn_the_page_says_so_and_asks_once(reader, issue_letter):
    document = issue_letter(at=timezone.now() - timedelta(minutes=5))

    first, second = reader.get(document.pdf_url), reader.get(document.pdf_url)

    assert first.status_code == second.status_code == 202 and first["Refresh"] == "3"
    assert "sedang disiapkan" in first.content.decode()
    asked = OutboxMessage.objects.filter(event__endswith="RenderingAsked").count()
    assert asked == 1


def test_whoever_may_see_it_reads_the_pdf_and_the_sheet(reader, issue_letter):
    document = issue_letter()
    data = render(document)

    response = reader.get(document.pdf_url)

    assert b"".join(response.streaming_content) == data and response["Content-Type"] == "application/pdf"
    assert "Surat Pesanan" in reader.get(document.get_absolute_url()).content.decode()


def test_others_do_not_find_it(client: Client, issue_letter):
    document = issue_letter()
    client.force_login(User.objects.create(full_name="Orang lain", phone="+6289999999999"))

    assert client.get(document.pdf_url).status_code == 404
    assert client.get(document.get_absolute_url()).status_code == 404


# --- the public page -------------------------------------------------------------------------------------------------


def test_the_check_page_names_the_signers_and_no_personal_numbers(client: Client, issue_letter):
    document = issue_letter()

    page = client.get(document.check_path).content.decode()

    assert document.number in page and "Budi Santoso" in page and document.content_sha256 in page
    assert "198001012005011001" not in page and "0013121660091000" not in page


def test_a_typed_code_leads_to_the_paper(client: Client, issue_letter):
    document = issue_letter()

    response = client.post("/periksa/", {"code": document.check_code.lower().replace("-", " ")})

    assert response.status_code == 302 and response.headers["Location"] == document.check_path


def test_an_unknown_code_is_not_found_and_may_be_corrected(client: Client, db):
    response = client.get("/periksa/7K2M-94QX-AB3D-E5GH/")

    assert response.status_code == 404 and b"7K2M-94QX-AB3D-E5GH" in response.content


def test_half_a_code_is_asked_about_and_kept(client: Client, db):
    response = client.post("/periksa/", {"code": "7K2M-94"})

    assert response.status_code == 422 and b"7K2M-94" in response.content


def upload(client: Client, data: bytes, **more):
    return client.post("/periksa/", {"file": SimpleUploadedFile("surat.pdf", data)} | more).content.decode()


def test_the_file_itself_is_recognised(client: Client, issue_letter):
    data = render(issue_letter())

    assert "sama persis" in upload(client, data)


def test_a_file_from_before_the_last_signature_is_recognised_as_older(client: Client, half_signed_handover, budi):
    before = render(half_signed_handover)
    sign(document_id=half_signed_handover.pk, actor=budi, role="ppk", at=NOON)
    after = render(half_signed_handover)

    assert before != after
    assert "versi yang lebih baru" in upload(client, before) and "sama persis" in upload(client, after)


def broken_copies(data: bytes) -> dict[str, bytes]:
    return {
        "one byte": data[:900] + bytes([data[900] ^ 1]) + data[901:],
        "text added by an update": data + b"\n9 0 obj\n<< >>\nendobj\n%%EOF\n",
        "cut": data[:-20],
        "wrapped": b"%PDF-1.7\n" + data,
        "a stranger's paper": b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF",
    }


def test_no_broken_copy_is_taken_for_genuine(client: Client, issue_letter):
    document = issue_letter()

    for how, copy in broken_copies(render(document)).items():
        page = upload(client, copy, code=document.check_code)
        assert "tidak sama dengan dokumen mana pun" in page and "sama persis" not in page, how


def test_a_void_paper_says_so(client: Client, issue_letter, budi):
    document = issue_letter()
    void(document_id=document.pk, actor=budi, reason="Salah penyedia", at=NOON)

    page = client.get(document.check_path).content.decode()

    assert "dibatalkan: Salah penyedia" in page and "asli dan sah" not in page
