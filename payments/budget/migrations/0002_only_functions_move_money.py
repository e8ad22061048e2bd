from django.db import migrations

from marketplace.kernel.sql import AppendOnly, GrantTable, RunSQLFile


class Migration(migrations.Migration):
    """Ceilings, holds and their journal are written by SQL functions, each in one statement; the app role reads."""

    dependencies = [("budget", "0001_initial"), ("ledger", "0002_only_the_function_posts")]

    operations = [
        RunSQLFile(
            __file__,
            "budget_move",
            1,
            undo="""DROP FUNCTION budget_move; DROP FUNCTION budget_move_reserve; DROP FUNCTION budget_lock_lines;
                    DROP FUNCTION budget_apply; DROP FUNCTION budget_refuse; DROP FUNCTION budget_account""",
        ),
        RunSQLFile(
            __file__,
            "budget_ceiling",
            1,
            undo="""DROP FUNCTION budget_open_line; DROP FUNCTION budget_shift; DROP FUNCTION budget_set_external;
                    DROP FUNCTION budget_change_ceiling;
                    ALTER TABLE budget_budgethold DROP CONSTRAINT budget_hold_line_same_agency;
                    ALTER TABLE budget_budgetline DROP CONSTRAINT budget_line_sub_activity_same_agency,
                                                  DROP CONSTRAINT budget_line_document_same_agency""",
        ),
        RunSQLFile(__file__, "prohibited_accounts", 1, undo="DELETE FROM budget_prohibitedaccount"),
        AppendOnly("budget_ceilingchange"),
        GrantTable("budget_budgetline", app="SELECT"),
        GrantTable("budget_budgethold", app="SELECT"),
        GrantTable("budget_ceilingchange", app="SELECT"),
    ]
