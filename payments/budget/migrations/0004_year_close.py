import django.db.models.deletion
from django.db import migrations, models

from marketplace.kernel.sql import AppendOnly, GrantTable, RunSQLFile


class Migration(migrations.Migration):
    """A year is closed by one SQL function, which writes the list of what was open with it; the app role reads."""

    dependencies = [
        ("accounts", "0002_segregation_of_roles"),
        ("budget", "0003_fund_releases"),
        ("ledger", "0002_only_the_function_posts"),
    ]

    operations = [
        migrations.CreateModel(
            name="YearClose",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fiscal_year", models.PositiveSmallIntegerField()),
                ("decision_number", models.CharField(max_length=80)),
                ("reason", models.CharField(max_length=300)),
                ("closed_by_id", models.BigIntegerField()),
                ("closed_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="year_closes", to="accounts.agency"
                    ),
                ),
            ],
            options={
                "ordering": ["-fiscal_year", "agency_id"],
                "constraints": [models.UniqueConstraint(fields=("agency", "fiscal_year"), name="year_closed_once")],
            },
        ),
        migrations.CreateModel(
            name="YearCloseRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order_id", models.UUIDField()),
                ("order_number", models.CharField(max_length=40)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("reserved", "Cadangan gugur, pesanan berakhir"),
                            ("committed", "Komitmen gugur, dilanjutkan hanya lewat DPAL"),
                            ("obligated", "Utang tahun lalu, dibayar dari DPA baru setelah dianggarkan"),
                        ],
                        max_length=10,
                    ),
                ),
                ("amount_idr", models.BigIntegerField()),
                (
                    "close",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="budget.yearclose"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="budget.budgetline"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("close", "line", "order_id", "stage"), name="year_close_row_once"),
                    models.CheckConstraint(condition=models.Q(("amount_idr__gt", 0)), name="year_close_row_positive"),
                ],
            },
        ),
        RunSQLFile(__file__, "year_close", 1, undo="DROP FUNCTION budget_close_year"),
        AppendOnly("budget_yearclose"),
        AppendOnly("budget_yearcloserow"),
        GrantTable("budget_yearclose", app="SELECT"),
        GrantTable("budget_yearcloserow", app="SELECT"),
    ]
