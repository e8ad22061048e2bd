"""A role ends when it is revoked, not in a day to come; and an account stays that of its person."""

from django.db import migrations

from marketplace.kernel.sql import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_roles_follow_their_decision")]

    operations = [
        RunSQLFile(__file__, "segregation_of_roles", 2),
        RunSQLFile(__file__, "person", 1, undo="DROP FUNCTION person_keeps_the_nik CASCADE"),
    ]
