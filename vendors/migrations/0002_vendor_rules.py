from django.db import migrations

from marketplace.kernel.sql import AppendOnly, RunSQLFile


class Migration(migrations.Migration):
    """Moves, people who certify, account numbers and records hold in the database too."""

    dependencies = [("vendors", "0001_vendors_and_their_proof")]

    operations = [
        RunSQLFile(
            __file__,
            "vendor_rules",
            1,
            undo="""
            DROP FUNCTION vendor_moves CASCADE;
            DROP FUNCTION vendor_certified_by_people CASCADE;
            DROP FUNCTION bank_account_number_stays CASCADE;
            """,
        ),
        AppendOnly("vendors_vendorhistory"),
        AppendOnly("vendors_checkresult"),
        AppendOnly("vendors_performancerecord"),
    ]
