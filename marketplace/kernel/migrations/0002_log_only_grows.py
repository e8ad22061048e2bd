from django.db import migrations

from marketplace.kernel.sql import AppendOnly, GrantTable, RunSQLFile


class Migration(migrations.Migration):
    """The log is written by one function, placed by the sequencer, and never changed by anybody."""

    dependencies = [("kernel", "0001_initial")]

    operations = [
        RunSQLFile(__file__, "log_append", 1, undo="DROP FUNCTION log_append"),
        AppendOnly("kernel_auditentry"),
        AppendOnly("kernel_logplace"),
        AppendOnly("kernel_loghead"),
        GrantTable("kernel_auditentry", app="SELECT", sequencer="SELECT"),
        GrantTable("kernel_logqueue", app="SELECT", sequencer="SELECT, DELETE"),
        GrantTable("kernel_logplace", app="SELECT", sequencer="SELECT, INSERT"),
        GrantTable("kernel_loghead", app="SELECT", sequencer="SELECT, INSERT"),
    ]
