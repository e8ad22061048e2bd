from importlib import import_module

from django.db import migrations

write_legal_moves = import_module("orders.migrations.0002_legal_moves_and_fixed_terms").write_legal_moves


class Migration(migrations.Migration):
    """A lot that was under way while another was inspected and accepted may still arrive."""

    dependencies = [("orders", "0015_holds_are_of_orders")]

    operations = [migrations.RunPython(write_legal_moves, migrations.RunPython.noop)]
