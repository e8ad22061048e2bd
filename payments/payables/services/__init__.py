"""Everything that opens, stops, frees or moves a payable."""

from payments.payables.services.block_payable import block_payable
from payments.payables.services.charging import charge_failed, mark_paid, mark_settled, start_charging
from payments.payables.services.open_payable import open_payable
from payments.payables.services.unblock_payable import unblock_payable

__all__ = [
    "block_payable",
    "charge_failed",
    "mark_paid",
    "mark_settled",
    "open_payable",
    "start_charging",
    "unblock_payable",
]
