from django.db import migrations

from marketplace.kernel.sql import RunSQLFile

_FUNCTIONS = (
    "charge_on_one_side",
    "evidence_listed_on_one_side",
    "evidence_tested_on_one_side",
    "evidence_approved_on_one_side",
    "paper_on_one_side",
    "charge_keep_sides_apart",
)


class Migration(migrations.Migration):
    """Nobody of the vendor pays, tests, approves or signs for the money of its order (S6)."""

    dependencies = [
        ("orders", "0009_indexes_that_are_used"),
        ("cards", "0007_moves_are_written"),
        ("settlement", "0006_decisions_stay_whole"),
    ]

    operations = [
        RunSQLFile(
            __file__, "paid_on_one_side", 1, undo="".join(f"DROP FUNCTION {name} CASCADE;" for name in _FUNCTIONS)
        )
    ]
