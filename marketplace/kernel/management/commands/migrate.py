import os

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import ProgrammingError
from django.db.migrations.exceptions import MigrationSchemaMissing
from psycopg.errors import InsufficientPrivilege, UndefinedObject

from marketplace.kernel.connections import as_owner
from marketplace.kernel.foreign_database import foreign_tables
from marketplace.kernel.tables import BadReferenceTable


class Command(DjangoMigrate):
    """Django's own `migrate`, run with the owner's role: the app role cannot change tables."""

    def handle(self, *args, **options):
        try:
            with as_owner(options["database"]):
                _refuse_tables_of_others(options["database"])
                return super().handle(*args, **options)
        except BadReferenceTable as bad:
            raise CommandError(f"{bad}: correct that table and start again.", returncode=os.EX_DATAERR) from bad
        except (ProgrammingError, MigrationSchemaMissing) as refused:
            told = refused if isinstance(refused, ProgrammingError) else refused.__context__
            if told is None or not isinstance(told.__cause__, (InsufficientPrivilege, UndefinedObject)):
                raise
            reason = str(told).partition("\n")[0]
            raise CommandError(
                f"The role of DATABASE_OWNER_URL cannot make the tables ({reason}): create the three roles and the "
                "database as README.md says, with marketplace/embedded/sql, and name all three addresses.",
                returncode=os.EX_NOPERM,
            ) from refused


def _refuse_tables_of_others(alias: str) -> None:
    if others := foreign_tables(alias):
        named = ", ".join(others[:3]) + (f" and {len(others) - 3} more" if len(others) > 3 else "")
        raise CommandError(
            f"The database of DATABASE_URL holds tables of another program ({named}): name an empty database. "
            "Nothing was changed.",
            returncode=os.EX_USAGE,
        )
