"""Account codes and regencies: tables that every room reads and none owns."""

from __future__ import annotations

import csv
from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import RuleViolation

DATA = Path(__file__).parent / "data"
_WIDTHS = (1, 1, 2, 2, 2, 4)


class BadAccountCode(RuleViolation):
    code = "BAD_ACCOUNT_CODE"
    template = _("“{text}” bukan kode rekening enam tingkat, misalnya 5.1.02.01.01.0024.")


def normalise_account_code(text: str) -> str:
    """One spelling, `5.1.02.01.01.0024`, of the spellings found in the wild. Raises BadAccountCode.

    Source  Kepmendagri 050-5889/2021 and 900.1.15.5-1317/2023; SIPD-RI prints longer paddings of the same code.
    """
    cleaned = text.strip()
    parts = cleaned.split(".") if "." in cleaned else _cut(cleaned)
    if len(parts) != len(_WIDTHS) or not all(part.isascii() and part.isdigit() for part in parts):
        raise BadAccountCode(text=text)
    numbers = [str(int(part)).zfill(width) for part, width in zip(parts, _WIDTHS, strict=True)]
    if any(len(number) > width for number, width in zip(numbers, _WIDTHS, strict=True)):
        raise BadAccountCode(text=text)
    return ".".join(numbers)


def _cut(digits: str) -> list[str]:
    if len(digits) != sum(_WIDTHS):
        return []
    parts, start = [], 0
    for width in _WIDTHS:
        parts.append(digits[start : start + width])
        start += width
    return parts


class ExpenditureClass(models.TextChoices):
    GOODS_AND_SERVICES = "barang_jasa", _("Belanja barang dan jasa")
    CAPITAL = "modal", _("Belanja modal")


class Account(models.Model):
    """An expenditure account (*kode rekening*) at the sixth level."""

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=200)
    expenditure_class = models.CharField(max_length=12, choices=ExpenditureClass)

    class Meta:
        app_label = "kernel"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Regency(models.Model):
    """A regency or city of the province. `code` is that of Kemendagri, such as `33.74`."""

    code = models.CharField(max_length=5, primary_key=True)
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=60)
    full_name = models.CharField(max_length=80)
    capital = models.CharField(max_length=60)

    class Meta:
        app_label = "kernel"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.full_name


class BadReferenceTable(Exception):
    """A shipped table cannot be read; the message names file, line and what is wrong."""


def read_table(file: Path, *columns: str) -> list[dict[str, str]]:
    """Rows of a shipped CSV table. Raises BadReferenceTable with file, line and column."""
    with file.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        missing = set(columns) - set(reader.fieldnames or [])
        if missing:
            raise BadReferenceTable(f"{file.name}: column {', '.join(sorted(missing))} is missing")
        rows = list(reader)
    for line, row in enumerate(rows, start=2):
        empty = [column for column in columns if row[column] is None]
        if empty:
            raise BadReferenceTable(f"{file.name}, line {line}: {empty[0]} is missing")
    return rows


def load_accounts(model: type[Account]) -> None:
    rows = read_table(DATA / "accounts.csv", "code", "name", "expenditure_class")
    model.objects.bulk_create(
        [
            model(code=normalise_account_code(r["code"]), name=r["name"], expenditure_class=r["expenditure_class"])
            for r in rows
        ],
        ignore_conflicts=True,
    )


def load_regencies(model: type[Regency]) -> None:
    rows = read_table(DATA / "regencies.csv", "kemendagri_code", "type", "name", "full_name", "capital")
    model.objects.bulk_create(
        [
            model(
                code=r["kemendagri_code"],
                kind=r["type"],
                name=r["name"],
                full_name=r["full_name"],
                capital=r["capital"],
            )
            for r in rows
        ],
        ignore_conflicts=True,
    )
