"""Who may do what with a card, with the reason when not."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor
from marketplace.kernel.policies import Verdict, allow, refuse
from payments.cards.models import Card


def may_charge(actor: Actor, card: Card, day: date) -> Verdict:
    """The holder, or a delegate with a letter of attorney in force; nobody else, not even the administrator.

    Source  Permendagri 79/2022 art. 1(6)-(7); segregation S5, S9.
    """
    if actor.id is None:
        return refuse(_("Hanya pemegang kartu yang membayar."))
    if actor.id == card.holder_id:
        if actor.holds(Role.CARD_HOLDER, agency_id=card.agency_id):
            return allow()
        return refuse(_("Penunjukan Anda sebagai pemegang KKPD sudah berakhir."))
    if not actor.holds(Role.CARD_DELEGATE, agency_id=card.agency_id):
        return refuse(_("Hanya pemegang kartu atau pelaksana kuasanya yang membayar."))
    if card.delegates.filter(user_id=actor.id, revoked_at=None, valid_from__lte=day, valid_to__gte=day).exists():
        return allow()
    return refuse(_("Surat kuasa Anda untuk kartu ini tidak ada atau sudah berakhir."))


def may_administer(actor: Actor, agency_id: int) -> Verdict:
    """The card administrator of the agency carries out what its head decided. Source: Permendagri 79/2022 art. 1(8)."""
    if actor.holds(Role.CARD_ADMIN, agency_id=agency_id):
        return allow()
    return refuse(_("Hanya Administrator KKPD perangkat daerah ini yang mengelola kartu."))


def may_open_programme(actor: Actor, agency_id: int) -> Verdict:
    """The float rests on the governor's decision; the treasury or the site's administrator enters it."""
    if actor.is_system or actor.holds_any(Role.TREASURY, Role.TREASURY_PROXY, Role.SITE_ADMIN):
        return allow()
    return may_administer(actor, agency_id)


def may_set_up(actor: Actor, agency_id: int) -> Verdict:
    """Cards are issued by whoever enters the programme."""
    return may_open_programme(actor, agency_id)


def may_report_lost(actor: Actor, card: Card) -> Verdict:
    """Whoever may use the card or looks after it, because every minute counts."""
    if actor.id == card.holder_id or may_administer(actor, card.agency_id):
        return allow()
    if actor.id and card.delegates.filter(user_id=actor.id, revoked_at=None).exists():
        return allow()
    return refuse(_("Kartu hilang dilaporkan oleh pemegang, pelaksana kuasa, atau administratornya."))


def may_delegate(actor: Actor, card: Card) -> Verdict:
    """A letter of attorney comes from the holder, and cannot be passed on (S9)."""
    if actor.id == card.holder_id and actor.holds(Role.CARD_HOLDER, agency_id=card.agency_id):
        return allow()
    return refuse(_("Surat kuasa hanya diberikan oleh pemegang kartu."))


def may_remit_taxes(actor: Actor) -> Verdict:
    """The operator remits what the platform collected."""
    if actor.holds_any(Role.SITE_ADMIN, Role.TREASURY):
        return allow()
    return refuse(_("Penyetoran pajak yang dipungut dicatat oleh pengelola."))


def may_retry_payout(actor: Actor) -> Verdict:
    """The operator sends a refused payout again, once the vendor's account is right."""
    if actor.is_system or actor.holds(Role.SITE_ADMIN):
        return allow()
    return refuse(_("Pengiriman ulang dilakukan oleh pengelola."))
