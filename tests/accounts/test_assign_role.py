"""Giving roles: what the decision needs, and which roles one person must not hold together."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction

from marketplace.accounts.actors import actor_for
from marketplace.accounts.errors import (
    AssignmentIsKept,
    DecisionIncomplete,
    RoleAlreadyHeld,
    RoleDoesNotFit,
    RolesMustBeSeparate,
)
from marketplace.accounts.models import Organisation, RoleAssignment, User
from marketplace.accounts.roles import Role
from marketplace.accounts.segregation import rule_between
from marketplace.accounts.services import revoke_role
from marketplace.kernel.actors import SYSTEM, Actor, Grant
from marketplace.kernel.audit_log.models import AuditEntry
from marketplace.kernel.errors import NotPermitted, constraint_of
from tests.accounts.conftest import NOON, TODAY, People


def actor(person, *grants: Grant) -> Actor:
    return Actor(id=person.pk, name=person.full_name, grants=frozenset(grants))


def test_a_role_is_held_from_the_first_to_the_last_day(people):
    ani, office = people.person(), people.office()

    people.assign(ani, Role.ACTIVITY_OFFICER, office)

    assert actor_for(ani, at=NOON).holds(Role.ACTIVITY_OFFICER, agency_id=office.pk)
    assert not actor_for(ani, at=NOON + datetime.timedelta(days=365)).holds(Role.ACTIVITY_OFFICER)
    assert not actor_for(ani, at=NOON - datetime.timedelta(days=365)).holds(Role.ACTIVITY_OFFICER)
    assert AuditEntry.objects.filter(what="accounts.role.assigned").count() == 1


def test_reading_the_roles_of_a_person_is_one_query(people, django_assert_num_queries):
    ani = people.person()
    people.assign(ani, Role.ACTIVITY_OFFICER, people.office())
    people.assign(ani, Role.RECEIVER, people.office())

    with django_assert_num_queries(1):
        assert len(actor_for(ani, at=NOON).grants) == 2


def test_a_treasurer_cannot_also_be_the_budget_proxy(people):
    citra, office = people.person(), people.office()
    people.assign(citra, Role.TREASURER, office)

    with pytest.raises(RolesMustBeSeparate) as refusal:
        people.assign(citra, Role.BUDGET_PROXY, office)

    assert refusal.value.rule == "S1" and "Bendahara" in str(refusal.value)
    assert RoleAssignment.objects.filter(user=citra).count() == 1


def test_roles_of_different_years_do_not_meet(people):
    citra, office = people.person(), people.office()
    people.assign(citra, Role.TREASURER, office)

    people.assign(
        citra,
        Role.BUDGET_PROXY,
        office,
        valid_from=datetime.date(2027, 1, 1),
        valid_to=datetime.date(2027, 12, 31),
    )

    assert RoleAssignment.objects.filter(user=citra).count() == 2


def test_a_revoked_role_no_longer_stands_in_the_way(people):
    citra, office = people.person(), people.office()
    held = people.assign(citra, Role.TREASURER, office)
    revoke_role(assignment_id=held.pk, actor=SYSTEM, at=NOON, why="pindah tugas")

    people.assign(citra, Role.BUDGET_PROXY, office)

    assert actor_for(citra, at=NOON).organisations(Role.BUDGET_PROXY) == {office.pk}
    assert not actor_for(citra, at=NOON).holds(Role.TREASURER)


def test_an_auditor_holds_no_other_role(people):
    dewi = people.person()
    people.assign(dewi, Role.INTERNAL_AUDITOR, people.office())

    with pytest.raises(RolesMustBeSeparate) as refusal:
        people.assign(dewi, Role.RECEIVER, people.office())

    assert refusal.value.rule == "S8"


def test_the_card_administrator_may_hold_a_card_of_another_office_only(people):
    eko, office, other = people.person(), people.office(), people.office()
    unit = people.office(parent=office)
    people.assign(eko, Role.CARD_ADMIN, office)

    people.assign(eko, Role.CARD_HOLDER, other)
    with pytest.raises(RolesMustBeSeparate) as refusal:
        people.assign(eko, Role.CARD_HOLDER, unit)

    assert refusal.value.rule == "S5"


def test_the_same_role_twice_on_the_same_day_is_refused(people):
    ani, office = people.person(), people.office()
    people.assign(ani, Role.RECEIVER, office)

    with pytest.raises(RoleAlreadyHeld):
        people.assign(ani, Role.RECEIVER, office, valid_from=TODAY)

    assert RoleAssignment.objects.filter(user=ani).count() == 1


@pytest.mark.parametrize(
    "missing",
    [{"decision_number": ""}, {"decision_date": None}, {"valid_to": None}, {"valid_to": datetime.date(2025, 1, 1)}],
)
def test_a_role_of_an_office_rests_on_a_complete_decision(people, missing):
    ani, office = people.person(), people.office()

    with pytest.raises(DecisionIncomplete):
        people.assign(ani, Role.RECEIVER, office, **missing)

    assert not RoleAssignment.objects.filter(user=ani).exists()


def test_a_role_must_fit_the_organisation(people):
    ani, vendor, operator, office = people.person(), people.vendor(), people.operator(), people.office()

    for role, organisation in [
        (Role.TREASURER, vendor),
        (Role.VENDOR_OWNER, office),
        (Role.TREASURER, operator),
    ]:
        with pytest.raises(RoleDoesNotFit):
            people.assign(ani, role, organisation)

    assert not RoleAssignment.objects.filter(user=ani).exists()


def test_nobody_gives_themselves_a_role(people):
    fajar, office = people.person(), people.office()
    admin = actor(fajar, Grant(Role.SITE_ADMIN, people.operator().pk))

    with pytest.raises(NotPermitted):
        people.assign(fajar, Role.COMMITMENT_OFFICER, office, actor=admin)

    assert not RoleAssignment.objects.filter(user=fajar).exists()


def test_an_officer_cannot_give_roles(people):
    ani, budi, office = people.person(), people.person("Budi"), people.office()
    officer = actor(ani, Grant(Role.COMMITMENT_OFFICER, office.pk))

    with pytest.raises(NotPermitted):
        people.assign(budi, Role.RECEIVER, office, actor=officer)

    assert not RoleAssignment.objects.filter(user=budi).exists()


def test_whoever_applies_for_a_vendor_becomes_its_first_owner_and_nobody_else(people):
    sari, tono, vendor = people.person("Sari"), people.person("Tono"), people.vendor()

    people.assign(sari, Role.VENDOR_OWNER, vendor, actor=actor(sari), valid_to=None, decision_number="")
    with pytest.raises(NotPermitted):
        people.assign(tono, Role.VENDOR_OWNER, vendor, actor=actor(tono), valid_to=None, decision_number="")

    assert [a.user for a in RoleAssignment.objects.filter(organisation=vendor)] == [sari]


def test_a_role_ends_once(people):
    held = people.assign(people.person(), Role.RECEIVER, people.office())
    revoke_role(assignment_id=held.pk, actor=SYSTEM, at=NOON, why="selesai")

    with pytest.raises(AssignmentIsKept):
        revoke_role(assignment_id=held.pk, actor=SYSTEM, at=NOON, why="selesai lagi")


# ---- around the ORM -------------------------------------------------------------------------------------------------
def raw(person, role, organisation, **facts) -> RoleAssignment:
    """A row as nobody's use case would write it."""
    return RoleAssignment(
        user=person,
        role=role,
        organisation_id=organisation.pk,
        valid_from=datetime.date(2026, 1, 1),
        valid_to=datetime.date(2026, 12, 31),
        decision_number="x",
        decision_date=datetime.date(2026, 1, 1),
        assigned_at=NOON,
        **facts,
    )


