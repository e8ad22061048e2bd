from django.db import migrations

from marketplace.kernel.sql import RunSQLFile


class Migration(migrations.Migration):
    """What verifiers decided is not rewritten."""

    dependencies = [("vendors", "0005_sanctions_name_their_decision")]

    operations = [RunSQLFile(__file__, "review", 1, undo="DROP FUNCTION review_stays CASCADE")]
