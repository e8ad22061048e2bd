from pathlib import Path

from django.db import migrations

from marketplace.kernel.sql import RunSQLFile

_GUARDS = (Path(__file__).parents[1] / "sql" / "settlement_guards_v1.sql").read_text(encoding="utf-8")
_START = _GUARDS.index("CREATE OR REPLACE FUNCTION dpt_approver_apart")
_OLD_APPROVER_GUARD = _GUARDS[_START : _GUARDS.index("END $$;", _START) + len("END $$;")]


class Migration(migrations.Migration):
    """The receiver too is apart from who verifies the payment (S6), so is who tests (S3, S4), and papers are in role."""

    dependencies = [("settlement", "0006_decisions_stay_whole"), ("accounts", "0002_segregation_of_roles")]

    operations = [
        RunSQLFile(
            __file__,
            "evidence_apart",
            1,
            undo="DROP FUNCTION bill_tester_apart CASCADE; DROP FUNCTION request_checker_apart CASCADE;"
            "DROP FUNCTION paper_signed_in_its_role CASCADE;"
            + _OLD_APPROVER_GUARD
            + "DROP FUNCTION charge_was_partly_of;",
        )
    ]
