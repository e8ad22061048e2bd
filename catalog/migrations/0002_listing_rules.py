"""Rules on Oscar's stock records, the tie of a price to its record, and the tables that only grow."""

from django.db import migrations

from marketplace.kernel.sql import AppendOnly, RunSQLFile

UNDO = """
ALTER TABLE partner_stockrecord DROP CONSTRAINT stock_price_is_whole_rupiah;
ALTER TABLE partner_stockrecord DROP CONSTRAINT stock_price_in_rupiah;
ALTER TABLE partner_stockrecord DROP CONSTRAINT stock_allocated_within_stock;
ALTER TABLE partner_stockrecord ALTER COLUMN num_allocated DROP DEFAULT;
ALTER TABLE catalog_listing DROP CONSTRAINT listing_price_is_a_record;
DROP INDEX IF EXISTS search_word_trigrams;
DROP INDEX IF EXISTS search_stem_trigrams;
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_listings_prices_and_stock")]

    operations = [
        RunSQLFile(__file__, "listing_rules", 1, undo=UNDO),
        AppendOnly("catalog_pricerecord"),
        AppendOnly("catalog_paidprice"),
        AppendOnly("catalog_listinghistory"),
    ]
