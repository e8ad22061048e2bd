from __future__ import annotations

from datetime import datetime

from marketplace.kernel.actors import SYSTEM
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import WrongState
from marketplace.kernel.law import limit_on
from marketplace.kernel.reasons import BILL_OVERDUE
from payments.cards import services as cards
from payments.cards.states import CardState
from payments.settlement.models import CardStatement
from payments.settlement.states import ENDED_STATES


def suspend_overdue_cards(*, at: datetime) -> int:
    """Timer: a card whose bill is unpaid after the bank's day is suspended, where the policy is on. Returns how many.

    The card administrator takes it up again once the bank is repaid. No fee is ever charged to a budget line (T46).
    Source  domain reference §3.9; the dated row `card.suspend_when_overdue`.
    """
    today = local_day(at)
    if not limit_on("card.suspend_when_overdue", today):
        return 0
    overdue = CardStatement.objects.filter(due_date__lt=today, card__state=CardState.ACTIVE)
    suspended = 0
    for card_id in sorted(set(overdue.exclude(state__in=ENDED_STATES).values_list("card_id", flat=True))):
        try:
            cards.suspend_card(card_id=card_id, reason=BILL_OVERDUE, actor=SYSTEM, at=at)
        except WrongState:  # somebody else was faster
            continue
        suspended += 1
    return suspended
