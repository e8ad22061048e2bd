from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor
from marketplace.kernel.law import limit_on
from marketplace.kernel.money import Rupiah
from payments.budget.float_split import split_float
from payments.cards.models import CardProgramme
from payments.cards.policies import may_open_programme


@transaction.atomic
def open_programme(
    *,
    agency_id: int,
    fiscal_year: int,
    up: Rupiah,
    issuing_bank: str,
    billing_bank: str,
    billing_account: str,
    decision_number: str,
    decision_date: date,
    actor: Actor,
    at: datetime,
    card_share_bp: int | None = None,
) -> CardProgramme:
    """Enter the float of an agency and year, and the part of it that is a card limit.

    No journal: UP KKPD is a limit, not cash. `card_share_bp` overrides the share in force (4000 is 40 %).
    Raises  NotPermitted, RateNotPublished; a second programme of the year breaks `card_programme_once_a_year`.
    Source  Permendagri 79/2022 art. 5(c); PMK 196/PMK.05/2018 (pattern of the shares).
    """
    may_open_programme(actor, agency_id).enforce()
    share = limit_on("up_kkpd_share_bp", date(fiscal_year, 1, 1)) if card_share_bp is None else card_share_bp
    programme = CardProgramme.objects.create(
        agency_id=agency_id,
        fiscal_year=fiscal_year,
        up_idr=up.idr,
        up_kkpd_idr=split_float(up, card_share_bp=share).card.idr,
        issuing_bank=issuing_bank,
        billing_bank=billing_bank,
        billing_account=billing_account,
        decision_number=decision_number,
        decision_date=decision_date,
    )
    audit_log.record(
        "payments.card_programme.opened",
        programme,
        actor=actor,
        at=at,
        after={"up_idr": programme.up_idr, "up_kkpd_idr": programme.up_kkpd_idr},
        why=decision_number,
    )
    return programme
