from django.db import migrations

from marketplace.kernel.sql import RunSQLFile


class Migration(migrations.Migration):
    """The audit entries and events of one act are written by one call."""

    dependencies = [("kernel", "0003_reference_rows")]

    operations = [RunSQLFile(__file__, "log_tell", 1, undo="DROP FUNCTION log_tell")]
