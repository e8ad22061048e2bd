from django.db import migrations

from marketplace.kernel.sql import RunSQLFile


class Migration(migrations.Migration):
    """A need's orders are written by one call, every row still judged by its own triggers, which judge it cheaper."""

    dependencies = [("orders", "0002_legal_moves_and_fixed_terms"), ("basket", "0010_convert_to_valid_json")]

    operations = [
        RunSQLFile(__file__, "order_place", 1, undo="DROP FUNCTION order_place; DROP FUNCTION order_number"),
        # Functions under triggers that stay: version 1 judged the same, so there is nothing to go back to.
        RunSQLFile(__file__, "order_totals", 2, undo=migrations.RunSQL.noop),
        RunSQLFile(__file__, "order_moves", 2, undo=migrations.RunSQL.noop),
    ]
