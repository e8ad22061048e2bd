# ruff: noqa: N999  the name is that of the migration of Oscar's which it replaces
from django.db import migrations


class Migration(migrations.Migration):
    """Nothing to assign: Oscar's version gives dashboard rights to staff users.

    We mount no dashboard, and our users have neither a staff flag nor groups (roles are dated assignments), so Oscar's
    version would fail. It changes no table.
    """

    dependencies = [("customer", "0007_auto_20200801_0817")]
    operations = []
