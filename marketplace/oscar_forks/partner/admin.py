"""Oscar registers its partner models here; we do not: stock and price change only through the catalog's use cases."""
