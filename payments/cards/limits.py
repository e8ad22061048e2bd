"""The one home of a card's figures: each move is one conditional update and one journal entry.

The row's own figures, the trigger `card_within_limit` and the journal's balances must agree (I-52).
"""

from __future__ import annotations

from datetime import date

from django.db.models import F

from marketplace.kernel.money import Rupiah
from marketplace.kernel.refs import OrderRef
from payments.cards.errors import LimitCard, NothingToFree, OverCapture
from payments.cards.models import Card
from payments.ledger import entries
from payments.ledger.post import post


def hold(card: Card, amount: Rupiah, *, key: str, on: date, order: OrderRef) -> None:
    """Hold a sum before the bank is asked. Raises LimitCard; of two at once, one."""
    fits = Card.objects.filter(pk=card.pk, held_idr__lte=F("limit_idr") - F("used_idr") - amount.idr)
    if not fits.update(held_idr=F("held_idr") + amount.idr):
        card.refresh_from_db(fields=["limit_idr", "held_idr", "used_idr"])
        raise LimitCard(available=card.available, requested=amount)
    post(
        entries.charge_authorised(
            agency_id=card.agency_id, card_id=card.pk, amount=amount, key=f"card.hold:{key}", on=on, order=order
        )
    )


def release(card: Card, amount: Rupiah, *, key: str, on: date, order: OrderRef | None, reason: str) -> None:
    """Give back a hold, or the rest of one."""
    Card.objects.filter(pk=card.pk).update(held_idr=F("held_idr") - amount.idr)
    post(
        entries.authorisation_released(
            agency_id=card.agency_id,
            card_id=card.pk,
            amount=amount,
            key=f"card.release:{key}",
            on=on,
            order=order,
            reason=reason,
        )
    )


def capture(card: Card, *, held: Rupiah, captured: Rupiah, key: str, on: date, order: OrderRef) -> None:
    """What the bank took is used, and the rest of the hold is free again. The caller posts the capture itself.

    Raises  OverCapture.
    """
    if captured > held:
        raise OverCapture(captured=captured, held=held)
    Card.objects.filter(pk=card.pk).update(held_idr=F("held_idr") - captured.idr, used_idr=F("used_idr") + captured.idr)
    if held > captured:
        release(card, held - captured, key=f"{key}:rest", on=on, order=order, reason="capture")


def use_without_asking(card: Card, amount: Rupiah) -> None:
    """The bank posted on its own: a fact, also above the limit. The caller posts the journal."""
    Card.objects.filter(pk=card.pk).update(
        used_idr=F("used_idr") + amount.idr, bank_posted_idr=F("bank_posted_idr") + amount.idr
    )


def free(card_id: int, amount: Rupiah, *, bank_posted: bool = False) -> None:
    """Repaid, charged back or paid by the holder: the limit is free again. Raises NothingToFree."""
    card = Card.objects.filter(pk=card_id)
    if bank_posted:
        done = card.filter(bank_posted_idr__gte=amount.idr).update(
            used_idr=F("used_idr") - amount.idr, bank_posted_idr=F("bank_posted_idr") - amount.idr
        )
    else:
        done = card.filter(used_idr__gte=F("bank_posted_idr") + amount.idr).update(used_idr=F("used_idr") - amount.idr)
    if not done:
        raise NothingToFree(card_id=card_id, amount=amount)


def set_limit(card: Card, limit: Rupiah, *, key: str, on: date) -> None:
    """Grant more or cut; a cut may leave less than nothing available. The caller keeps the row locked."""
    difference = limit - card.limit
    if not difference:
        return
    card.limit_idr = limit.idr
    draft = entries.limit_granted if difference > Rupiah(0) else entries.limit_cut
    amount = difference if difference > Rupiah(0) else -difference
    post(draft(agency_id=card.agency_id, card_id=card.pk, amount=amount, key=f"card.limit:{key}", on=on))
