from django.db import migrations

from marketplace.kernel.sql import RunSQLFile

UNDO = """
DROP TRIGGER order_part_stays ON orders_orderline;
DROP TRIGGER order_part_stays ON orders_ordercharge;
DROP TRIGGER need_stays_as_submitted ON orders_need;
DROP FUNCTION order_part_stays, need_stays_as_submitted;
"""


class Migration(migrations.Migration):
    """Lines and charges stay with their order, and a need is what was submitted (I-10, I-14)."""

    dependencies = [("orders", "0011_orders_are_placed_by_the_last_statement")]

    operations = [RunSQLFile(__file__, "order_terms", 2, undo=UNDO)]
