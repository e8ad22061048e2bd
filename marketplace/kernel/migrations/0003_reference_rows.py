from django.db import migrations

from marketplace.kernel import law, reference


def load(apps, schema_editor):
    law.load_seed(apps.get_model("kernel", "LawRow"))
    reference.load_accounts(apps.get_model("kernel", "Account"))
    reference.load_regencies(apps.get_model("kernel", "Regency"))


class Migration(migrations.Migration):
    """Limits, rates and deadlines with their sources; account codes; the 35 regencies and cities."""

    dependencies = [("kernel", "0002_log_only_grows")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
