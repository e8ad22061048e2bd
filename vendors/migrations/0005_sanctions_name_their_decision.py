from django.db import migrations, models


class Migration(migrations.Migration):
    """A suspension and its end rest on a decision with a number. Rows from before are left as they were written."""

    dependencies = [("vendors", "0004_account_change_names_what_it_replaces")]

    operations = [
        migrations.AddField(
            model_name="vendorhistory",
            name="decision_number",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.RunSQL(
            """ALTER TABLE vendors_vendorhistory ADD CONSTRAINT vendor_sanction_names_its_decision
                 CHECK (action NOT IN ('suspend', 'reinstate', 'blacklist') OR (decision_number <> '' AND reason <> ''))
                 NOT VALID""",
            "ALTER TABLE vendors_vendorhistory DROP CONSTRAINT vendor_sanction_names_its_decision",
        ),
    ]
