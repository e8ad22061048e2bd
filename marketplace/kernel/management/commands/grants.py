from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from marketplace.kernel import grants
from marketplace.kernel.checked_in import CheckedInFile


class Command(CheckedInFile):
    help = "Write docs/grants.csv: what the two database roles of the site may do. --check compares, changes nothing."
    file = grants.FILE

    def text(self) -> str:
        """Of the database that is connected. Raises CommandError when migrations wait there."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("Migrations wait in this database: run manage.py migrate, then ask again.")
        return grants.as_csv()
