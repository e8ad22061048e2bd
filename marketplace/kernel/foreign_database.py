"""Whose tables a database holds, asked before the first of ours is made among them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connections
from django.db.migrations.loader import MigrationLoader

_TABLES = """
SELECT relation.relname FROM pg_class AS relation
 WHERE relation.relnamespace = current_schema()::regnamespace AND relation.relkind IN ('r', 'p')
   AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = relation.oid AND deptype = 'e')
 ORDER BY relation.relname
"""
_RECORD = "django_migrations"


def foreign_tables(alias: str = "default") -> Sequence[str]:
    """Tables that another program has made here; none in an empty database and in one of ours, however far it is.

    Each migration is recorded in the transaction that makes its tables. Tables without a record, and records of
    packages that are not ours, are therefore another's. Tables of an extension count for nobody.
    """
    with connections[alias].cursor() as cursor:
        cursor.execute(_TABLES)
        tables = [name for (name,) in cursor.fetchall()]
        if not tables:
            return []
        packages = set()
        if _RECORD in tables:
            cursor.execute("SELECT DISTINCT app FROM django_migrations")
            packages = {name for (name,) in cursor.fetchall()}
    others = [name for name in tables if name != _RECORD]
    ours = MigrationLoader(None).migrated_apps
    return others if not packages or packages - ours else []
