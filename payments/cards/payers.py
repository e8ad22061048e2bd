"""Who can pay for an office today: the holder of a card, or a delegate whose letter of attorney is in force.

Only they are told to pay. Whoever holds the role and yet cannot reads what is missing and who gives it.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from marketplace.accounts.models import RoleAssignment
from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor
from marketplace.ui.formats import long_day
from payments.cards.models import Card, CardDelegate
from payments.cards.states import CardState

PAYERS = (Role.CARD_HOLDER, Role.CARD_DELEGATE)
ENDED = (CardState.CLOSED, CardState.REPLACED, CardState.EXPIRED)


def cards_of_payer(actor: Actor, day: date) -> QuerySet[Card]:
    """The cards that this person may charge on a day, of every office, whatever their standing. No query yet."""
    letters = _letters_on(day).filter(Q(user_id=actor.id))
    hers = Q(holder_id=actor.id, agency_id__in=actor.organisations(Role.CARD_HOLDER))
    lent = Q(pk__in=letters.values("card_id"), agency_id__in=actor.organisations(Role.CARD_DELEGATE))
    return Card.objects.exclude(state__in=ENDED).filter(hers | lent)


def can_pay_for(actor: Actor, agency_id: int, day: date) -> bool:
    """Whether this person has a card of the office to pay with on a day."""
    if not actor.holds_any(*PAYERS, organisation_id=agency_id):
        return False
    return cards_of_payer(actor, day).filter(agency_id=agency_id).exists()


def people_who_can_pay(agency_id: int, day: date) -> list[int]:
    """Holders and delegates of the office who can pay on a day."""
    cards = Card.objects.exclude(state__in=ENDED).filter(agency_id=agency_id)
    letters = _letters_on(day).filter(card__in=cards)
    held = RoleAssignment.objects.in_force(day).filter(organisation_id=agency_id, user__is_active=True)
    able = Q(role=Role.CARD_HOLDER, user_id__in=cards.values("holder_id"))
    able |= Q(role=Role.CARD_DELEGATE, user_id__in=letters.values("user_id"))
    return sorted(set(held.filter(able).values_list("user_id", flat=True)))


def missing_to_pay(actor: Actor, day: date) -> list[str]:
    """For each office in which this person has the role but cannot pay: what is missing, and who gives it."""
    offices = actor.organisations(*PAYERS) - set(cards_of_payer(actor, day).values_list("agency_id", flat=True))
    return [missing_for(actor, agency_id, day) for agency_id in sorted(offices)]


def missing_for(actor: Actor, agency_id: int, day: date) -> str:
    """What this person lacks to pay for an office, and who gives it; "" without the role."""
    if actor.holds(Role.CARD_HOLDER, agency_id):
        return _(
            "Belum ada KKPD yang berlaku atas nama Anda. Administrator KKPD (%(people)s) mengurus penerbitannya."
        ) % {"people": _names(Role.CARD_ADMIN, agency_id, day)}
    if not actor.holds(Role.CARD_DELEGATE, agency_id):
        return ""
    cards = Card.objects.exclude(state__in=ENDED).filter(agency_id=agency_id).select_related("holder")
    givers = ", ".join(sorted({card.holder.full_name for card in cards}))
    if not givers:
        return _(
            "Perangkat daerah ini belum mempunyai KKPD yang berlaku. Administrator KKPD (%(people)s) mengurusnya."
        ) % {"people": _names(Role.CARD_ADMIN, agency_id, day)}
    return f"{_about_letter(actor, agency_id, day)} " + _(
        "Pemegang kartu (%(people)s) memberikannya di halaman kartunya, tombol Beri kuasa."
    ) % {"people": givers}


def _about_letter(actor: Actor, agency_id: int, day: date) -> str:
    """Where the letter of attorney of a delegate stands."""
    letters = CardDelegate.objects.filter(Q(user_id=actor.id), card__agency_id=agency_id)
    coming = letters.filter(revoked_at=None, valid_from__gt=day).order_by("valid_from").first()
    if coming:
        return _("Surat kuasa Anda baru berlaku %(day)s.") % {"day": long_day(coming.valid_from)}
    last = letters.order_by("-valid_to", "-id").first()
    if last is None:
        return _("Anda belum mempunyai surat kuasa dari pemegang kartu.")
    if last.revoked_at:
        return _("Surat kuasa Anda sudah dicabut.")
    return _("Surat kuasa Anda berakhir %(day)s.") % {"day": long_day(last.valid_to)}


def _letters_on(day: date) -> QuerySet[CardDelegate]:
    return CardDelegate.objects.filter(revoked_at=None, valid_from__lte=day, valid_to__gte=day)


def _names(role: Role, agency_id: int, day: date) -> str:
    """People of an office who hold a role, by name; a dash where nobody does."""
    held = RoleAssignment.objects.in_force(day).filter(organisation_id=agency_id, role=role, user__is_active=True)
    return ", ".join(sorted(set(held.values_list("user__full_name", flat=True)))) or "–"
