from django.db import migrations

from marketplace.kernel.sql import AppendOnly


class Migration(migrations.Migration):
    """A kept file never becomes public, changes hands or goes: papers and proofs hang on it."""

    dependencies = [("files", "0002_sheet_kind")]

    operations = [AppendOnly("files_storedfile"), AppendOnly("files_fileuse")]
