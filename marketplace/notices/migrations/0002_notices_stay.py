from django.db import migrations

from marketplace.kernel.sql import GrantTable


class Migration(migrations.Migration):
    """Whoever was told can be shown to have been told: a notice is read and mailed, never rewritten or deleted."""

    dependencies = [("notices", "0001_initial")]

    operations = [
        GrantTable("notices_notice", app="SELECT, INSERT, UPDATE (read_at, mailed_at)", sequencer="SELECT"),
    ]
