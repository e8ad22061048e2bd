from django.db import migrations

from marketplace.kernel.sql import RunSQLFile


class Migration(migrations.Migration):
    """Who administers an office's cards, or audits, is named by no card, letter or charge (S5, S8)."""

    dependencies = [("cards", "0007_moves_are_written"), ("accounts", "0002_segregation_of_roles")]

    operations = [RunSQLFile(__file__, "card_admin_apart", 1, undo="DROP FUNCTION card_user_apart CASCADE")]
