from django.db import migrations

from marketplace.kernel.sql import RunSQLFile


class Migration(migrations.Migration):
    """Goods of one order or of several are judged and held by one call."""

    dependencies = [("catalog", "0005_goods_by_spreadsheet")]

    operations = [RunSQLFile(__file__, "stock_hold", 1, undo="DROP FUNCTION stock_hold")]
