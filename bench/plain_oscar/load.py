"""Fill a plain Oscar with the goods of one of our provinces: the same names, categories, prices and vendors.

python -m bench.plain_oscar.load ADDRESS-OF-THE-PROVINCE
"""

from __future__ import annotations

import sys

import django
import psycopg
from django.db import connection, transaction

GOODS = """
COPY (SELECT listing.id, listing.name, listing.description, listing.category_id, listing.vendor_id,
             listing.unit_price_idr, stock.num_in_stock, listing.published_at
        FROM catalog_listing listing JOIN partner_stockrecord stock ON stock.id = listing.stock_record_id
       WHERE listing.state = 'published') TO STDOUT
"""
STAGE = """
CREATE TEMP TABLE goods (id bigint, name text, description text, category text, vendor bigint, price bigint,
                         stock integer, published timestamptz)
"""
#: By SQL and not by save(): half a million rows, and Oscar's tables take them all the same.
FILL = (
    """INSERT INTO catalogue_product (id, structure, is_public, upc, title, slug, description, meta_title,
         meta_description, product_class_id, rating, priority, date_created, date_updated, is_discountable)
       SELECT id, 'standalone', true, NULL, name, left(trim(both '-' from regexp_replace(lower(name), '[^a-z0-9]+', '-',
              'g')), 200), description, '', '', %(product_class)s, NULL, 0, published, published, true FROM goods""",
    """INSERT INTO catalogue_productcategory (product_id, category_id)
       SELECT goods.id, category.id FROM goods JOIN catalogue_category category ON category.code = goods.category""",
    """INSERT INTO partner_partner (id, code, name)
       SELECT DISTINCT vendor, 'vendor-' || vendor, 'Vendor ' || vendor FROM goods""",
    """INSERT INTO partner_stockrecord (product_id, partner_id, partner_sku, price_currency, price, num_in_stock,
         date_created, date_updated)
       SELECT id, vendor, 'P' || id, 'IDR', price, stock, published, published FROM goods""",
    "SELECT setval(pg_get_serial_sequence('catalogue_product', 'id'), (SELECT max(id) FROM catalogue_product))",
    "SELECT setval(pg_get_serial_sequence('partner_partner', 'id'), (SELECT max(id) FROM partner_partner))",
)


def main(province: str) -> None:
    from oscar.apps.catalogue.models import Category, ProductClass

    with psycopg.connect(province) as source, transaction.atomic():
        categories = source.execute("SELECT code, parent_id, name FROM catalog_categoryfacts ORDER BY code").fetchall()
        nodes = {}
        for code, parent, name in categories:
            if parent is None:
                nodes[code] = Category.objects.add_root(instance=Category(name=name, code=code))
        for code, parent, name in categories:
            if parent is not None:
                # Read again: treebeard counts a node's children on the row it is given.
                node = Category.objects.get(pk=nodes[parent].pk)
                Category.objects.add_child(node, instance=Category(name=name, code=code))
        product_class = ProductClass.objects.create(name="Goods", track_stock=True, requires_shipping=True)
        with connection.cursor() as cursor:
            cursor.execute(STAGE)
            with source.cursor().copy(GOODS) as coming, cursor.copy("COPY goods FROM STDIN") as going:
                for block in coming:
                    going.write(block)
            for statement in FILL:
                cursor.execute(statement, {"product_class": product_class.pk} if "%(" in statement else None)


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1])
