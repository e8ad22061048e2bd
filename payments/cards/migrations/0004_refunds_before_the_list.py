from django.db import migrations

from marketplace.kernel.sql import RunSQLFile


class Migration(migrations.Migration):
    """A charge in a payment list is no longer refunded on the card."""

    dependencies = [("cards", "0003_refunds")]

    operations = [
        RunSQLFile(__file__, "refund_before_list", 1, undo="DROP FUNCTION charge_refunded_before_list CASCADE"),
    ]
