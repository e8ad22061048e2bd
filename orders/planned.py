"""What submission makes of a basket before anything is written: one vendor's part, judged, on its way to an order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marketplace.kernel.money import Rupiah
from orders.checks import Finding
from orders.guarantees import present
from orders.models import ProcurementOrder
from orders.selectors.asked import AskedPart
from payments.budget.charges import Charge
from payments.budget.selectors import ChargeableLine


@dataclass
class Planned:
    part: AskedPart
    charges: Sequence[tuple[int, Rupiah]]
    findings: Sequence[Finding]
    lines: Mapping[int, ChargeableLine]
    written: ProcurementOrder | None = None

    @property
    def order(self) -> ProcurementOrder:
        """The order, once it is placed."""
        return present(self.written)

    @property
    def budget_charges(self) -> list[Charge]:
        return [Charge(line_id=line_id, amount=amount) for line_id, amount in self.charges]
