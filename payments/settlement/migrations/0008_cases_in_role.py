from django.db import migrations

from marketplace.kernel.sql import RunSQLFile

CASES = {
    "mismatchresolution": ("proposed_in_its_role", "resolved_in_its_role"),
    "lineanswer": ("answered_in_its_role",),
    "disputeclaim": ("claimed_in_its_role", "told_in_its_role", "decided_in_its_role"),
    "personalliability": ("decided_in_its_role", "recorded_in_its_role"),
    "spendingreturn": ("agreed_in_its_role", "received_in_its_role", "deposited_in_its_role"),
}
# The function stays: it judges papers as before.
UNDO = "".join(f"DROP TRIGGER {name} ON settlement_{table};" for table, names in CASES.items() for name in names)


class Migration(migrations.Migration):
    """Lines that a bill held back are settled by people in the role that it takes (S1, S8)."""

    dependencies = [("settlement", "0007_evidence_apart")]

    operations = [RunSQLFile(__file__, "case_roles", 1, undo=UNDO)]
