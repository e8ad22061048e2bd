from django.db import migrations

from marketplace.kernel import law


def load(apps, schema_editor):
    law.load_seed(apps.get_model("kernel", "LawRow"))


class Migration(migrations.Migration):
    """The last days of a fiscal year for orders, card payments, SPP and SP2D; a site's own rows stay."""

    dependencies = [("kernel", "0004_one_act_tells_at_once")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
