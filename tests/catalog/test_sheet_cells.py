"""Small files that ask for gigabytes are refused like any damaged file; the process that serves pages lives on."""

from __future__ import annotations

import uuid
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from catalog.models import Sheet
from catalog.sheets.reading import read
from marketplace.accounts.roles import Role
from marketplace.files.errors import UploadRefused
from marketplace.files.sheets import ending_of
from tests.catalog.test_pages import person

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OPEN_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns"
HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>Kode barang</t></is></c></row>'


def archive(members: dict[str, str]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in members.items():
            book.writestr(name, content)
    return made.getvalue()


def xlsx(sheet: str, *, path: str = "worksheets/sheet1.xml") -> bytes:
    return archive(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{OFFICE}/worksheet" Target="{path}"/></Relationships>',
            f"xl/{path}": sheet,
        }
    )


def rows(inner: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{HEAD}{inner}</sheetData></worksheet>'


def ods(inner: str) -> bytes:
    spaces = " ".join(f'xmlns:{name}="{OPEN_DOCUMENT}:{name}:1.0"' for name in ("office", "table", "text"))
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{OPEN_DOCUMENT}:manifest:1.0"/>',
            "content.xml": f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="A">{inner}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        }
    )


WORD = (
    '<table:table-cell table:number-columns-repeated="50" office:value-type="string">'
    "<text:p>x</text:p></table:table-cell>"
)
HOSTILE = {
    "a slash before the place of the cell": xlsx(rows('<row><c s="/" r="XFD200000"><v>1</v></c></row>')),
    "a sheet that lies elsewhere": xlsx(rows('<row><c r="XFD200000"><v>1</v></c></row>'), path="other/s.xml"),
    "a prefix that is not a word": xlsx(
        f'<a-b:worksheet xmlns:a-b="{MAIN}"><a-b:sheetData><a-b:row><a-b:c r="A1"><a-b:v>1</a-b:v></a-b:c>'
        '<a-b:c r="XFD200000"><a-b:v>1</a-b:v></a-b:c></a-b:row></a-b:sheetData></a-b:worksheet>'
    ),
    "a row number of 5,000 digits": xlsx(rows(f'<row><c r="A{"9" * 5000}"><v>1</v></c></row>')),
    "a column of 300,000 letters": xlsx(rows(f'<row><c r="{"A" * 300_000}1"><v>1</v></c></row>')),
    "a wide row, many times": ods(
        f'<table:table-row table:number-rows-repeated="2000">{WORD * 5000}</table:table-row>'
    ),
    "5,000 digits of rows": ods(f'<table:table-row table:number-rows-repeated="{"9" * 5000}"/>'),
    "a number with an entity": ods(
        f'<table:table-row table:number-rows-repeated="&#50;000000">{WORD}</table:table-row>'
    ),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_sheet_is_refused(data):
    with pytest.raises(UploadRefused):
        read(data, ending_of(data))


@pytest.mark.django_db
def test_a_seller_reads_that_the_sheet_is_damaged(sari, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("barang.xlsx", HOSTILE["a sheet that lies elsewhere"])
    answer = person(sari.pk, Role.VENDOR_OWNER, "sari@contoh.id").post(
        "/toko/produk/impor/", {"file": file, "attempt_key": uuid.uuid4()}
    )
    assert answer.status_code == 422
    assert "rusak" in answer.content.decode()
    assert not Sheet.objects.exists()
