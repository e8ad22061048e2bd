from django.db import migrations

from marketplace.kernel.sql import AppendOnly


class Migration(migrations.Migration):
    """What a check found is evidence too."""

    dependencies = [("oversight", "0001_integrity_runs"), ("kernel", "0002_log_only_grows")]

    operations = [AppendOnly("oversight_integrityrun")]
