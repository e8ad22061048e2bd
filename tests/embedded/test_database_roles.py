"""The test database is the real one: made by the migrations, used by the app role."""

import pytest
from django.db import ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor


@pytest.mark.django_db
def test_tests_run_as_the_app_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user, current_user")

        assert cursor.fetchone() == ("dasaran_app", "dasaran_app")


@pytest.mark.django_db
def test_the_app_role_may_not_change_tables() -> None:
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE public.intruder (id int)")


def test_the_owner_works_in_the_same_transaction(as_owner) -> None:
    with as_owner() as cursor:
        cursor.execute("CREATE TABLE public.made_by_owner (id int)")

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, count(*) FROM public.made_by_owner GROUP BY 1")

        assert cursor.fetchone() is None
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("dasaran_app",)


@pytest.mark.django_db
def test_every_migration_stands_in_the_template() -> None:
    executor = MigrationExecutor(connection)

    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


@pytest.mark.django_db
def test_extensions_are_there() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")

        assert {"pg_trgm", "unaccent", "btree_gist"} <= {name for (name,) in cursor.fetchall()}


class TestAfterATransactionalTest:
    """Append-only tables refuse TRUNCATE, so the database is cloned anew instead."""

    def test_one_test_commits(self, transactional_db: None) -> None:
        from django.contrib.sites.models import Site

        Site.objects.create(domain="committed.test", name="committed")

        assert Site.objects.filter(domain="committed.test").exists()

    def test_the_next_does_not_see_it(self, transactional_db: None) -> None:
        from django.contrib.sites.models import Site

        assert not Site.objects.filter(domain="committed.test").exists()

    def test_nor_does_a_test_with_a_rolled_back_transaction(self, db: None) -> None:
        from django.contrib.sites.models import Site

        assert not Site.objects.filter(domain="committed.test").exists()


def test_the_owner_has_a_connection_of_its_own(owner_connection) -> None:
    assert owner_connection.execute("SELECT session_user").fetchone() == ("dasaran_owner",)
