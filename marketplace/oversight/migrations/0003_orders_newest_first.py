from django.db import migrations


class Migration(migrations.Migration):
    """The auditors' list is over all offices, which no list of the orders' own is: half a second without, at 100,000."""

    dependencies = [("oversight", "0002_runs_are_written_once"), ("orders", "0001_needs_and_orders")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX order_newest ON orders_procurementorder (created_at DESC, id DESC)",
            "DROP INDEX order_newest",
        )
    ]
