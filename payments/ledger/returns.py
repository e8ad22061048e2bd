"""What was spent comes back after the SP2D: agreed, received by the treasurer, deposited to the treasury.

Source  domain reference §4.5 no. 4 and 5, §5.4; PSAP 02.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from marketplace.kernel.money import Rupiah
from marketplace.kernel.refs import OrderRef
from payments.ledger import chart
from payments.ledger.chart import LedgerAccount
from payments.ledger.draft import Draft, Leg, credit, debit


def return_agreed(
    *,
    agency_id: int,
    vendor_id: int,
    charges: Sequence[tuple[int, LedgerAccount, Rupiah]],
    key: str,
    on: date,
    order: OrderRef,
    reason: str,
) -> Draft:
    """After the SP2D money is to come back: the expense falls, the receivable stands until the cash is there.

    debit   LO.PIUTANG_VENDOR   refund     credit  LO.BEBAN / LO.PERSEDIAAN / LO.ASET   each charge
    """
    postings: list[Leg] = []
    for line_id, account, amount in charges:
        postings.append(debit(chart.DUE_FROM_VENDOR, amount, vendor_id=vendor_id))
        postings.append(credit(account, amount, line_id=line_id))
    return Draft("return.agreed", key, on, agency_id, postings, order=order, reason=reason)


def return_received(*, agency_id: int, vendor_id: int, amount: Rupiah, key: str, on: date, order: OrderRef) -> Draft:
    """The money is on the treasurer's account.

    debit   LO.KAS_BP           refund
    credit  LO.PIUTANG_VENDOR   refund
    """
    return Draft(
        "return.received",
        key,
        on,
        agency_id,
        [debit(chart.TREASURER_CASH, amount), credit(chart.DUE_FROM_VENDOR, amount, vendor_id=vendor_id)],
        order=order,
    )


def return_deposited(*, agency_id: int, treasury_id: int, amount: Rupiah, key: str, on: date, order: OrderRef) -> Draft:
    """The treasurer deposits it to the treasury (STS), mirrored. In the same year BUD and ANG move by `unrealise`.

    agency     debit  LO.RK_PPKD    refund     credit  LO.KAS_BP    refund
    treasury   debit  LO.KAS_RKUD   refund     credit  LO.RK_SKPD   refund
    """
    return Draft(
        "return.deposited",
        key,
        on,
        agency_id,
        [
            debit(chart.OWED_TO_TREASURY, amount),
            credit(chart.TREASURER_CASH, amount),
            debit(chart.TREASURY_CASH, amount, entity_id=treasury_id),
            credit(chart.OWED_BY_AGENCY, amount, entity_id=treasury_id),
        ],
        order=order,
    )


def earlier_year_return(
    *, agency_id: int, charges: Sequence[tuple[int, Rupiah]], key: str, on: date, order: OrderRef
) -> Draft:
    """Spending of an earlier year that was deposited: other revenue of this year, the old year stays as it is.

    debit   ANG.EST_SAL    refund, on its old line
    credit  ANG.PAD_LAIN   refund

    Source  PSAP 02; domain reference §4.5 no. 5.
    """
    postings: list[Leg] = []
    for line_id, amount in charges:
        postings.append(debit(chart.ESTIMATED_SURPLUS, amount, line_id=line_id))
        postings.append(credit(chart.OTHER_REVENUE, amount))
    return Draft("return.earlier_year", key, on, agency_id, postings, order=order)
