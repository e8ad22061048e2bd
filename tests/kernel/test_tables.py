"""A broken table is refused with file, line and what is wrong there."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import ProgrammingError, connection
from django.db.migrations.exceptions import MigrationSchemaMissing
from oscar.apps.catalogue.models import Category
from psycopg.errors import InsufficientPrivilege, UndefinedObject

from catalog.models import CategoryFacts, Unit
from catalog.reference import load_categories, load_units
from marketplace.kernel import law, reference
from marketplace.kernel.connections import as_owner
from marketplace.kernel.foreign_database import foreign_tables
from marketplace.kernel.management.commands.migrate import DjangoMigrate
from marketplace.kernel.tables import BadReferenceTable, loading, read_table

MODELS: dict[Callable, list] = {
    law.load_seed: [law.LawRow],
    reference.load_accounts: [reference.Account],
    reference.load_regencies: [reference.Regency],
    load_units: [Unit],
    load_categories: [CategoryFacts, Category],
}
CATEGORIES = "code,parent,level,name,name_en,account_code,capital_account_code,kbli,unit,tax_class"
HEAD = b"code,name,price\n"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"code,name\n01,Kertas\n", "table.csv: column price is missing"),
        (b"", "table.csv: column code, name, price is missing"),
        (HEAD + b"01,Kertas,5\n02,Pena\n", "table.csv, line 3: price is missing"),
        (HEAD + b"01,Kertas,5,6\n", "table.csv, line 2: more values than columns"),
        (HEAD + b",Kertas,5\n", "table.csv, line 2: code is missing"),
        (HEAD + b'01,"Kertas,5\n', "table.csv, after line 1: unexpected end of data"),
        (HEAD + b"01,Kertas \xff,5\n", "table.csv is not UTF-8 text"),
    ],
)
def test_a_broken_table_is_refused_with_its_line(tmp_path: Path, content: bytes, told: str) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(content)

    with pytest.raises(BadReferenceTable) as refusal:
        read_table(file, "code", "name", "price")

    assert str(refusal.value) == told


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadReferenceTable, match=r"^table\.csv is missing$"):
        read_table(tmp_path / "table.csv", "code")


def test_a_value_that_cannot_be_read_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(b"code,price,day,rate\n01,7,2026-01-31,0.5\n02,cheap,31/01/2026,half\n")
    good, bad = read_table(file, "code", "price", "day", "rate")

    assert (good.number("price"), good.day("day").day, str(good.decimal("rate"))) == (7, 31, "0.5")
    for read, column in ((bad.number, "price"), (bad.day, "day"), (bad.decimal, "rate")):
        with pytest.raises(BadReferenceTable, match=f"^table.csv, line 3: {column} “{bad[column]}” is not a"):
            read(column)


LAW = "kind,value,unit,valid_from,valid_to,source,confidence"
REGENCIES = "kemendagri_code,bps_code,type,name,full_name,capital"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("load", "content", "told"),
    [
        (law.load_seed, f"{LAW}\na,x,percent,2026-01-01,,S,sure", "line 2: value “x” is not a number"),
        (law.load_seed, f"{LAW}\na,1,percent,2026-13-01,,S,sure", "line 2: valid_from “2026-13-01” is not a day"),
        (law.load_seed, f"{LAW}\na,1,percent,2026-01-02,2026-01-01,S,sure", "law_row_ends_after_start"),
        (reference.load_accounts, "code,name,expenditure_class\n5.1.x,A,barang_jasa", "line 2: code “5.1.x” is not an"),
        (reference.load_accounts, "code,name,expenditure_class\n5.1.02.01.01.0001,A,b", "line 2: expenditure_class is"),
        (reference.load_regencies, f"{REGENCIES}\n33.741,,kota,A,A,A", "value too long"),
        (load_units, "code,list,name_id,aliases_id,name_en\n" + 90 * "X" + ",a,b,c,d", "value too long"),
        (load_categories, CATEGORIES + "\n01.01,01,leaf,A,A,,,,,", "line 2: parent “01” is no group"),
    ],
)
def test_a_table_that_does_not_fit_the_database_is_named(
    load: Callable, content: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_owner: Callable
) -> None:
    for name in ("law", "accounts", "regencies", "units", "categories"):
        (tmp_path / f"{name}.csv").write_text(content)
    monkeypatch.setattr(law, "SEED_FILE", tmp_path / "law.csv")
    monkeypatch.setattr(reference, "DATA", tmp_path)
    monkeypatch.setattr("catalog.reference.DATA", tmp_path)

    with pytest.raises(BadReferenceTable, match=rf"^[a-z]+\.csv.*{told}"), as_owner():
        load(*MODELS[load])


@pytest.mark.django_db
def test_a_row_that_names_an_unknown_one_is_told_of_its_table(tmp_path: Path) -> None:
    with pytest.raises(BadReferenceTable, match=r"^categories\.csv: .*account"), loading(tmp_path / "categories.csv"):
        CategoryFacts.objects.filter(parent=None).update(account_id="9.9.99.99.99.9999")


@pytest.fixture
def own_database(monkeypatch: pytest.MonkeyPatch, db) -> None:
    """Asked inside the test's transaction, the owner's question would end it."""
    monkeypatch.setattr("marketplace.kernel.management.commands.migrate.foreign_tables", lambda _alias: [])


def test_migrating_with_a_broken_table_ends_in_one_sentence(monkeypatch: pytest.MonkeyPatch, own_database) -> None:
    def broken(*_args, **_options):
        raise BadReferenceTable("law.csv, line 5: a source is missing")

    monkeypatch.setattr(DjangoMigrate, "handle", broken)

    with pytest.raises(CommandError, match=r"^law\.csv, line 5: a source is missing: correct that table") as refusal:
        call_command("migrate")

    assert refusal.value.returncode == os.EX_DATAERR


@pytest.mark.parametrize("cause", [InsufficientPrivilege, UndefinedObject])
def test_migrating_as_a_role_that_may_not_says_what_to_create(
    monkeypatch: pytest.MonkeyPatch, own_database, cause
) -> None:
    def refused(*_args, **_options):
        raise ProgrammingError("permission denied for schema public\nLINE 1: CREATE TABLE") from cause()

    monkeypatch.setattr(DjangoMigrate, "handle", refused)

    with pytest.raises(CommandError, match=r"^The role of DATABASE_OWNER_URL cannot .*public\): create the") as refusal:
        call_command("migrate")

    assert refusal.value.returncode == os.EX_NOPERM


def test_migrating_as_a_role_that_may_not_even_begin_says_the_same(
    monkeypatch: pytest.MonkeyPatch, own_database
) -> None:
    """Django names its own record first, and hides the database's word behind another error."""

    def refused(*_args, **_options):
        try:
            raise ProgrammingError(
                "permission denied for schema public\nLINE 1: CREATE TABLE"
            ) from InsufficientPrivilege()
        except ProgrammingError as denied:
            raise MigrationSchemaMissing(f"Unable to create the django_migrations table ({denied})")  # noqa: B904

    monkeypatch.setattr(DjangoMigrate, "handle", refused)

    with pytest.raises(CommandError, match=r"^The role of DATABASE_OWNER_URL cannot .*public\): create the") as refusal:
        call_command("migrate")

    assert refusal.value.returncode == os.EX_NOPERM


