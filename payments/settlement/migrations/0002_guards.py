from django.db import migrations

from marketplace.kernel.sql import AppendOnly, GrantTable, RunSQLFile

_FUNCTIONS = (
    "dpt_approver_apart",
    "dpt_is_tested_and_summed",
    "payment_order_follows_request",
    "disbursement_follows_order",
    "settlement_facts_stay",
    "statement_moves_along_its_flow",
)
_CONSTRAINTS = (
    ("disbursementnote", "disbursement_note_amount"),
    ("paymentrequest", "payment_request_amount"),
    ("paymentorder", "payment_order_amount"),
    ("disbursementorder", "disbursement_order_amount"),
    ("disbursementorder", "sp2d_names_the_spm_signer"),
    ("repayment", "repayment_amount"),
    ("billpaymentlist", "payment_list_in_agency"),
    ("paymentrequest", "payment_request_after_note"),
    ("repayment", "repayment_after_disbursement"),
)
_UNDO = "".join(f"DROP FUNCTION {name} CASCADE;" for name in _FUNCTIONS) + "".join(
    f"ALTER TABLE settlement_{table} DROP CONSTRAINT {name};" for table, name in _CONSTRAINTS
)


class Migration(migrations.Migration):
    """Equal amounts along the papers, approvers who took no part, tests that were passed, facts that stay."""

    dependencies = [("settlement", "0001_bills_and_papers")]

    operations = [
        RunSQLFile(__file__, "settlement_guards", 1, undo=_UNDO),
        AppendOnly("settlement_statementhistory"),
        AppendOnly("settlement_billtest"),
        AppendOnly("settlement_billpaymentlist"),
        AppendOnly("settlement_billpaymentline"),
        AppendOnly("settlement_disbursementnote"),
        AppendOnly("settlement_disbursementorder"),
        GrantTable("settlement_cardstatement", app="SELECT, INSERT, UPDATE"),
        GrantTable("settlement_statementline", app="SELECT, INSERT, UPDATE"),
        GrantTable("settlement_realexpenselist", app="SELECT, INSERT, UPDATE"),
        GrantTable("settlement_realexpenseline", app="SELECT, INSERT, UPDATE"),
        GrantTable("settlement_paymentrequest", app="SELECT, INSERT, UPDATE"),
        GrantTable("settlement_paymentorder", app="SELECT, INSERT, UPDATE"),
        GrantTable("settlement_repayment", app="SELECT, INSERT, UPDATE"),
    ]
