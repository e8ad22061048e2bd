from django.db import migrations

from marketplace.kernel.sql import RunSQLFile


class Migration(migrations.Migration):
    """Orders are written with numbers that were drawn before, in one statement with what is promised for them."""

    dependencies = [("orders", "0010_paid_on_one_side"), ("catalog", "0007_goods_are_refused_by_name")]

    operations = [
        RunSQLFile(__file__, "order_place", 3),
        # Undone first: the same name with other parameters is another function.
        migrations.RunSQL(migrations.RunSQL.noop, "DROP FUNCTION order_place"),
    ]
