"""Uploads: judged by content, kept under names of our own, refused with a reason."""

import contextlib
import errno
import io
import struct
import time
import zlib
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from PIL import Image

from marketplace.accounts.models import Organisation
from marketplace.files import blobs, errors, pdf
from marketplace.files.models import FileUse, StoredFile
from marketplace.files.services import attach, store_upload
from marketplace.kernel.actors import SYSTEM
from marketplace.kernel.errors import NotFound

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def shop():
    return Organisation.objects.create(kind="vendor", name="Warung Sari")


def picture(size=(1600, 1200), kind="JPEG", **options) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(out, kind, **options)
    return out.getvalue()


def store(shop, data: bytes, kind="photo", name="foto.jpg", **more) -> StoredFile:
    upload = SimpleUploadedFile(name, data)
    return store_upload(upload=upload, kind=kind, organisation_id=shop.pk, actor=SYSTEM, at=NOON, **more)


def opened(key: str) -> Image.Image:
    return Image.open(io.BytesIO(blobs.read(key)))


def test_a_photo_is_kept_in_three_widths_and_two_formats(shop):
    file = store(shop, picture(), public=True)

    assert (file.width, file.height, file.content_type) == (1280, 960, "image/jpeg")
    for width in (320, 640, 1280):
        assert opened(file.rendition_key(width, "webp")).size == (width, width * 3 // 4)
        assert opened(file.rendition_key(width, "jpg")).format == "JPEG"


def test_the_place_where_a_photo_was_taken_is_not_kept(shop):
    exif = Image.Exif()
    exif[0x010E] = "rumah"
    exif[0x8825] = {1: "S", 2: (7.0, 0.0, 0.0)}

    file = store(shop, picture(exif=exif.tobytes()))

    assert not opened(file.rendition_key(1280, "jpg")).getexif()
    assert b"rumah" not in blobs.read(file.rendition_key(1280, "webp"))


def test_a_photo_held_sideways_is_turned_upright(shop):
    exif = Image.Exif()
    exif[0x0112] = 6

    file = store(shop, picture((800, 400), exif=exif.tobytes()))

    assert (file.width, file.height) == (400, 800)


def test_a_small_photo_is_not_enlarged(shop):
    assert opened(store(shop, picture((200, 100), "PNG")).rendition_key(1280, "webp")).size == (200, 100)


def test_what_was_transparent_turns_white(shop):
    out = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")

    file = store(shop, out.getvalue())

    assert opened(file.rendition_key(320, "jpg")).getpixel((10, 10)) == (255, 255, 255)


def test_the_same_upload_is_one_row_and_one_set_of_bytes(shop):
    data = picture((400, 300))

    first, second = store(shop, data, name="a.jpg"), store(shop, data, name="b.jpg")

    assert first == second and StoredFile.objects.count() == 1


def test_another_organisation_has_its_own_row_for_the_same_bytes(shop):
    other = Organisation.objects.create(kind="vendor", name="CV Lain")

    mine, theirs = store(shop, PDF, "document"), store(other, PDF, "document")

    assert mine.pk != theirs.pk and mine.storage_key == theirs.storage_key


def declared_png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


GIF = b"GIF89a" + b"\x00" * 100
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("data", "kind", "refusal"),
    [
        (b"", "photo", errors.UploadEmpty),
        (b"\xff\xd8\xff" + b"\x00" * (11 * 1024 * 1024), "photo", errors.UploadTooLarge),
        (b"<html><script>alert(1)</script></html>", "photo", errors.NotAPicture),
        (SVG, "photo", errors.NotAPicture),
        (GIF, "photo", errors.NotAPicture),
        (PDF, "photo", errors.NotAPicture),
        (b"MZ\x90\x00" + b"\x00" * 50, "document", errors.NotADocument),
        (declared_png(20_000, 20_000), "photo", errors.PictureTooManyPixels),
        (declared_png(6_000, 5_001), "photo", errors.PictureTooManyPixels),
        (declared_png(15_999_999, 1), "photo", errors.PictureTooManyPixels),
        (declared_png(100, 100)[:60], "photo", errors.PictureDamaged),
        (b"\xff\xd8\xff\xe0 not really", "photo", errors.PictureDamaged),
        (PDF.replace(b"%%EOF", b""), "document", errors.PdfDamaged),
        (PDF.replace(b"/Root", b"/Encrypt 5 0 R /Root"), "document", errors.PdfLocked),
        (
            PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
            "document",
            errors.PdfActive,
        ),
        (PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /J#61vaScript >>"), "document", errors.PdfActive),
        (PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /Launch /F (a.exe) >>"), "document", errors.PdfActive),
        (b"<html>" + PDF, "document", errors.NotADocument),
    ],
)
def test_what_is_not_what_it_should_be_is_refused_with_a_reason_and_leaves_nothing(shop, data, kind, refusal, tmp_path):
    with pytest.raises(refusal) as refused:
        store(shop, data, kind, name="foto.jpg")

    assert str(refused.value)
    assert not StoredFile.objects.exists() and not list(tmp_path.rglob("*.*"))


def test_a_script_hidden_in_a_compressed_object_stream_is_found(shop):
    packed = zlib.compress(b"1 0 << /S /JavaScript /JS (app.alert(1)) >>")
    stream = b"9 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)

    with pytest.raises(errors.PdfActive):
        store(shop, PDF.replace(b"trailer", stream + packed + b"\nendstream\nendobj\ntrailer"), "document")


def test_a_script_in_an_object_stream_is_found_however_its_name_is_spelled(shop):
    packed = zlib.compress(b"1 0 << /S /JavaScript /JS (app.alert(1)) >>")
    for name in (b"/Obj#53tm", b"/#4fbjStm"):
        data = (
            b"%PDF-1.7\n1 0 obj<< /Type " + name + b" >>" + b" " * 3000 + b"stream\n" + packed + b"\nendstream\n%%EOF"
        )
        with pytest.raises(errors.PdfActive):
            store(shop, data, kind="document", name="akta.pdf")


@pytest.mark.parametrize(
    "body",
    [
        b"<</ObjStm" * 100_000,
        b"<</ObjStm>>stream\n" * 100_000,
        (b"<</ObjStm>>stream\n" + zlib.compress(bytes(3_000_000))[:-4] + b"\xff\xff\xff\xff endobj ") * 300,
    ],
    ids=["a dictionary that never ends", "streams in each other", "bombs that break at their end"],
)
def test_a_pdf_made_to_keep_the_reader_busy_is_judged_in_a_moment(body):
    began = time.process_time()

    with contextlib.suppress(errors.PdfDamaged):
        pdf.check(b"%PDF-1.4\n" + body + b"\n%%EOF")

    assert time.process_time() - began < 3


def test_a_pdf_is_kept_as_sent(shop):
    file = store(shop, PDF, "document", name="../../etc/akta notaris.php.pdf")

    assert blobs.read(file.storage_key) == PDF
    assert file.name == "akta notaris.php.pdf" and file.storage_key.startswith(
        f"private/{file.sha256[:2]}/{file.sha256}"
    )


def test_a_full_disk_is_said_and_leaves_no_row(shop, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(blobs, "_write_whole", full)

    with pytest.raises(errors.StorageFull):
        store(shop, PDF, "document")
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("key", ["../../etc/passwd", "private/ab/../../x.pdf", "private/ab/" + "a" * 64 + ".html", ""])
def test_only_names_of_ours_are_opened(key):
    with pytest.raises(NotFound):
        blobs.read(key)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE files_storedfile SET public = true",
        "DELETE FROM files_storedfile",
        "UPDATE files_fileuse SET subject_id = '2'",
        "DELETE FROM files_fileuse",
    ],
)
def test_a_kept_file_never_becomes_public_or_goes(shop, statement):
    kept = store(shop, picture())
    attach(file=kept, subject=("catalog.listing", 1))

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)

    assert StoredFile.objects.get() == kept and not StoredFile.objects.get().public
    assert FileUse.objects.get().subject_id == "1"
