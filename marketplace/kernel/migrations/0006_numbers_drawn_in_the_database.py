from django.db import migrations

from marketplace.kernel.sql import RunSQLFile


class Migration(migrations.Migration):
    """A function may draw a number and log what only it knows, so that a paper is written by one call."""

    dependencies = [("kernel", "0005_year_end_days")]

    operations = [
        RunSQLFile(__file__, "number_draw", 1, undo="DROP FUNCTION number_draw"),
        RunSQLFile(__file__, "log_said", 1, undo="DROP FUNCTION log_said"),
    ]
