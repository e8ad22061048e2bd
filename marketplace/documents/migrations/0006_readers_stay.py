from django.db import migrations

from marketplace.kernel.sql import RunSQLFile


class Migration(migrations.Migration):
    """A paper is opened to its readers when it is issued, and to nobody else later (I-42)."""

    dependencies = [("documents", "0005_indexes_that_are_used")]

    operations = [
        RunSQLFile(__file__, "document_viewers", 1, undo="DROP FUNCTION document_viewers_stay CASCADE"),
    ]
