"""Who may answer a question, as a question with a reasoned answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor
from marketplace.kernel.policies import Verdict, allow, refuse
from marketplace.oversight.models import Flag
from orders.models import ProcurementOrder

REVIEWER_TOOK_PART = "REVIEWER_TOOK_PART"


def may_review(actor: Actor, flag: Flag) -> Verdict:
    """An auditor, and nobody who acted in a purchase that it concerns. Two queries at most.

    Source  SAIPI, independence; PP 60/2008.
    """
    if not actor.holds_any(Role.INTERNAL_AUDITOR, Role.EXTERNAL_AUDITOR):
        return refuse(_("Hanya pengawas yang dapat menjawab pertanyaan ini."))
    people = ProcurementOrder.objects.filter(number__in=flag.numbers).values_list(
        "requester_id", "chooser_id", "approver_id", "receiver_id", "confirmed_by_id"
    )
    if any(actor.id in row for row in people):
        return refuse(
            _("Anda ikut bertindak dalam pesanan ini, jadi orang lain yang harus menelaahnya."), code=REVIEWER_TOOK_PART
        )
    return allow()
