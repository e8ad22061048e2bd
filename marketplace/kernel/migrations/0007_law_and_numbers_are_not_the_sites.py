from django.db import migrations

from marketplace.kernel.sql import GrantTable, RunSQLFile


class Migration(migrations.Migration):
    """The site reads the law and draws numbers; it writes neither law rows nor counters."""

    dependencies = [("kernel", "0006_numbers_drawn_in_the_database")]

    operations = [
        RunSQLFile(__file__, "number_draw", 2),
        GrantTable("kernel_numberseries", app="SELECT", sequencer="SELECT"),
        GrantTable("kernel_lawrow", app="SELECT", sequencer="SELECT"),
    ]
