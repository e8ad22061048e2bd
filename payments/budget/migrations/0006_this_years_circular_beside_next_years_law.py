from django.db import migrations

from marketplace.kernel.sql import RunSQLFile


class Migration(migrations.Migration):
    """Law of a later year does not stop this year's circular, and no last day is put into force that is no day."""

    dependencies = [("budget", "0005_last_days_by_circular")]

    operations = [RunSQLFile(__file__, "last_day_set", 2)]
