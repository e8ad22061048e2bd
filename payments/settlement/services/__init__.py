"""Everything that leads a card bill from the bank's file to the repaid bank."""

from payments.settlement.services.answer_refusal import answer_refusal, make_personal, record_holder_payment
from payments.settlement.services.decide_bill import SIX_TESTS, LineTests, decide_bill
from payments.settlement.services.dispute_charge import claim_dispute, decide_lost_dispute, record_bank_answer
from payments.settlement.services.import_statement import import_statement
from payments.settlement.services.issue_disbursement_note import issue_disbursement_note
from payments.settlement.services.list_real_expenses import close_empty, list_real_expenses
from payments.settlement.services.payment_order import (
    issue_disbursement_order,
    return_payment_order,
    sign_payment_order,
)
from payments.settlement.services.payment_request import (
    check_payment_request,
    file_payment_request,
    return_payment_request,
)
from payments.settlement.services.press import press_once
from payments.settlement.services.repay_bank import (
    perform_repayment,
    record_refusal,
    record_repayment,
    resolve_pending_repayments,
    start_repayment,
)
from payments.settlement.services.request_statement import request_statement
from payments.settlement.services.resolve_mismatch import decide_resolution, propose_resolution
from payments.settlement.services.return_spending import (
    agree_return,
    deposit_return,
    receive_return,
    record_vendor_refund,
)
from payments.settlement.services.suspend_overdue import suspend_overdue_cards

__all__ = [
    "SIX_TESTS",
    "LineTests",
    "agree_return",
    "answer_refusal",
    "check_payment_request",
    "claim_dispute",
    "close_empty",
    "decide_bill",
    "decide_lost_dispute",
    "decide_resolution",
    "deposit_return",
    "file_payment_request",
    "import_statement",
    "issue_disbursement_note",
    "issue_disbursement_order",
    "list_real_expenses",
    "make_personal",
    "perform_repayment",
    "press_once",
    "propose_resolution",
    "receive_return",
    "record_bank_answer",
    "record_holder_payment",
    "record_refusal",
    "record_repayment",
    "record_vendor_refund",
    "request_statement",
    "resolve_pending_repayments",
    "return_payment_order",
    "return_payment_request",
    "sign_payment_order",
    "start_repayment",
    "suspend_overdue_cards",
]
