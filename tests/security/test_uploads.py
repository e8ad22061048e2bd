"""Files that are not what they say, on the forms that take files (T-44, T-45)."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from catalog.models import Listing
from marketplace.files.models import StoredFile
from payments.settlement.models import CardStatement
from tests.security.test_attempts import form_of
from tests.security.world import World


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def png(width: int, height: int) -> bytes:
    """A PNG that declares a size and holds next to nothing."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = b"IDAT" + zlib.compress(b"\0" * 1000)
    chunks = [struct.pack(">I", len(one) - 4) + one + struct.pack(">I", zlib.crc32(one)) for one in (header, body)]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + struct.pack(">I", 0) + b"IEND\xaeB`\x82"


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(out, "JPEG")
    return out.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
WRONG = {
    "a drawing with a script": ("a.svg", SVG),
    "a drawing called a photo": ("a.png", SVG),
    "a page called a photo": ("a.png", b"<html><script>alert(1)</script>"),
    "400 million pixels": ("a.png", png(20_000, 20_000)),
    "a photo cut off": ("a.jpg", jpeg()[:200]),
    "a head without a body": ("a.jpg", b"\xff\xd8\xff\xe0"),
    "nothing": ("a.jpg", b""),
    "eleven megabytes": ("a.jpg", jpeg() + b"\0" * 11 * 1024 * 1024),
    "an archive called a paper": ("a.pdf", b"PK\x03\x04" + b"\0" * 500),
    "a program": ("a.jpg", b"MZ" + b"\0" * 500),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_photo_is_refused_with_the_reason_and_keeps_what_was_typed(world: World, name):
    sari, before = world.browser(world.sari), (Listing.objects.count(), StoredFile.objects.count())
    form = form_of(sari, "/toko/produk/baru/")
    typed = form.typed() | {
        "name": "Buku tulis 38 lembar", "category": "07.03", "unit": world.paper.unit_id, "unit_price_idr": "5.500",
        "stock": "10", "min_order": "1", "lead_time_days": "2", "stock_kind": "counted",
    }  # fmt: skip

    answer = sari.post(form.action, typed | {"photo": SimpleUploadedFile(*WRONG[name])})

    page = answer.content.decode()
    assert answer.status_code == 422 and "Buku tulis 38 lembar" in page and "5.500" in page
    assert (Listing.objects.count(), StoredFile.objects.count()) == before


def test_a_photo_that_is_also_a_page_is_written_anew_under_a_name_of_ours(world: World):
    sari = world.browser(world.sari)
    form = form_of(sari, f"/toko/produk/{world.paper.id}/")
    both = jpeg() + b"<script>alert(1)</script>"

    answer = sari.post(form.action, form.typed() | {"photo": SimpleUploadedFile("../../etc/x.php\u202egpj.html", both)})

    assert answer.status_code == 302
    file = StoredFile.objects.latest("created_at")
    assert "/" not in file.name and "\u202e" not in file.name and ".." not in file.storage_key
    shown = sari.get(file.url(320))
    assert b"<script" not in b"".join(shown) and shown["Content-Type"].startswith("image/")


STATEMENTS = {
    "nothing": b"", "no text": b"\xff\xfe\x00\x01", "a NUL": b"\x00" * 100, "a page": b"<html></html>",
    "deep brackets": b'{"header":' * 50_000, "no parts": b"{}", "lists for parts": b'{"header": [], "lines": {}}',
    "a number": b'{"header": {"opening": 1e400}, "lines": [{}]}', "one column": b"a\nb\n\nc\nd\n",
    "formulas": b"=cmd|' /C calc'!A0,b\n1,2\n\nx,y\n1,2\n", "a long cell": b"a,b\n" + b"x" * 200_000 + b",1\n\nc\n1\n",
    "six megabytes": b"a" * 6_000_000, "half a pair": b'{"header": {"statement_no": "\\ud800"}, "lines": [{}]}',
}  # fmt: skip


def test_a_broken_bill_is_refused_with_the_place_and_takes_in_nothing(world: World):
    hadi, before = world.browser(world.hadi), CardStatement.objects.count()
    for name, content in STATEMENTS.items():
        form = form_of(hadi, "/bendahara/tagihan/muat/", field="card")
        answer = hadi.post(form.action, form.typed() | {"file": SimpleUploadedFile("tagihan.csv", content)})
        assert answer.status_code == 422, name
    assert CardStatement.objects.count() == before
