"""The ORM and the services stepped around: as the app role, as the owner, and as an owner who switches triggers off."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models.deletion import ProtectedError

from payments.budget.models import BudgetHold, BudgetLine
from payments.ledger.models import Balance, ClosedPeriod, JournalEntry, Posting
from tests.payments.budget_scene import NOON, Office, broken_invariants, figures, reserve

TABLES = [
    "ledger_journalentry",
    "ledger_posting",
    "ledger_balance",
    "ledger_chartaccount",
    "ledger_closedperiod",
    "budget_budgetline",
    "budget_budgethold",
    "budget_ceilingchange",
]
INTERNAL = ["ledger_write", "budget_apply", "budget_change_ceiling", "budget_refuse"]


@pytest.fixture
def line(db):
    line = Office().line(10_000_000)
    reserve(line, 4_000_000)
    return line


def refused(sql, params=()):
    with pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
    return str(refusal.value)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("verb", ["INSERT", "UPDATE", "DELETE", "TRUNCATE"])
def test_the_app_role_has_no_right_to_write(line, table, verb):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, has_table_privilege(%s, %s)", [table, verb])
        assert cursor.fetchone() == ("dasaran_app", False)


@pytest.mark.parametrize("table", TABLES)
def test_the_app_role_cannot_delete_or_truncate(line, table):
    assert "permission denied" in refused(f"DELETE FROM {table}")
    assert "permission denied" in refused(f"TRUNCATE {table} CASCADE")


def test_a_raw_posting_by_the_app_role_is_refused(line):
    entry = JournalEntry.objects.first()

    for attack in (
        lambda: Posting.objects.create(
            entry=entry, position=9, entity_id=1, book="LO", account="KAS_BP", side="D", amount_idr=1
        ),
        lambda: JournalEntry.objects.filter(pk=entry.pk).update(reason="diubah"),
        lambda: Posting.objects.filter(entry=entry).update(amount_idr=1),
        lambda: Balance.objects.update(net_debit_idr=0),
        lambda: BudgetLine.objects.filter(pk=line.pk).update(ceiling_idr=99_000_000),
        lambda: BudgetHold.objects.update(reserved_idr=0),
        lambda: ClosedPeriod.objects.create(fiscal_year=2026, closed_through=NOON.date(), closed_at=NOON, reason="x"),
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            attack()

    assert figures(line) == (6_000_000, 4_000_000, 0, 0, 0)
    assert broken_invariants() == []


@pytest.mark.parametrize("function", INTERNAL)
def test_the_app_role_may_not_call_the_inner_functions(line, function):
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_function_privilege(oid, 'EXECUTE') FROM pg_proc WHERE proname = %s", [function])
        assert cursor.fetchall() == [(False,)]


def test_every_function_of_the_owner_names_its_search_path(db):
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT proname FROM pg_proc WHERE prosecdef AND (proname LIKE 'ledger%' OR proname LIKE 'budget%')
                AND NOT coalesce(proconfig::text, '') LIKE '%search_path=%'"""
        )
        assert cursor.fetchall() == []


@pytest.mark.parametrize("table", ["ledger_journalentry", "ledger_posting", "budget_ceilingchange"])
@pytest.mark.parametrize(
    "attack", ["UPDATE {table} SET id = id + 1000", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"]
)
def test_not_even_the_owner_changes_what_was_posted(line, as_owner, table, attack):
    before = JournalEntry.objects.count()

    with pytest.raises(DatabaseError), as_owner() as cursor:
        cursor.execute(attack.format(table=table))

    assert JournalEntry.objects.count() == before


def test_an_entry_smuggled_in_by_the_owner_is_judged_at_commit(line, as_owner):
    with pytest.raises(DatabaseError, match="out of balance"), as_owner() as cursor:
        cursor.execute(
            """INSERT INTO ledger_posting (entry_id, position, entity_id, book, account, side, amount_idr)
               SELECT id, 99, 1, 'LO', 'KAS_BP', 'D', 5 FROM ledger_journalentry LIMIT 1"""
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_an_empty_entry_smuggled_in_by_the_owner_is_judged_at_commit(line, as_owner):
    with pytest.raises(DatabaseError, match="fewer than two"), as_owner() as cursor:
        cursor.execute(
            """INSERT INTO ledger_journalentry (key, kind, effective_at, fiscal_year, order_number, reason, leaf)
               VALUES ('kosong', 'uji', '2026-01-02', 2026, '', '', '\\x00')"""
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_ceiling_holds_even_for_the_owner(line, as_owner):
    with pytest.raises(DatabaseError, match="budget_within_ceiling"), as_owner() as cursor:
        cursor.execute("UPDATE budget_budgetline SET reserved_idr = 10000001 WHERE id = %s", [line.pk])

    with pytest.raises(DatabaseError, match="budget_figures_not_negative"), as_owner() as cursor:
        cursor.execute("UPDATE budget_budgetline SET reserved_idr = -1 WHERE id = %s", [line.pk])


def test_a_hold_does_not_point_at_a_line_of_another_office(line, as_owner):
    other = Office()

    with pytest.raises(DatabaseError, match="budget_hold_line_same_agency"), as_owner() as cursor:
        cursor.execute("UPDATE budget_budgethold SET agency_id = %s", [other.agency.pk])


@pytest.mark.parametrize(
    ("tampering", "noticed_by"),
    [
        (
            "UPDATE ledger_posting SET amount_idr = amount_idr + 1 WHERE side = 'C'",
            {"I-03", "I-05", "I-06", "I-21 journal"},
        ),
        ("UPDATE ledger_posting SET amount_idr = amount_idr + 1", {"I-05", "I-21 journal"}),
        ("UPDATE ledger_journalentry SET effective_at = effective_at + 1", {"I-21 journal"}),
        ("UPDATE ledger_journalentry SET order_number = 'DSR-LAIN'", {"I-21 journal"}),
        ("UPDATE ledger_balance SET net_debit_idr = net_debit_idr + 1 WHERE account = 'TERSEDIA'", {"I-05", "I-07"}),
        ("UPDATE budget_budgetline SET reserved_idr = reserved_idr + 1", {"I-07", "I-07 holds"}),
        ("UPDATE budget_budgetline SET ceiling_idr = ceiling_idr + 1", {"I-07", "I-08"}),
        ("UPDATE budget_budgethold SET reserved_idr = reserved_idr - 1", {"I-07 holds"}),
        ("UPDATE ledger_posting SET entity_id = entity_id + 1", {"I-05", "I-21 journal", "I-42 line"}),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_t48_what_is_changed_with_the_triggers_off_is_noticed(superuser_connection, tampering, noticed_by):
    reserve(Office().line(10_000_000), 4_000_000)

    with superuser_connection.transaction(force_rollback=True), superuser_connection.cursor() as cursor:
        assert broken_invariants(cursor) == []
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(tampering)

        assert noticed_by <= set(broken_invariants(cursor))


def test_an_entry_that_others_point_at_is_not_deleted_by_the_orm(line):
    with pytest.raises(ProtectedError), transaction.atomic():
        JournalEntry.objects.first().delete()
