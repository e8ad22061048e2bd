from django.db import migrations

from marketplace.kernel.sql import RunSQLFile


class Migration(migrations.Migration):
    """What an order says changes by its moves only, and whoever moved it stays named (I-14, S3, S6)."""

    dependencies = [("orders", "0012_lines_and_needs_stay")]

    operations = [
        RunSQLFile(__file__, "order_terms", 3, undo="DROP FUNCTION order_changes_by_its_moves CASCADE"),
        # A function under a trigger that stays: version 1 is in a file of several, and judged less.
        RunSQLFile(__file__, "one_side", 2, undo=migrations.RunSQL.noop),
    ]
