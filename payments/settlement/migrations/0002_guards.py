from django.db import migrations

from marketplace.kernel.sql import AppendOnly, RunSQLFile

_UNDO = """
DROP TRIGGER dpt_approver_apart ON settlement_billpaymentline;
DROP TRIGGER dpt_is_sum_of_lines ON settlement_billpaymentlist;
DROP TRIGGER dpt_line_passed_six_tests ON settlement_billpaymentline;
DROP TRIGGER statement_facts_stay ON settlement_cardstatement;
DROP FUNCTION dpt_approver_apart, dpt_is_tested_and_summed, statement_facts_stay;
ALTER TABLE settlement_disbursementnote DROP CONSTRAINT disbursement_note_amount;
ALTER TABLE settlement_paymentrequest DROP CONSTRAINT payment_request_amount;
ALTER TABLE settlement_paymentorder DROP CONSTRAINT payment_order_amount;
ALTER TABLE settlement_disbursementorder DROP CONSTRAINT disbursement_order_amount;
ALTER TABLE settlement_disbursementorder DROP CONSTRAINT sp2d_names_the_spm_signer;
ALTER TABLE settlement_repayment DROP CONSTRAINT repayment_amount;
ALTER TABLE settlement_billpaymentlist DROP CONSTRAINT payment_list_in_agency;
"""


class Migration(migrations.Migration):
    """Equal amounts along the papers, approvers who took no part, tests that were passed, facts that stay."""

    dependencies = [("settlement", "0001_bills_and_papers")]

    operations = [
        RunSQLFile(__file__, "settlement_guards", 1, undo=_UNDO),
        AppendOnly("settlement_statementhistory"),
        AppendOnly("settlement_billtest"),
        AppendOnly("settlement_billpaymentline"),
        AppendOnly("settlement_disbursementnote"),
        AppendOnly("settlement_disbursementorder"),
    ]
