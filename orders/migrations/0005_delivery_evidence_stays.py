from django.db import migrations

from marketplace.kernel.sql import RunSQLFile


class Migration(migrations.Migration):
    """Deliveries, handover reports and ratings can be added to, not rewritten or deleted."""

    dependencies = [("orders", "0004_audit_holds")]

    operations = [
        RunSQLFile(__file__, "delivery_evidence", 1, undo="DROP FUNCTION delivery_evidence_stays CASCADE"),
    ]
