from django.db import migrations

from marketplace.kernel.sql import AppendOnly, GrantTable, RunSQLFile


class Migration(migrations.Migration):
    """Charges sum, facts stay, states move along the flow, rows stay inside their organisation."""

    dependencies = [("payables", "0001_initial"), ("budget", "0002_only_functions_move_money")]

    operations = [
        RunSQLFile(
            __file__,
            "payable_rules",
            1,
            undo="""DROP FUNCTION payable_charges_sum CASCADE; DROP FUNCTION payable_moves_along_its_flow CASCADE;
                    DROP FUNCTION payable_opens_open CASCADE; DROP FUNCTION payable_block_only_lifted CASCADE;
                    ALTER TABLE payables_payablecharge DROP CONSTRAINT payable_charge_same_agency,
                                                       DROP CONSTRAINT payable_charge_line_same_agency;
                    ALTER TABLE payables_invoice DROP CONSTRAINT invoice_payable_same_vendor;
                    DELETE FROM payables_accrualrule""",
        ),
        AppendOnly("payables_payablecharge"),
        AppendOnly("payables_payablehistory"),
        AppendOnly("payables_invoice"),
        GrantTable("payables_payable", app="SELECT, INSERT, UPDATE"),
        GrantTable("payables_payablecharge", app="SELECT, INSERT"),
        GrantTable("payables_payablehistory", app="SELECT, INSERT"),
        GrantTable("payables_payableblock", app="SELECT, INSERT, UPDATE"),
        GrantTable("payables_invoice", app="SELECT, INSERT"),
    ]
