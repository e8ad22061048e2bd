import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from marketplace.kernel.sql import GrantTable, RunSQLFile

DROP = """
DROP FUNCTION audit_hold_stops_the_order, audit_hold_agrees, audit_hold_is_an_auditors CASCADE;
"""


class Migration(migrations.Migration):
    """An auditor's hold is a row; the flag on the order says the same, and the database stops what is held."""

    dependencies = [
        ("orders", "0003_orders_are_placed_at_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OrderAuditHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("letter_number", models.CharField(max_length=80)),
                ("reason", models.TextField()),
                ("placed_at", models.DateTimeField()),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("release_reason", models.TextField(blank=True)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audit_holds",
                        to="orders.procurementorder",
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("released_at__isnull", True)),
                        fields=("order",),
                        name="audit_hold_one_open_per_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("letter_number", ""), _negated=True), models.Q(("reason", ""), _negated=True)
                        ),
                        name="audit_hold_names_letter_and_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("release_reason", ""), ("released_at__isnull", True), ("released_by__isnull", True)
                            ),
                            models.Q(
                                ("release_reason__gt", ""),
                                ("released_at__gte", models.F("placed_at")),
                                ("released_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="audit_hold_release_is_whole",
                    ),
                ],
            },
        ),
        RunSQLFile(__file__, "audit_hold", 1, undo=DROP),
        GrantTable("orders_orderaudithold", app="SELECT, INSERT, UPDATE"),
    ]
