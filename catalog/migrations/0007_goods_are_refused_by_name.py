from django.db import migrations

from marketplace.kernel.sql import RunSQLFile


class Migration(migrations.Migration):
    """Goods that cannot be held are refused by the database under the name of what is wrong, as money is."""

    dependencies = [("catalog", "0006_goods_are_held_at_once")]

    operations = [
        RunSQLFile(__file__, "stock_hold", 2),
        # Undone first: the same function with another answer cannot be replaced.
        migrations.RunSQL(migrations.RunSQL.noop, "DROP FUNCTION stock_hold"),
    ]
