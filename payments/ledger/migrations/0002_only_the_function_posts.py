from django.db import migrations

from marketplace.kernel.sql import AppendOnly, GrantTable, RunSQLFile


class Migration(migrations.Migration):
    """The journal is written by one SQL function, judged again at commit, and never changed by anybody."""

    dependencies = [("ledger", "0001_initial"), ("kernel", "0002_log_only_grows")]

    operations = [
        RunSQLFile(__file__, "chart_accounts", 1, undo="DELETE FROM ledger_chartaccount"),
        RunSQLFile(
            __file__,
            "ledger_post",
            1,
            undo="""DROP FUNCTION ledger_post; DROP FUNCTION ledger_write; DROP FUNCTION ledger_leaf;
                    DROP FUNCTION ledger_close_period""",
        ),
        RunSQLFile(
            __file__,
            "journal_guards",
            1,
            undo="DROP FUNCTION journal_entry_balanced CASCADE; DROP FUNCTION journal_entry_has_postings CASCADE",
        ),
        AppendOnly("ledger_journalentry"),
        AppendOnly("ledger_posting"),
        AppendOnly("ledger_closedperiod"),
        GrantTable("ledger_journalentry", app="SELECT", sequencer="SELECT"),
        GrantTable("ledger_posting", app="SELECT", sequencer="SELECT"),
        GrantTable("ledger_balance", app="SELECT", sequencer="SELECT"),
        GrantTable("ledger_chartaccount", app="SELECT", sequencer="SELECT"),
        GrantTable("ledger_closedperiod", app="SELECT", sequencer="SELECT"),
    ]
