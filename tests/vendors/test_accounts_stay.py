"""Around the ORM: who looked at an account, what it replaces and from when it is paid stay."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F

from marketplace.accounts.models import Organisation
from marketplace.kernel.errors import NotPermitted
from tests.vendors.conftest import NOON
from vendors import services
from vendors.invariants import INVARIANTS
from vendors.models import BankAccount, Vendor

pytestmark = pytest.mark.django_db

IN_FORCE = "version = 1"
CHANGE = "version = 2"


@pytest.fixture
def change(active, sari):
    return services.propose_bank_account(
        vendor_id=active.pk, bank_code="002", number="5556667778", holder_name="SARI WULANDARI", actor=sari, at=NOON
    )


@pytest.fixture
def seen_once(change, vina):
    return services.approve_bank_account(account_id=change.pk, actor=vina, at=NOON)


def refused(said: str, *statements: str) -> None:
    before = list(BankAccount.objects.order_by("pk").values())
    with pytest.raises(DatabaseError, match=said), transaction.atomic():
        for statement in statements:
            connection.cursor().execute(statement)
        connection.check_constraints()
    assert list(BankAccount.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    "change_of",
    [
        "usable_from = usable_from + interval '1 hour'",
        "verified_by_id = (SELECT max(id) FROM accounts_user)",
        "second_verified_by_id = (SELECT max(id) FROM accounts_user)",
        "verified_at = verified_at - interval '1 day'",
        "proposed_by_id = NULL",
        "reference = 'INQ-9'",
        "bank_name = 'Bank Lain'",
    ],
)
def test_a_verified_account_stays_as_it_was_looked_at(active, vito, change_of):
    refused("looked at of account", f"UPDATE vendors_bankaccount SET {change_of}")


COPY = """INSERT INTO vendors_bankaccount (vendor_id, version, bank_code, bank_name, number, number_hash, holder_name,
                 state, proposed_by_id, proposed_at, verified_by_id, verified_at, usable_from, replaces_id, reference)
          SELECT {vendor}, {version}, bank_code, bank_name, number, repeat('0', 64), holder_name, '{state}', %s,
                 proposed_at, CASE '{state}' WHEN 'verified' THEN verified_by_id END,
                 CASE '{state}' WHEN 'verified' THEN verified_at END,
                 CASE '{state}' WHEN 'verified' THEN usable_from END, {replaces}, ''
            FROM vendors_bankaccount WHERE version = 1"""
PUT_OUT = f"UPDATE vendors_bankaccount SET state = 'replaced' WHERE {IN_FORCE}"
SECOND = "second_verified_by_id = (SELECT max(id) FROM accounts_user)"
HELD = "verified_at = now(), usable_from = now() + interval '72 hours'"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (f"{SECOND}, verified_at = now(), usable_from = now() + interval '71 hours'", "hold time"),
        (f"{SECOND}, verified_at = now(), usable_from = now()", "hold time"),
        (f"{SECOND}, verified_at = now(), usable_from = now() - interval '1 hour'", "hold time|usable_once_verified"),
        (f"{HELD}", "seen_by_two"),
        (f"{HELD}, second_verified_by_id = verified_by_id", "second_verifier_differs"),
        (f"{HELD}, second_verified_by_id = proposed_by_id", "second_is_not_proposer"),
        (f"{HELD}, {SECOND}, verified_by_id = proposed_by_id", "looked at of account"),
        (f"{HELD}, replaces_id = NULL", "looked at of account"),
    ],
)
def test_a_change_comes_into_force_seen_by_two_others_and_held(seen_once, vito, facts, said):
    refused(said, PUT_OUT, f"UPDATE vendors_bankaccount SET state = 'verified', {facts} WHERE {CHANGE}")


@pytest.mark.parametrize(
    "change_of",
    [
        "usable_from = now()",
        "verified_by_id = NULL",
        "verified_by_id = (SELECT max(id) FROM accounts_user)",
        "second_verified_by_id = (SELECT max(id) FROM accounts_user)",
        "replaces_id = NULL",
        "proposed_by_id = NULL",
    ],
)
def test_the_first_look_stays_while_the_second_is_awaited(seen_once, vito, change_of):
    refused("looked at of account", f"UPDATE vendors_bankaccount SET {change_of} WHERE {CHANGE}")


def test_nobody_looks_at_the_account_that_they_proposed(change):
    refused(
        "verifier_is_not_proposer", f"UPDATE vendors_bankaccount SET verified_by_id = proposed_by_id WHERE {CHANGE}"
    )


def test_who_proposed_an_account_does_not_approve_it_as_a_verifier(change, vina):
    BankAccount.objects.filter(pk=change.pk).update(state="refused")
    with connection.cursor() as cursor:
        cursor.execute(COPY.format(vendor="vendor_id", version=3, state="proposed", replaces="NULL"), [vina.id])
    copied = BankAccount.objects.get(version=3)

    with pytest.raises(NotPermitted):
        services.approve_bank_account(account_id=copied.pk, actor=vina, at=NOON)

    assert BankAccount.objects.get(pk=copied.pk).verified_by_id is None


def test_a_second_account_is_not_written_as_if_it_were_the_first(active):
    with pytest.raises(IntegrityError, match="does not say which it replaces"), transaction.atomic():
        connection.cursor().execute(PUT_OUT)
        connection.cursor().execute(
            COPY.format(vendor="vendor_id", version=2, state="verified", replaces="NULL"), [None]
        )

    assert BankAccount.objects.get().state == "verified"


def test_an_account_replaces_one_of_its_own_vendor(active):
    organisation = Organisation.objects.create(kind="vendor", name="Toko lain")
    other = Vendor.objects.create(organisation=organisation, trade_name="Toko lain", state_since=NOON)

    with pytest.raises(IntegrityError, match="bank_account_replaces_own"), transaction.atomic():
        connection.cursor().execute(COPY.format(vendor=other.pk, version=1, state="proposed", replaces="id"), [None])

    assert BankAccount.objects.count() == 1


def test_what_use_cases_write_is_accepted(seen_once, active, vito):
    services.approve_bank_account(account_id=seen_once.pk, reference="INQ-1", actor=vito, at=NOON)
    connection.check_constraints()

    assert dict(active.bank_accounts.values_list("version", "state")) == {1: "replaced", 2: "verified"}
    assert not BankAccount.objects.filter(usable_from__lt=F("verified_at")).exists()
    with connection.cursor() as cursor:
        for invariant in INVARIANTS:
            cursor.execute(invariant.sql)
            assert not cursor.fetchone(), invariant.code
