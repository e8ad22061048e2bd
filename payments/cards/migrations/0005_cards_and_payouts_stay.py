from django.db import migrations

from marketplace.kernel.sql import RunSQLFile

FUNCTIONS = ("card_facts_stay", "card_programme_stays", "limit_is_its_last_change", "payout_stays_as_sent")


class Migration(migrations.Migration):
    """Cards, programmes and payouts stay as they were decided and sent; a limit has its reason."""

    dependencies = [("cards", "0004_refunds_before_the_list")]

    operations = [
        RunSQLFile(__file__, "card_facts", 1, undo="".join(f"DROP FUNCTION {name} CASCADE;" for name in FUNCTIONS)),
    ]
