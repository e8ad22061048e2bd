"""Account codes and regencies: tables that every room reads and none owns."""

from __future__ import annotations

from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import RuleViolation
from marketplace.kernel.tables import Row, loading, read_table

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


def regency_codes() -> list[str]:
    return list(Regency.objects.values_list("code", flat=True))


def account_code_of(row: Row, column: str) -> str:
    """Raises BadReferenceTable."""
    try:
        return normalise_account_code(row[column])
    except BadAccountCode:
        raise row.wrong(f"{column} “{row[column]}” is not an account code of six levels") from None


def load_accounts(model: type[Account]) -> None:
    """Raises BadReferenceTable."""
    file = DATA / "accounts.csv"
    accounts = []
    for row in read_table(file, "code", "name", "expenditure_class"):
        if row["expenditure_class"] not in ExpenditureClass.values:
            raise row.wrong(f"expenditure_class is one of {', '.join(ExpenditureClass.values)}")
        code = account_code_of(row, "code")
        accounts.append(model(code=code, name=row["name"], expenditure_class=row["expenditure_class"]))
    with loading(file):
        model.objects.bulk_create(accounts, ignore_conflicts=True)


def load_regencies(model: type[Regency]) -> None:
    """Raises BadReferenceTable."""
    file = DATA / "regencies.csv"
    rows = read_table(file, "kemendagri_code", "type", "name", "full_name", "capital")
    with loading(file):
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
