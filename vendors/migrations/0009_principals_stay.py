from django.db import migrations

from marketplace.kernel.sql import RunSQLFile


class Migration(migrations.Migration):
    """Owners and managers of a vendor stay as they were handed in (S10)."""

    dependencies = [("vendors", "0008_account_looks_stay")]

    operations = [RunSQLFile(__file__, "principal", 1, undo="DROP FUNCTION principal_stays CASCADE")]
