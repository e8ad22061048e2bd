"""The bill, its lines, and the papers up to the repayment."""

from payments.settlement.models.papers import (
    BillPaymentLine,
    BillPaymentList,
    BillTest,
    DisbursementNote,
    DisbursementOrder,
    Paper,
    PaymentOrder,
    PaymentRequest,
    RealExpenseLine,
    RealExpenseList,
    Repayment,
)
from payments.settlement.models.statements import CardStatement, StatementHistory, StatementLine

__all__ = [
    "BillPaymentLine",
    "BillPaymentList",
    "BillTest",
    "CardStatement",
    "DisbursementNote",
    "DisbursementOrder",
    "Paper",
    "PaymentOrder",
    "PaymentRequest",
    "RealExpenseLine",
    "RealExpenseList",
    "Repayment",
    "StatementHistory",
    "StatementLine",
]
