from django.db import migrations

from marketplace.kernel.sql import AppendOnly, RunSQLFile


class Migration(migrations.Migration):
    """A paper's content never changes, a signature is on exactly that content, and both are written once."""

    dependencies = [("documents", "0001_papers_and_signatures")]

    operations = [
        RunSQLFile(
            __file__,
            "document_rules",
            1,
            undo="DROP FUNCTION document_content_stays CASCADE; DROP FUNCTION signature_on_the_content CASCADE;",
        ),
        AppendOnly("documents_signature"),
        AppendOnly("documents_documentviewer"),
        AppendOnly("documents_rendering"),
    ]
