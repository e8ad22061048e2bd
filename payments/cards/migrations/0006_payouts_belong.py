from django.db import migrations, models

from marketplace.kernel.sql import RunSQLFile

FUNCTIONS = (
    "payout_is_of_its_charge",
    "payout_to_account_in_force",
    "payout_times_in_order",
    "payout_state_is_its_last_move",
)


class Migration(migrations.Migration):
    """A payout is of its charge, goes to an account of its vendor, and moves with its history."""

    dependencies = [("cards", "0005_cards_and_payouts_stay"), ("vendors", "0007_account_of_its_vendor")]

    operations = [
        migrations.AddConstraint(
            model_name="cardtransaction",
            constraint=models.UniqueConstraint(fields=("vendor", "id"), name="charge_of_vendor"),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "pending"), _negated=True),
                    models.Q(("bank_account__isnull", True), ("provider_id", ""), ("sent_at__isnull", True)),
                    _connector="OR",
                ),
                name="payout_waiting_is_unsent",
            ),
        ),
        RunSQLFile(
            __file__,
            "payout_belongs",
            1,
            undo="".join(f"DROP FUNCTION {name} CASCADE;" for name in FUNCTIONS)
            + """ALTER TABLE cards_payout DROP CONSTRAINT payout_charge_same_vendor,
                   DROP CONSTRAINT payout_account_same_vendor""",
        ),
    ]
