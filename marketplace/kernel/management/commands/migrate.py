import os

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import ProgrammingError
from psycopg.errors import InsufficientPrivilege, UndefinedObject

from marketplace.kernel.connections import as_owner
from marketplace.kernel.tables import BadReferenceTable


class Command(DjangoMigrate):
    """Django's own `migrate`, run with the owner's role: the app role cannot change tables."""

    def handle(self, *args, **options):
        try:
            with as_owner(options["database"]):
                return super().handle(*args, **options)
        except BadReferenceTable as bad:
            raise CommandError(f"{bad}: correct that table and start again.", returncode=os.EX_DATAERR) from bad
        except ProgrammingError as refused:
            if not isinstance(refused.__cause__, (InsufficientPrivilege, UndefinedObject)):
                raise
            reason = str(refused).partition("\n")[0]
            raise CommandError(
                f"The role of DATABASE_OWNER_URL cannot make the tables ({reason}): create the three roles and the "
                "database as README.md says, with marketplace/embedded/sql, and name all three addresses.",
                returncode=os.EX_NOPERM,
            ) from refused
