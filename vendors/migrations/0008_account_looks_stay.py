from django.db import migrations, models
from django.db.models import F, Q

from marketplace.kernel.sql import RunSQLFile

UNDO = """DROP FUNCTION bank_account_seen_once CASCADE; DROP FUNCTION bank_account_waits CASCADE;
          ALTER TABLE vendors_bankaccount DROP CONSTRAINT bank_account_replaces_own"""


class Migration(migrations.Migration):
    """Who looked at an account and from when it is paid stay; a change is seen by others and held."""

    dependencies = [("vendors", "0007_account_of_its_vendor"), ("kernel", "0001_initial")]

    operations = [
        migrations.AddConstraint(
            model_name="bankaccount",
            constraint=models.CheckConstraint(
                condition=Q(proposed_by__isnull=True) | Q(verified_by__isnull=True) | ~Q(verified_by=F("proposed_by")),
                name="bank_account_verifier_is_not_proposer",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankaccount",
            constraint=models.CheckConstraint(
                condition=Q(proposed_by__isnull=True)
                | Q(second_verified_by__isnull=True)
                | ~Q(second_verified_by=F("proposed_by")),
                name="bank_account_second_is_not_proposer",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankaccount",
            constraint=models.CheckConstraint(
                condition=Q(usable_from__isnull=True) | Q(usable_from__gte=F("verified_at")),
                name="bank_account_usable_once_verified",
            ),
        ),
        RunSQLFile(__file__, "bank_account", 1, undo=UNDO),
    ]
