from django.db import migrations, models

from marketplace.kernel.sql import RunSQLFile

FUNCTIONS = (
    "charge_told_once",
    "charge_refunds_sum",
    "card_state_is_its_last_move",
    "charge_state_is_its_last_move",
)


class Migration(migrations.Migration):
    """No move without its row, no refund without its credit, no loss without its time, no decision without its number."""

    dependencies = [("cards", "0006_payouts_belong")]

    operations = [
        migrations.AddConstraint(
            model_name="cardprogramme",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision_number", ""), _negated=True), name="card_programme_has_decision"
            ),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision_number", ""), _negated=True), name="card_has_decision"
            ),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lost_reported_at__isnull", False), ("state__in", ["blocked_lost", "replaced"])),
                    models.Q(
                        models.Q(("state__in", ["blocked_lost", "replaced"]), _negated=True),
                        ("lost_reported_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="card_lost_has_time",
            ),
        ),
        RunSQLFile(__file__, "card_moves", 1, undo="".join(f"DROP FUNCTION {name} CASCADE;" for name in FUNCTIONS)),
    ]
