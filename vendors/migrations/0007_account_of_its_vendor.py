from django.db import migrations, models


class Migration(migrations.Migration):
    """What is paid can be held to an account of its vendor."""

    dependencies = [("vendors", "0006_reviews_stay")]

    operations = [
        migrations.AddConstraint(
            model_name="bankaccount",
            constraint=models.UniqueConstraint(fields=("vendor", "id"), name="bank_account_of_vendor"),
        ),
    ]
