"""Triggers and functions as numbered `.sql` files beside the models; the highest version is in force.

A migration installs version *n* and its reverse restores *n - 1*:

    operations = [RunSQLFile(__file__, "journal_entry_balanced", 1), AppendOnly("ledger_posting")]
"""

from __future__ import annotations

from pathlib import Path

from django.db.migrations.operations import RunSQL

APP_ROLE = "dasaran_app"
SEQUENCER_ROLE = "dasaran_sequencer"


def _text(migration_file: str, name: str, version: int) -> str:
    return (Path(migration_file).parents[1] / "sql" / f"{name}_v{version}.sql").read_text(encoding="utf-8")


def RunSQLFile(migration_file: str, name: str, version: int = 1, *, undo: str | None = None) -> RunSQL:  # noqa: N802
    """Install `sql/<name>_v<version>.sql`; undone by `undo`, else by the version before, if there is one.

    A file must be written so that it can run over the version before (`CREATE OR REPLACE`, `DROP ... IF EXISTS`).
    """
    if undo is None:
        undo = _text(migration_file, name, version - 1) if version > 1 else RunSQL.noop
    return RunSQL(_text(migration_file, name, version), undo)


def AppendOnly(table: str) -> RunSQL:  # noqa: N802
    """Rows of `table` are written once: refused for everyone by triggers, and for the app role by grants too.

    A row trigger does not stop TRUNCATE, so there is a statement trigger beside it.
    """
    return RunSQL(
        f"""
        REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APP_ROLE};
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
          FOR EACH ROW EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER {table}_not_truncated BEFORE TRUNCATE ON {table}
          FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
        """,
        f"""
        DROP TRIGGER {table}_append_only ON {table};
        DROP TRIGGER {table}_not_truncated ON {table};
        GRANT UPDATE, DELETE ON {table} TO {APP_ROLE};
        """,
    )


def GrantTable(table: str, *, app: str = "SELECT", sequencer: str = "") -> RunSQL:  # noqa: N802
    """Set exactly these rights on `table`, such as `app="SELECT, INSERT"`."""
    grant = f"REVOKE ALL ON {table} FROM {APP_ROLE}, {SEQUENCER_ROLE};"
    if app:
        grant += f"GRANT {app} ON {table} TO {APP_ROLE};"
    if sequencer:
        grant += f"GRANT {sequencer} ON {table} TO {SEQUENCER_ROLE};"
    return RunSQL(grant, f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE};")
