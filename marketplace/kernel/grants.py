"""What the roles of the running site may do in the database, read from its catalogue (I-47)."""

import csv
import io

from django.conf import settings
from django.db import connection

from marketplace.kernel.sql import APP_ROLE, SEQUENCER_ROLE

FILE = settings.PROJECT / "docs" / "grants.csv"
ROLES = [APP_ROLE, SEQUENCER_ROLE]

#: Effective rights, through membership and PUBLIC too: what a list of GRANT statements would not show.
TABLES = """
    SELECT r.rolname,
           CASE c.relkind WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view' WHEN 'm' THEN 'view' ELSE 'table' END,
           c.relname,
           string_agg(p.privilege, ' ' ORDER BY p.place)
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
     CROSS JOIN pg_roles r
     CROSS JOIN unnest(CASE c.relkind WHEN 'S' THEN ARRAY['USAGE', 'UPDATE'] ELSE
                ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'] END)
           WITH ORDINALITY p (privilege, place)
     WHERE r.rolname = ANY(%s) AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
       AND CASE c.relkind WHEN 'S' THEN has_sequence_privilege(r.oid, c.oid, p.privilege)
                          ELSE has_table_privilege(r.oid, c.oid, p.privilege) END
     GROUP BY 1, 2, 3
"""
#: A right to single columns is one too. Columns of tables on which the whole right is held are not repeated.
COLUMNS = """
    SELECT r.rolname, 'columns', c.relname || '.' || a.attname, string_agg(p.privilege, ' ' ORDER BY p.place)
      FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
      JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
     CROSS JOIN pg_roles r
     CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE']) WITH ORDINALITY p (privilege, place)
     WHERE r.rolname = ANY(%s) AND a.attnum > 0 AND NOT a.attisdropped
       AND has_column_privilege(r.oid, c.oid, a.attnum, p.privilege)
       AND NOT has_table_privilege(r.oid, c.oid, p.privilege)
     GROUP BY 1, 2, 3
"""
#: Functions that run with their owner's rights: whoever may call one may do what it does. Those of extensions are not
#: ours, and one that runs with the caller's rights gives none.
FUNCTIONS = """
    SELECT r.rolname, 'function', f.proname || '(' || pg_get_function_identity_arguments(f.oid) || ')', 'EXECUTE'
      FROM pg_proc f
      JOIN pg_namespace n ON n.oid = f.pronamespace AND n.nspname = 'public'
     CROSS JOIN pg_roles r
     WHERE r.rolname = ANY(%s) AND f.prosecdef AND has_function_privilege(r.oid, f.oid, 'EXECUTE')
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = f.oid AND d.deptype = 'e')
"""
#: Tables made with `AppendOnly` carry its trigger.
ONLY_GROWING = """
    SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname = c.relname || '_append_only'
"""
OWNED = """
    SELECT r.rolname, c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = ANY(%s)
     UNION ALL
    SELECT r.rolname, f.proname FROM pg_proc f JOIN pg_roles r ON r.oid = f.proowner WHERE r.rolname = ANY(%s)
     UNION ALL
    SELECT r.rolname, 'schema ' || n.nspname FROM pg_namespace n JOIN pg_roles r ON r.oid = n.nspowner
     WHERE r.rolname = ANY(%s)
"""


def lines() -> list[tuple[str, str, str, str]]:
    """Role, kind of object, object, rights."""
    found: list[tuple[str, str, str, str]] = []
    with connection.cursor() as cursor:
        for question in (TABLES, COLUMNS, FUNCTIONS):
            cursor.execute(question, [ROLES])
            found += cursor.fetchall()
    return sorted(found)


def owned() -> list[tuple[str, str]]:
    """What the site's roles own, and so could change: nothing."""
    with connection.cursor() as cursor:
        cursor.execute(OWNED, [ROLES] * 3)
        return cursor.fetchall()


def only_growing() -> set[str]:
    """Tables whose rows are written once."""
    with connection.cursor() as cursor:
        cursor.execute(ONLY_GROWING)
        return {row[0] for row in cursor.fetchall()}


def as_csv() -> str:
    """The file that stands in the repository."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["role", "kind", "object", "rights"])
    writer.writerows(lines())
    return text.getvalue()
