from django.db import migrations

from marketplace.kernel.sql import RunSQLFile


class Migration(migrations.Migration):
    """The call that writes a paper draws its number too, then hashes, signs and logs it."""

    dependencies = [("documents", "0003_papers_are_issued_at_once"), ("kernel", "0006_numbers_drawn_in_the_database")]

    operations = [
        RunSQLFile(__file__, "document_issue", 2),
        # Undone first: the same name with other parameters is another function.
        migrations.RunSQL(migrations.RunSQL.noop, "DROP FUNCTION document_issue"),
    ]
