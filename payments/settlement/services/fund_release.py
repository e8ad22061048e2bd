"""What a payment request asks of each budget line, held against the funds released for it (SPD)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from marketplace.kernel.money import Rupiah
from payments.budget.selectors import require_fund_release
from payments.cards.models import CardTransaction
from payments.cards.services import shares_of
from payments.cards.states import TransactionState as T
from payments.settlement.models import BillPaymentList
from payments.settlement.selectors import payable_of

#: A request is under way and not yet spent.
REQUESTED = (T.IN_SPP, T.IN_SPM)


def asked_of_lines(payment_list: BillPaymentList) -> dict[int, Rupiah]:
    """Budget line -> what this list asks of it."""
    ids = payment_list.lines.values_list("transaction_id", flat=True)
    return _sums(CardTransaction.objects.filter(id__in=ids).select_related("payable"))


def require_funds(payment_list: BillPaymentList, *, day: date) -> None:
    """The third ceiling, hard at the SPP. Raises FundsNotReleased, FundReleaseExceeded.

    Source  domain reference §2.4 no. 3, §9 (`spd_check`); Permendagri 77/2020.
    """
    asked = asked_of_lines(payment_list)
    under_way = CardTransaction.objects.filter(
        agency_id=payment_list.agency_id, state__in=REQUESTED, payable__charges__line_id__in=list(asked)
    ).exclude(payment_line__payment_list=payment_list)
    others = _sums(under_way.select_related("payable").distinct())
    for line_id, amount in sorted(asked.items()):
        require_fund_release(line_id, amount=amount, day=day, requested=others.get(line_id))


def _sums(charges: Iterable[CardTransaction]) -> dict[int, Rupiah]:
    sums: dict[int, Rupiah] = defaultdict(Rupiah.zero)
    for charge in charges:
        for one, part in shares_of(payable_of(charge), charge, charge.owed_to_bank):
            sums[one.line_id] += part
    return dict(sums)
