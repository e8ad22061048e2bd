from django.db import migrations

from marketplace.kernel.sql import RunSQLFile


class Migration(migrations.Migration):
    """What was decided, answered or received keeps its words too."""

    dependencies = [("settlement", "0005_spending_returns")]

    operations = [
        RunSQLFile(__file__, "decision_text", 1, undo="DROP FUNCTION decision_text_stays CASCADE"),
    ]
