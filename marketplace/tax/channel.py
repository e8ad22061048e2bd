"""Who collects on this site, and what a card cannot pay because of it."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import RuleViolation
from marketplace.tax.breakdown import Breakdown
from marketplace.tax.facts import Channel, Collector, Method


class CardCannotWithhold(RuleViolation):
    code = "CARD_CANNOT_WITHHOLD"
    template = _(
        "Kartu tidak dapat membayar pesanan ini: PPh {tax} wajib dipotong bendahara, sedangkan kartu membayar penuh "
        "langsung ke penjual. Bayar dengan LS atau UP."
    )


def channel_in_force() -> str:
    """The channel that the operator agreed with the tax office; a platform that collects by default."""
    return Channel(getattr(settings, "TAX_CHANNEL", Channel.SIPP))


def require_card_can_pay(breakdown: Breakdown, *, method: str) -> None:
    """A card pays the vendor in full, so no treasurer stands between to withhold. Raises CardCannotWithhold."""
    if method != Method.CARD:
        return
    for part in breakdown.parts:
        if part.treatment.collector == Collector.AGENCY and part.amount:
            raise CardCannotWithhold(tax=part.treatment.tax)
