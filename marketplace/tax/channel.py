"""Who collects on this site, and what a card cannot pay because of it."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import RuleViolation
from marketplace.tax.breakdown import Breakdown
from marketplace.tax.facts import Channel, Collector, TaxClass


class CardCannotWithhold(RuleViolation):
    code = "CARD_CANNOT_WITHHOLD"
    template = _(
        "Kartu tidak dapat membayar pesanan ini: PPh {tax} wajib dipotong bendahara, sedangkan kartu membayar penuh "
        "langsung ke penjual. Bayar dengan LS atau UP."
    )


def channel_in_force() -> str:
    """The channel that the operator agreed with the tax office; a platform that collects by default."""
    return Channel(settings.TAX_CHANNEL)


#: Final income tax that even a collecting platform leaves to the treasurer (rows I1 and I2 of the decision table).
LEFT_TO_THE_TREASURER = frozenset({TaxClass.RENT_BUILDING, TaxClass.CONSTRUCTION})


def a_card_always_pays(tax_classes: Iterable[str], *, channel: str) -> bool:
    """Whether nothing of these classes can need a treasurer, so that nobody has to compute the taxes to know."""
    return channel == Channel.SIPP and LEFT_TO_THE_TREASURER.isdisjoint(tax_classes)


def tax_a_card_cannot_withhold(breakdown: Breakdown) -> str:
    """The income tax that the treasurer must keep back; "" when there is none and a card may pay."""
    for part in breakdown.parts:
        if part.treatment.collector == Collector.AGENCY and part.amount:
            return part.treatment.tax
    return ""
