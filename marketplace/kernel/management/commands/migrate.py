import os

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as DjangoMigrate

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
