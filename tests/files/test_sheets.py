"""Which spreadsheets are taken, and which are refused before a reader opens them."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from marketplace.files.errors import NotASheet, SheetActive, SheetDamaged, SheetTooWide
from marketplace.files.sheets import ending_of, without_rest

ODS = b"application/vnd.oasis.opendocument.spreadsheet"
ODS_HEAD = (
    b'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    b'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    b'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    b'<table:table table:name="Barang">'
)
ODS_FOOT = b"</table:table></office:spreadsheet></office:body></office:document-content>"
ODS_ROW = b'<table:table-row><table:table-cell office:value-type="string"><text:p>kertas</text:p></table:table-cell>'
ODS_REST = (
    b'<table:table-row table:number-rows-repeated="1048575">'
    b'<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)
ODS_MANY = b'<table:table-row table:number-rows-repeated="15000"><table:table-cell/></table:table-row>'
MANIFEST = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def xlsx(*cells: tuple[int, int]) -> bytes:
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        for row, column in cells or ((0, 0),):
            sheet.write(row, column, "kertas")
    return made.getvalue()


def archive(**members: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as found:
        for name, content in members.items():
            found.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return made.getvalue()


def ods(rows: bytes) -> bytes:
    return archive(mimetype=ODS, content_xml=ODS_HEAD + rows + ODS_FOOT, **{"META-INF__manifest_xml": MANIFEST})


def test_each_kind_is_known_by_its_content():
    end = b"</table:table-row>"
    assert ending_of(xlsx()) == "xlsx"
    assert ending_of(ods(ODS_ROW + end)) == "ods"
    assert ending_of(b"Kode;Nama\r\nA1;Kertas") == "csv"
    assert ending_of("Kode\tNama".encode("utf-16")) == "csv"


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"%PDF-1.7", NotASheet),
        (b"\x89PNG\r\n", NotASheet),
        (b"MZ\0\0\0", NotASheet),
        (b"\xd0\xcf\x11\xe0 an old workbook", NotASheet),
        (b"\xd0\xcf\x11\xe0 E\0n\0c\0r\0y\0p\0t\0e\0d", SheetDamaged),
        (b"PK\3\4 cut off", SheetDamaged),
        (archive(word__document_xml=b"<w/>"), NotASheet),
        (archive(xl__workbook_xml=b"<w/>", xl__vbaProject_bin=b"x"), SheetActive),
        (archive(xl__workbook_xml=b" " * 41 * 1024 * 1024), SheetTooWide),
        (xlsx((0, 0), (1_048_575, 16_383)), SheetTooWide),
        (xlsx((0, 64)), SheetTooWide),
        (ods(ODS_MANY * 2), SheetTooWide),
    ],
)  # fmt: skip
def test_what_is_no_plain_spreadsheet_of_sensible_size_is_refused(data, refusal):
    with pytest.raises(refusal):
        ending_of(data)


def test_the_endless_rest_of_an_ods_is_cut_off():
    data = ods(ODS_ROW + b"</table:table-row>" + ODS_REST)
    assert ending_of(data) == "ods"

    rows = CalamineWorkbook.from_filelike(BytesIO(without_rest(data))).get_sheet_by_index(0).to_python()

    assert rows == [["kertas"]]
