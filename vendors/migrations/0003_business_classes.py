from pathlib import Path

from django.db import migrations

from marketplace.kernel.reference import read_table

TABLE = Path(__file__).parents[1] / "data" / "kbli.csv"


def load(apps, schema_editor):
    """KBLI 2020 (BPS Regulation 2/2020): the classes that goods and services of this marketplace fall under."""
    kbli = apps.get_model("vendors", "Kbli")
    rows = read_table(TABLE, "code", "title", "title_en", "group", "kbli_version")
    kbli.objects.bulk_create(
        [
            kbli(version=r["kbli_version"], code=r["code"], title=r["title"], title_en=r["title_en"], group=r["group"])
            for r in rows
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("vendors", "0002_vendor_rules")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
