from django.core.management.commands.migrate import Command as DjangoMigrate

from marketplace.kernel.connections import as_owner


class Command(DjangoMigrate):
    """Django's own `migrate`, run with the owner's role: the app role cannot change tables."""

    def handle(self, *args, **options):
        with as_owner(options["database"]):
            return super().handle(*args, **options)
