"""The exported journal is read by three programs that are not ours, and they agree with our balances to the rupiah."""

import csv
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from beancount import loader
from beancount.core.data import Transaction
from beancount.core.realization import compute_balance, iter_children, realize
from django.core.management import CommandError, call_command
from django.db import connection

from marketplace.kernel.audit_log.sequencer import catch_up
from payments.ledger.export import snapshot
from payments.ledger.models import JournalEntry
from tests.payments.ledger.test_worked_examples import (
    test_example_1_eighty_meal_boxes_paid_in_full as buy_meals,
)
from tests.payments.ledger.test_worked_examples import (
    test_example_2_paper_delivered_in_part_by_a_taxable_vendor as buy_paper,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def journal(as_sequencer):
    """Two purchases, numbered by the sequencer."""
    buy_paper()
    with as_sequencer():
        catch_up()


def run(command, *arguments):
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def table(text):
    rows = list(csv.reader(StringIO(text)))
    assert all(row[1] == "IDR" for row in rows[1:])
    return {row[0]: int(row[2]) for row in rows[1:]}


@pytest.fixture
def hledger(journal, tmp_path):
    program = shutil.which("hledger")
    assert program, "hledger is needed: apt-get install hledger"
    file = tmp_path / "journal.hledger"
    file.write_text(run("export_journal"))

    def ask(*question):
        return subprocess.run(
            [program, "-f", str(file), *question], capture_output=True, text=True, check=True, env={"LC_ALL": "C.UTF-8"}
        ).stdout

    return ask


def test_hledger_finds_every_account_declared_and_every_entry_balanced(hledger):
    hledger("check", "accounts", "commodities", "balanced")


def test_hledger_agrees_with_the_exported_balances_to_the_rupiah(hledger):
    report = hledger("balance", "--flat", "--no-total", "--empty", "-O", "csv")
    _head, *rows = csv.reader(StringIO(report))
    theirs = {account: int(amount.removeprefix("IDR ").rstrip(".")) for account, amount in rows}

    assert theirs == table(run("export_balances"))


def test_hledger_finds_the_entries_of_an_order_by_its_tag(hledger):
    order = JournalEntry.objects.exclude(order_number="").first()

    codes = hledger("codes", f"tag:order=^{order.order_number}$").split()

    assert len(codes) == JournalEntry.objects.filter(order_id=order.order_id).count()


def test_beancount_agrees_with_the_exported_balances_to_the_rupiah(journal):
    entries, errors, _options = loader.load_string(run("export_journal", "--format", "beancount"))

    assert errors == []
    root = realize(entries)
    theirs = {}
    for account in iter_children(root, leaf_only=True):
        total = compute_balance(account).get_currency_units("IDR").number
        theirs[account.account] = int(total)
    assert theirs == table(run("export_balances"))


def test_numbers_are_gapless_and_orders_are_named_in_beancount(journal):
    entries, _errors, _options = loader.load_string(run("export_journal", "--format", "beancount"))

    transactions = [entry for entry in entries if isinstance(entry, Transaction)]
    assert sorted(entry.payee for entry in transactions) == [f"J-{n:06d}" for n in range(1, len(transactions) + 1)]
    assert len(transactions) == JournalEntry.objects.count()
    assert any(entry.meta.get("order", "").startswith("DSR-2026-") for entry in transactions)


@pytest.mark.parametrize("form", ["hledger", "beancount"])
def test_the_same_journal_gives_the_same_bytes(journal, form):
    assert run("export_journal", "--format", form) == run("export_journal", "--format", form)


def test_amounts_have_no_fractions_and_account_names_are_plain(hledger):
    lines = run("export_journal").splitlines()
    postings = [line for line in lines if "  IDR " in line and not line.startswith("    format")]

    assert postings
    for posting in postings:
        account, amount = posting.strip().split("  IDR ")
        assert int(amount)
        assert account.replace("-", "").replace(":", "").isalnum()


def test_the_limits_hold_in_the_exported_balances(journal):
    balances = table(run("export_balances"))

    limits = table(run("export_limits"))

    assert sorted(limits.values()) == [12_000_000, 15_000_000]
    for accounts, limit in limits.items():
        assert 0 <= -sum(balances.get(account, 0) for account in accounts.split()) <= limit


def test_the_three_tables_of_one_snapshot_are_written_together(journal, tmp_path):
    run("export_journal", "--balances", str(tmp_path / "b.csv"), "--limits", str(tmp_path / "l.csv"))

    assert (tmp_path / "b.csv").read_text() == run("export_balances")
    assert (tmp_path / "l.csv").read_text() == run("export_limits")


def test_what_was_recorded_later_is_left_out(journal):
    recorded = JournalEntry.objects.earliest("recorded_at").recorded_at

    nothing = run("export_journal", "--as-of", "2020-01-01T00:00:00+07:00")
    everything = run("export_journal", "--as-of", "2999-01-01")

    assert "J-000001" not in nothing
    assert everything == run("export_journal")
    assert "J-000001" not in run("export_journal", "--as-of", recorded.replace(year=recorded.year - 1).isoformat())


@pytest.mark.parametrize("command", ["export_journal", "export_balances", "export_limits"])
def test_an_export_waits_for_the_numbers(command):
    buy_meals()

    with pytest.raises(CommandError, match="belum bernomor"):
        run(command)


def test_an_unwritable_file_is_one_clear_sentence(journal, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        run("export_journal", "--balances", str(tmp_path / "tidak" / "ada.csv"))


def test_an_empty_journal_is_exported_too(db):
    assert "commodity IDR" in run("export_journal")
    assert table(run("export_balances")) == {}
    assert loader.load_string(run("export_journal", "--format", "beancount"))[1] == []


@pytest.mark.django_db(transaction=True)
def test_an_export_sees_one_moment_whatever_is_posted_meanwhile():
    with snapshot() as journal:
        before = journal.balances()
        with ThreadPoolExecutor(1) as pool:
            pool.submit(_buy_elsewhere).result()

        assert journal.balances() == before == []
    assert JournalEntry.objects.exists()


def _buy_elsewhere():
    try:
        buy_meals()
    finally:
        connection.close()
