"""The shipped tables, and the one kind of product that Oscar is told of."""

from django.db import migrations

from catalog.reference import load_categories, load_units


def load(apps, schema_editor):
    load_units(apps.get_model("catalog", "Unit"))
    load_categories(apps.get_model("catalog", "CategoryFacts"), apps.get_model("catalogue", "Category"))
    apps.get_model("catalogue", "ProductClass").objects.get_or_create(
        slug="produk", defaults={"name": "Produk", "requires_shipping": True, "track_stock": True}
    )


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_listing_rules")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