@contextmanager
def another_schema(*statements: str):
    """As the owner, in an empty place beside ours, with what a program has made there."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA elsewhere")
        try:
            cursor.execute("SET search_path TO elsewhere")
            for statement in statements:
                cursor.execute(statement)
            yield
        finally:
            cursor.execute("DROP SCHEMA elsewhere CASCADE")


RECORD = "CREATE TABLE django_migrations (app text, name text)"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "made",
    [
        ["CREATE TABLE customers (id int)", RECORD],
        [
            "CREATE TABLE shop_item (id int)",
            RECORD,
            "INSERT INTO django_migrations VALUES ('shop', '1'), ('auth', '1')",
        ],
        ["CREATE TABLE catalogue_product (id int)"],
    ],
)
def test_tables_of_another_program_are_told_from_ours(made) -> None:
    with another_schema(*made):
        assert len(foreign_tables()) == 1


@pytest.mark.django_db(transaction=True)
def test_an_empty_database_and_one_of_ours_are_not_anothers() -> None:
    assert foreign_tables() == []
    with another_schema():
        assert foreign_tables() == []
    with another_schema(
        "CREATE TABLE catalogue_product (id int)", RECORD, "INSERT INTO django_migrations VALUES ('catalogue', '1')"
    ):
        assert foreign_tables() == []


def test_migrating_into_the_tables_of_another_program_is_refused(monkeypatch: pytest.MonkeyPatch, db) -> None:
    monkeypatch.setattr("marketplace.kernel.management.commands.migrate.foreign_tables", lambda _alias: list("abcd"))
    monkeypatch.setattr(DjangoMigrate, "handle", lambda *_args, **_options: pytest.fail("must not begin"))

    with pytest.raises(CommandError, match=r"another program \(a, b, c and 1 more\): name an empty database"):
        call_command("migrate")
