from django.db import migrations, models

from marketplace.kernel.sql import AppendOnly, GrantTable, RunSQLFile


class Migration(migrations.Migration):
    """Released funds (SPD): who entered them, within the ceiling, written once; and no spending beyond them."""

    dependencies = [("budget", "0002_only_functions_move_money")]

    operations = [
        migrations.AlterModelOptions(name="fundrelease", options={"ordering": ["released_on", "id"]}),
        migrations.AddField(
            model_name="fundrelease",
            name="released_by_id",
            field=models.BigIntegerField(help_text="who entered it; null for the site itself", null=True),
        ),
        migrations.AddField(model_name="fundrelease", name="recorded_at", field=models.DateTimeField(null=True)),
        RunSQLFile(
            __file__,
            "fund_release",
            1,
            undo="DROP FUNCTION fund_release_within_ceiling CASCADE; DROP FUNCTION budget_within_fund_release CASCADE",
        ),
        AppendOnly("budget_fundrelease"),
        GrantTable("budget_fundrelease", app="SELECT, INSERT"),
    ]
