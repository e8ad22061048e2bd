from django.db import migrations

from marketplace.kernel.sql import RunSQLFile

UNDO = "DROP FUNCTION transparency_refresh; DROP MATERIALIZED VIEW transparency_spending; DROP INDEX order_published"


class Migration(migrations.Migration):
    """The table that the public dashboard reads, and the order of the public list."""

    dependencies = [
        ("transparency", "0001_refreshes"),
        ("kernel", "0002_log_only_grows"),
        ("orders", "0001_needs_and_orders"),
        ("vendors", "0001_vendors_and_their_proof"),
    ]

    operations = [RunSQLFile(__file__, "transparency_spending", 1, undo=UNDO)]
