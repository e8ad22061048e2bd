from django.db import migrations

from marketplace.kernel.sql import RunSQLFile


class Migration(migrations.Migration):
    """The last days of a year are put into force by a function, for the site writes no law."""

    dependencies = [("budget", "0004_year_close"), ("kernel", "0007_law_and_numbers_are_not_the_sites")]

    operations = [RunSQLFile(__file__, "last_day_set", 1, undo="DROP FUNCTION last_day_set")]
