from django.db import migrations

from marketplace.kernel.sql import RunSQLFile


class Migration(migrations.Migration):
    """Offers and the choice among them are written once."""

    dependencies = [("orders", "0005_delivery_evidence_stays")]

    operations = [RunSQLFile(__file__, "comparison", 1, undo="DROP FUNCTION comparison_stays CASCADE")]
