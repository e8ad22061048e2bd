"""Each test begins in the world as it was made, whatever the one before did to it."""

import pytest
from django.db import IntegrityError, connection, transaction

from marketplace.accounts.models import Organisation, RoleAssignment, User
from marketplace.accounts.roles import Role
from tests.beginnings import made_once
from tests.scenes import Scene, fresh

scene_at_first = made_once(Scene)


@pytest.fixture
def scene(scene_at_first, db):
    return scene_at_first.copy()


@pytest.mark.parametrize("round_", [1, 2])
def test_what_one_test_does_is_taken_back_before_the_next(scene, round_):
    organisations = Organisation.objects.count()
    assert fresh(scene.line).reserved_idr == 0 and not hasattr(scene, "left_by_the_one_before")

    order = scene.submitted_order()
    assert scene.other_office and Organisation.objects.count() == organisations + 1
    assert fresh(scene.line).reserved_idr == order.total_idr
    scene.left_by_the_one_before = True
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize("round_", [1, 2])
def test_a_rule_is_judged_when_it_is_everywhere(scene, round_):
    """Segregation of roles at once; a savepoint that is kept would hand the other moment on to the next test."""
    held = RoleAssignment.objects.get(user_id=scene.ani.id)
    held.pk, held.role = None, Role.TREASURER
    with pytest.raises(IntegrityError, match="segregation_of_roles"), transaction.atomic():
        RoleAssignment.objects.bulk_create([held])
        pytest.fail("The database waits for the end.")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_a_test_that_does_not_ask_for_it_does_not_see_it(db):
    """It stands last in this file and runs first."""
    assert not Organisation.objects.exists() and not User.objects.exists()
