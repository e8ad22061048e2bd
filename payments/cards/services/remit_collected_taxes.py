from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import JAKARTA, local_day
from marketplace.kernel.money import Rupiah
from payments.cards.errors import MonthNotOver, NothingToRemit
from payments.cards.models import Payout
from payments.cards.operator import operator_id
from payments.cards.policies import may_remit_taxes
from payments.cards.states import PayoutState
from payments.ledger import entries
from payments.ledger.post import post


@dataclass(frozen=True)
class Remittance:
    """What went to the state for a month, and for how many payments."""

    payments: int
    value_added_tax: Rupiah
    income_tax: Rupiah

    @property
    def total(self) -> Rupiah:
        return self.value_added_tax + self.income_tax


@transaction.atomic
def remit_collected_taxes(*, month: date, reference: str, actor: Actor, at: datetime) -> Remittance:
    """Record that the taxes collected in a month went to the state, under the state's receipt number (NTPN).

    One entry per payment, so that the clearing accounts of each order end at zero. What is not paid out yet waits.
    A month is remitted when it is over, for until then more is collected.
    Raises  NotPermitted, MonthNotOver, NothingToRemit.
    Source  PMK 58/PMK.03/2022: collected taxes are paid by the 15th or the end of the next month.
    """
    may_remit_taxes(actor).enforce()
    if local_day(at).replace(day=1) <= month.replace(day=1):
        raise MonthNotOver(month=f"{month:%m-%Y}")
    due = [payout for payout in _of_month(month) if payout.ppn_idr or payout.pph_idr]
    if not due:
        raise NothingToRemit(month=f"{month:%m-%Y}")
    day = local_day(at)
    for payout in due:
        _post(payout, day)
        payout.tax_remitted_on, payout.tax_reference = day, reference
        payout.save(update_fields=["tax_remitted_on", "tax_reference"])
    done = Remittance(
        payments=len(due),
        value_added_tax=Rupiah(sum(payout.ppn_idr for payout in due)),
        income_tax=Rupiah(sum(payout.pph_idr for payout in due)),
    )
    audit_log.record(
        "payments.tax.remitted",
        ("payments.tax_month", f"{month:%Y-%m}"),
        actor=actor,
        at=at,
        after={"payments": done.payments, "ppn_idr": done.value_added_tax.idr, "pph_idr": done.income_tax.idr},
        why=reference,
    )
    return done


def _post(payout: Payout, day: date) -> None:
    draft = entries.tax_remitted(
        operator_id=operator_id(),
        vendor_id=payout.vendor_id,
        value_added_tax=Rupiah(payout.ppn_idr),
        income_tax=Rupiah(payout.pph_idr),
        key=f"market.tax_remitted:{payout.transaction_id}",
        on=day,
        order=payout.transaction.owed.order,
    )
    if draft is not None:
        post(draft)


def _of_month(month: date) -> list[Payout]:
    """Locked, in the order of their ids."""
    first = datetime(month.year, month.month, 1, tzinfo=JAKARTA)
    following = (first + timedelta(days=32)).replace(day=1)
    return list(
        Payout.objects.select_for_update(of=("self",))
        .filter(
            state=PayoutState.PAID,
            tax_remitted_on=None,
            transaction__captured_at__gte=first,
            transaction__captured_at__lt=following,
        )
        .select_related("transaction__payable")
        .order_by("pk")
    )
