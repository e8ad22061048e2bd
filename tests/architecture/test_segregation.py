"""docs/segregation.md says which database objects keep people apart: the catalogue is asked whether it is so."""

import re
from importlib import import_module

import pytest
from django.conf import settings
from django.db import connection

FILE = settings.PROJECT / "docs" / "segregation.md"

#: Enabled triggers, validated constraints, and unique indexes with a condition, by table.
OBJECTS = """
SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'
UNION SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE conrelid <> 0 AND convalidated
UNION SELECT indrelid::regclass::text, indexrelid::regclass::text FROM pg_index WHERE indisunique AND indisvalid
"""
#: Functions that keep people apart and nothing else: each trigger that runs one stands in the table.
APART = """
SELECT tgrelid::regclass::text, tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
 WHERE NOT tgisinternal AND proname ~ '(_one_side|_apart|_its_role|_names_its_\\w+|^segregation_of_roles|_the_nik)$'
"""


def rows() -> list[list[str]]:
    """rule, sentence, policies, objects, tests."""
    lines = [line for line in FILE.read_text(encoding="utf-8").splitlines() if re.match(r"\| S\d", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def objects() -> set[tuple[str, str]]:
    """(table, object) as the table of rules names them."""
    named = set()
    for row in rows():
        for part in row[3].split(";"):
            table, found = part.split(":")
            named |= {(table.strip().strip("`"), name) for name in re.findall(r"`(\w+)`", found)}
    return named


def asked(sql: str) -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return set(cursor.fetchall())


def test_every_rule_has_its_line():
    assert sorted({row[0] for row in rows()}, key=lambda rule: int(rule[1:])) == [f"S{n}" for n in range(1, 11)]


@pytest.mark.django_db
def test_every_object_that_is_named_is_in_the_database_and_in_force():
    assert objects() - asked(OBJECTS) == set()


@pytest.mark.django_db
def test_every_trigger_that_keeps_people_apart_is_named():
    found = asked(APART)
    assert len(found) > 30 and found - objects() == set()


@pytest.mark.django_db
def test_a_trigger_that_is_switched_off_is_seen():
    with connection.cursor() as cursor:
        cursor.execute(
            "SET ROLE dasaran_owner; ALTER TABLE orders_orderhistory DISABLE TRIGGER order_move_on_one_side; RESET ROLE"
        )

    assert objects() - asked(OBJECTS) == {("orders_orderhistory", "order_move_on_one_side")}


def test_policies_and_tests_exist():
    for row in rows():
        for policy in re.findall(r"`([\w.]+)`", row[2]):
            module, name = policy.rsplit(".", 1)
            assert hasattr(import_module(module), name), policy
        for test in re.findall(r"`([^`]+)`", row[4]):
            file, name = test.split("::")
            assert f"def {name}(" in (settings.PROJECT / file).read_text(encoding="utf-8"), test
