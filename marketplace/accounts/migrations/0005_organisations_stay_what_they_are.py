from django.db import migrations

from marketplace.kernel.sql import GrantTable


class Migration(migrations.Migration):
    """An organisation may be renamed; its kind says which roles are held in it, and its code stands in numbers (S1, S8)."""

    dependencies = [("accounts", "0004_roles_end_when_revoked")]

    operations = [GrantTable("accounts_organisation", app="SELECT, INSERT, UPDATE (name)", sequencer="SELECT")]
