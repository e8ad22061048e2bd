from django.db import migrations

from marketplace.kernel.sql import RunSQLFile


class Migration(migrations.Migration):
    """Budget and goods are held for orders that there are (I-09)."""

    dependencies = [
        ("orders", "0014_counters_are_as_delivered"),
        ("budget", "0002_only_functions_move_money"),
        ("catalog", "0001_listings_prices_and_stock"),
    ]

    operations = [RunSQLFile(__file__, "hold_of_an_order", 1, undo="DROP FUNCTION hold_is_of_an_order CASCADE")]
