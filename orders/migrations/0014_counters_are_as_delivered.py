from django.db import migrations

from marketplace.kernel.sql import RunSQLFile

UNDO = """
DROP FUNCTION order_line_counts_its_deliveries CASCADE; DROP FUNCTION order_owes_what_was_accepted CASCADE;
DROP FUNCTION order_line_is_as_delivered;
"""


class Migration(migrations.Migration):
    """Counters of lines, orders and charges are what lots, counts and handover reports add up to (I-18)."""

    dependencies = [("orders", "0013_orders_change_by_their_moves")]

    operations = [RunSQLFile(__file__, "order_deliveries", 1, undo=UNDO)]