def refused_by_database(work) -> str | None:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        work()
    return constraint_of(error.value)


def test_the_database_keeps_roles_apart_without_the_use_case(people):
    citra, office = people.person(), people.office()
    people.assign(citra, Role.TREASURER, office)

    name = refused_by_database(lambda: RoleAssignment.objects.bulk_create([raw(citra, Role.BUDGET_USER, office)]))

    assert name == "segregation_of_roles"


def test_the_database_keeps_roles_apart_inside_one_statement(people):
    citra, office = people.person(), people.office()
    rows = [raw(citra, Role.TREASURER, office), raw(citra, Role.ACTIVITY_OFFICER, office)]

    assert refused_by_database(lambda: RoleAssignment.objects.bulk_create(rows)) == "segregation_of_roles"


def test_the_database_refuses_the_same_role_twice(people):
    citra, office = people.person(), people.office()
    people.assign(citra, Role.TREASURER, office)

    name = refused_by_database(lambda: RoleAssignment.objects.bulk_create([raw(citra, Role.TREASURER, office)]))

    assert name == "assignment_once_at_a_time"


def test_the_database_refuses_to_change_or_delete_an_assignment(people):
    held = people.assign(people.person(), Role.RECEIVER, people.office())
    row = RoleAssignment.objects.filter(pk=held.pk)

    assert refused_by_database(lambda: row.update(role=Role.TREASURER)) == "role_assignment_only_ends"
    assert refused_by_database(lambda: row.update(valid_to=datetime.date(2030, 1, 1))) == "role_assignment_only_ends"
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('accounts_roleassignment', 'DELETE')")
        assert cursor.fetchone() == (False,)


def test_a_revoked_role_cannot_be_brought_back(people):
    held = people.assign(people.person(), Role.RECEIVER, people.office())
    revoke_role(assignment_id=held.pk, actor=SYSTEM, at=NOON, why="selesai")

    again = refused_by_database(lambda: RoleAssignment.objects.filter(pk=held.pk).update(revoked_at=None))

    assert again == "role_assignment_only_ends"


