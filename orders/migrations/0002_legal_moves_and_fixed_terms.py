"""The database's own word on orders: legal moves by those who may, fixed terms, agreeing sums, published prices."""

from django.db import migrations

from marketplace.kernel.sql import AppendOnly, GrantTable, RunSQLFile
from orders.states import legal_moves

DROP_MOVES = """
DROP TRIGGER order_move_has_its_state ON orders_orderhistory;
DROP TRIGGER order_state_has_its_move ON orders_procurementorder;
DROP TRIGGER order_moves_legally ON orders_procurementorder;
DROP TRIGGER order_history_is_legal ON orders_orderhistory;
DROP FUNCTION order_state_is_its_last_move, order_moves_legally, order_history_is_legal;
"""
DROP_TERMS = """
DROP TRIGGER order_charges_are_fixed ON orders_ordercharge;
DROP TRIGGER order_lines_are_fixed ON orders_orderline;
DROP TRIGGER order_terms_are_fixed ON orders_procurementorder;
DROP FUNCTION order_charges_are_fixed, order_lines_are_fixed, order_terms_are_fixed, order_is_changeable;
"""
DROP_TOTALS = """
DROP TRIGGER order_charges_sum_to_total ON orders_ordercharge;
DROP TRIGGER order_lines_sum_to_total ON orders_orderline;
DROP TRIGGER order_total_agrees ON orders_procurementorder;
DROP FUNCTION order_totals_agree;
"""
DROP_PRICE = """
DROP TRIGGER order_line_price_is_published ON orders_orderline;
DROP FUNCTION order_line_price_is_published;
"""
DROP_CONTENT = """
DROP TRIGGER order_approval_holds_its_content ON orders_procurementorder;
DROP FUNCTION order_approval_holds_its_content, order_content_sha256;
"""


def write_legal_moves(apps, schema_editor):
    """The table of `orders.states`; a later flow gets a later migration that calls this again."""
    model = apps.get_model("orders", "LegalMove")
    model.objects.all().delete()
    model.objects.bulk_create(
        [
            model(action=action, before=before, after=after, roles=roles)
            for action, before, after, roles in legal_moves()
        ]
    )


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0001_needs_and_orders"),
        ("documents", "0001_papers_and_signatures"),
        ("accounts", "0002_segregation_of_roles"),
    ]

    operations = [
        migrations.RunPython(write_legal_moves, migrations.RunPython.noop),
        RunSQLFile(__file__, "order_numbers", 1, undo="DROP SEQUENCE orders_number_seq"),
        RunSQLFile(__file__, "order_moves", 1, undo=DROP_MOVES),
        RunSQLFile(__file__, "order_terms", 1, undo=DROP_TERMS),
        RunSQLFile(__file__, "order_totals", 1, undo=DROP_TOTALS),
        RunSQLFile(__file__, "order_line_price", 1, undo=DROP_PRICE),
        RunSQLFile(__file__, "order_content", 1, undo=DROP_CONTENT),
        AppendOnly("orders_orderhistory"),
        GrantTable("orders_legalmove", app="SELECT"),
    ]
