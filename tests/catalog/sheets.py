"""Sheets as sellers make them, for the tests."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

HEAD = ("Kode barang", "Nama produk", "Kategori", "Satuan", "Harga per satuan", "Stok atau kapasitas")
PAPER = ("HVS-A4", "Kertas HVS A4 80 gram, 500 lembar", "Kertas HVS", "rim", "54.500", "100")
PEN = ("PULPEN-1", "Pulpen gel 0,5 mm hitam", "07.01", "kotak", "36000", "40")


def csv_file(*rows, head=HEAD, name: str = "produk.csv") -> SimpleUploadedFile:
    made = StringIO(newline="")
    csv.writer(made, delimiter=";").writerows([head, *rows])
    return SimpleUploadedFile(name, made.getvalue().encode("utf-8-sig"))


def xlsx_file(*rows, head=HEAD, name: str = "produk.xlsx") -> SimpleUploadedFile:
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([head, *rows]):
            sheet.write_row(number, 0, row)
    return SimpleUploadedFile(name, made.getvalue())
