from django.db import migrations

from marketplace.kernel.sql import RunSQLFile


class Migration(migrations.Migration):
    """A paper, its readers and its first signature are written by one call, every row still judged by its triggers."""

    dependencies = [("documents", "0002_papers_stay_as_issued")]

    operations = [RunSQLFile(__file__, "document_issue", 1, undo="DROP FUNCTION document_issue")]
