"""I-47: what the site's database roles may do is a list that somebody read, and they own nothing."""

import pytest
from django.db import connection

from marketplace.kernel import grants

pytestmark = pytest.mark.django_db


def test_the_checked_in_list_is_what_the_database_grants():
    assert grants.FILE.read_text(encoding="utf-8") == grants.as_csv(), "run manage.py grants and read the change"


def test_the_roles_of_the_site_own_nothing():
    assert grants.owned() == []


def test_nobody_may_truncate_or_change_triggers():
    assert [line for line in grants.lines() if {"TRUNCATE", "TRIGGER"} & set(line[3].split())] == []


def test_what_only_grows_can_be_neither_changed_nor_deleted():
    growing = grants.only_growing()

    changed = [line for line in grants.lines() if line[2] in growing and {"UPDATE", "DELETE"} & set(line[3].split())]
    assert {"ledger_posting", "kernel_auditentry", "orders_orderhistory"} <= growing and changed == []


def test_a_grant_behind_the_lists_back_is_seen():
    before = grants.as_csv()
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE dasaran_owner; GRANT DELETE ON ledger_posting TO dasaran_app; RESET ROLE")

    assert grants.as_csv() != before