def test_the_database_refuses_a_role_before_its_decision(people):
    late = raw(people.person(), Role.RECEIVER, people.office())
    late.decision_date = late.valid_from + datetime.timedelta(days=1)

    name = refused_by_database(lambda: RoleAssignment.objects.bulk_create([late]))

    assert name == "assignment_not_before_its_decision"


def test_an_end_in_a_day_to_come_is_none(people):
    """Neither on a role that is held nor on a new one: two roles would meet until then."""
    citra, office = people.person(), people.office()
    held = people.assign(citra, Role.TREASURER, office)
    later = max(NOON, datetime.datetime.now(datetime.UTC)) + datetime.timedelta(days=2)
    row = RoleAssignment.objects.filter(pk=held.pk)

    assert refused_by_database(lambda: row.update(revoked_at=later)) == "role_assignment_only_ends"
    before = NOON - datetime.timedelta(seconds=1)
    assert refused_by_database(lambda: row.update(revoked_at=before)) == "role_assignment_only_ends"
    ended = raw(citra, Role.BUDGET_USER, office, revoked_at=later)
    assert refused_by_database(lambda: RoleAssignment.objects.bulk_create([ended])) == "role_assignment_only_ends"
    assert list(RoleAssignment.objects.filter(user=citra).values_list("pk", "revoked_at")) == [(held.pk, None)]


def test_a_role_that_ends_later_than_the_next_is_given_still_meets_it(people):
    citra, office = people.person(), people.office()
    held = people.assign(citra, Role.TREASURER, office)
    RoleAssignment.objects.filter(pk=held.pk).update(revoked_at=NOON + datetime.timedelta(hours=1))

    name = refused_by_database(lambda: RoleAssignment.objects.bulk_create([raw(citra, Role.BUDGET_USER, office)]))
    assert name == "segregation_of_roles"

    after = raw(citra, Role.BUDGET_USER, office)
    after.assigned_at = NOON + datetime.timedelta(hours=2)
    RoleAssignment.objects.bulk_create([after])
    assert RoleAssignment.objects.filter(user=citra, role=Role.BUDGET_USER).exists()


def test_an_account_is_one_natural_persons_and_stays_so(people):
    """S10: neither two accounts of one NIK or NIP, nor one after the other."""
    citra, dimas = people.person(), people.person()
    nik, nip = citra.nik_hash, citra.nip
    assert nik and dimas.nik_hash and nip
    fresh = User.objects.create(full_name="Baru", email="baru@contoh.id")

    assert refused_by_database(lambda: User.objects.filter(pk=fresh.pk).update(nik_hash=nik)) == (
        "user_one_natural_person"
    )
    assert refused_by_database(lambda: User.objects.filter(pk=fresh.pk).update(nip=nip)) == "accounts_user_nip_key"
    for other in (None, "0" * 64):
        name = refused_by_database(lambda other=other: User.objects.filter(pk=citra.pk).update(nik_hash=other))
        assert name == "person_keeps_the_nik"
    citra.refresh_from_db()
    assert (citra.nik_hash, citra.nip) == (nik, nip)


def test_an_organisation_stays_what_it_is(people):
    """A vendor made an office, or an office the operator, would have roles that do not fit it."""
    office = people.office()

    for change in ("kind = 'operator'", "short_code = 'LAIN'"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(f"UPDATE accounts_organisation SET {change}")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("DELETE FROM accounts_organisation")

    assert Organisation.objects.values_list("kind", flat=True).get(pk=office.pk) == "agency"
    assert Organisation.objects.filter(pk=office.pk).update(name="Dinas yang berganti nama") == 1


def test_an_office_cannot_be_moved_to_get_around_a_rule(people):
    office, other = people.office(), people.office()

    name = refused_by_database(lambda: type(office).objects.filter(pk=office.pk).update(parent=other))

    assert name == "agency_parent_is_fixed"


def test_the_database_and_the_table_of_reasons_agree_on_every_pair(db):
    with connection.cursor() as cursor:
        for first in Role:
            for second in Role:
                for same_office in (True, False):
                    cursor.execute("SELECT accounts_rule_between(%s, %s, %s)", [first, second, same_office])
                    rule = rule_between(first, second, same_office=same_office)
                    assert cursor.fetchone()[0] == (rule.rule if rule else None), (first, second, same_office)


@pytest.mark.django_db(transaction=True)
def test_two_decisions_at_once_cannot_both_overlook_the_other():
    people = People()
    citra, office = people.person(), people.office()
    gate, outcomes = threading.Barrier(2), []

    def give(role: Role) -> None:
        try:
            gate.wait()
            RoleAssignment.objects.bulk_create([raw(citra, role, office)])
            outcomes.append("given")
        except IntegrityError as error:
            outcomes.append(constraint_of(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=give, args=[role]) for role in (Role.TREASURER, Role.BUDGET_USER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["given", "segregation_of_roles"]
    assert RoleAssignment.objects.filter(user=citra).count() == 1
