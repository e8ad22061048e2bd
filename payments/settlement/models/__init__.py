"""The bill, its lines, the papers up to the repayment, and what is settled about lines that were held back."""

from payments.settlement.models.cases import (
    DisputeCause,
    DisputeClaim,
    DisputeCourse,
    DisputeOutcome,
    LineAnswer,
    MismatchResolution,
    PersonalLiability,
    Resolution,
)
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
from payments.settlement.models.returns import ReturnSource, ReturnTreatment, SpendingReturn
from payments.settlement.models.statements import CardStatement, StatementHistory, StatementLine

__all__ = [
    "BillPaymentLine",
    "BillPaymentList",
    "BillTest",
    "CardStatement",
    "DisbursementNote",
    "DisbursementOrder",
    "DisputeCause",
    "DisputeClaim",
    "DisputeCourse",
    "DisputeOutcome",
    "LineAnswer",
    "MismatchResolution",
    "Paper",
    "PaymentOrder",
    "PaymentRequest",
    "PersonalLiability",
    "RealExpenseLine",
    "RealExpenseList",
    "Repayment",
    "Resolution",
    "ReturnSource",
    "ReturnTreatment",
    "SpendingReturn",
    "StatementHistory",
    "StatementLine",
]
