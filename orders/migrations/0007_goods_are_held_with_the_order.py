from django.db import migrations

from marketplace.kernel.sql import RunSQLFile


class Migration(migrations.Migration):
    """The call that writes a need's orders holds their goods too, and judges before it locks what others wait for."""

    dependencies = [("orders", "0006_comparisons_stay"), ("catalog", "0006_goods_are_held_at_once")]

    operations = [
        RunSQLFile(__file__, "order_place", 2),
        # Undone first: the same function with another answer cannot be replaced.
        migrations.RunSQL(migrations.RunSQL.noop, "DROP FUNCTION order_place; DROP FUNCTION order_number"),
        RunSQLFile(__file__, "order_totals", 3),
    ]
