from django.db import migrations

from marketplace.kernel.sql import RunSQLFile

UNDO = """
DROP FUNCTION order_move_on_one_side CASCADE; DROP FUNCTION order_act_on_one_side CASCADE;
DROP FUNCTION order_signature_on_one_side CASCADE; DROP FUNCTION order_names_its_movers CASCADE;
DROP FUNCTION handover_names_its_people CASCADE;
DROP FUNCTION order_keep_sides_apart, order_is_of_its_vendor, order_move_is_the_vendors;
"""


class Migration(migrations.Migration):
    """Nobody acts for office and vendor on one order (S6), and an order names those who moved it (S3)."""

    dependencies = [
        ("orders", "0007_goods_are_held_with_the_order"),
        ("accounts", "0002_segregation_of_roles"),
        ("documents", "0001_papers_and_signatures"),
        ("payables", "0002_payable_rules"),
        ("vendors", "0001_vendors_and_their_proof"),
    ]

    operations = [RunSQLFile(__file__, "one_side", 1, undo=UNDO)]
