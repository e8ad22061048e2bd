"""What the journal says now. Balances are kept by the posting function, so each question reads one row or a few."""

from __future__ import annotations

from django.db.models import Sum

from marketplace.kernel.money import Rupiah
from payments.ledger.chart import Dimension, LedgerAccount
from payments.ledger.models import Balance


def balance(
    account: LedgerAccount,
    *,
    entity_id: int,
    line_id: int | None = None,
    card_id: int | None = None,
    vendor_id: int | None = None,
) -> Rupiah:
    """The balance of one account on its normal side; over all dimensions when none is given."""
    rows = Balance.objects.filter(entity_id=entity_id, book=account.book.value, account=account.id)
    wanted = {Dimension.LINE: line_id, Dimension.CARD: card_id, Dimension.VENDOR: vendor_id}.get(account.dimension)
    if wanted is not None:
        rows = rows.filter(dimension_id=wanted)
    net = rows.aggregate(net=Sum("net_debit_idr"))["net"] or 0
    return Rupiah(int(net if account.normal_side == "D" else -net))
