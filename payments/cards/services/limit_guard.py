"""The sum of a programme's limits, told before the database refuses it at commit."""

from __future__ import annotations

from django.db.models import Sum

from marketplace.kernel.money import Rupiah
from payments.cards.errors import UpKkpdExceeded
from payments.cards.models import CardProgramme


def require_within_float(programme: CardProgramme, *, added: Rupiah) -> None:
    """Raises UpKkpdExceeded. The caller has locked the programme. Source: Permendagri 79/2022."""
    granted = Rupiah(int(programme.cards.aggregate(sum=Sum("limit_idr"))["sum"] or 0))
    if granted + added > programme.credit:
        raise UpKkpdExceeded(requested=granted + added, available=programme.credit)
