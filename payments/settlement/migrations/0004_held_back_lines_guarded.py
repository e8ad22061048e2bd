from pathlib import Path

from django.db import migrations

from marketplace.kernel import law
from marketplace.kernel.sql import AppendOnly, GrantTable, RunSQLFile

_GUARDS = (Path(__file__).parents[1] / "sql" / "settlement_guards_v1.sql").read_text(encoding="utf-8")
_START = _GUARDS.index("CREATE OR REPLACE FUNCTION dpt_is_tested_and_summed")
_OLD_LIST_GUARD = _GUARDS[_START : _GUARDS.index("END $$;", _START) + len("END $$;")]
_CASES = ("mismatchresolution", "disputeclaim", "personalliability")


def load_law(apps, schema_editor):
    law.load_seed(apps.get_model("kernel", "LawRow"))


class Migration(migrations.Migration):
    """Two persons for a difference, deciders who took no part, decisions that stay, a list that pays what is owed."""

    dependencies = [
        ("settlement", "0003_held_back_lines"),
        ("kernel", "0003_reference_rows"),
        ("cards", "0004_refunds_before_the_list"),
    ]

    operations = [
        migrations.RunPython(load_law, migrations.RunPython.noop),
        RunSQLFile(
            __file__,
            "settlement_cases",
            1,
            undo="DROP FUNCTION case_decider_apart CASCADE; DROP FUNCTION case_decided_once CASCADE;"
            "DROP FUNCTION line_answer_to_refusal CASCADE;"
            + "".join(f"DROP TRIGGER facts_stay ON settlement_{table};" for table in _CASES)
            + _OLD_LIST_GUARD,
        ),
        AppendOnly("settlement_lineanswer"),
        GrantTable("settlement_mismatchresolution", app="SELECT, INSERT, UPDATE"),
        GrantTable("settlement_disputeclaim", app="SELECT, INSERT, UPDATE"),
        GrantTable("settlement_personalliability", app="SELECT, INSERT, UPDATE"),
        GrantTable("settlement_lineanswer", app="SELECT, INSERT"),
    ]
