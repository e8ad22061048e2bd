"""An auditor takes a question, answers it, or opens an answered one again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.roles import Role
from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import ReasonMissing, RuleViolation
from marketplace.oversight.models import Flag
from marketplace.oversight.policies import may_review
from marketplace.oversight.states import FlagAction

LEAST_WORDS = 10
#: Answers that end the question without a consequence say which kind of reason it was.
CODED = (FlagAction.EXPLAIN, FlagAction.DISMISS)
DONE = {
    FlagAction.TAKE: "oversight.flag.taken",
    FlagAction.EXPLAIN: "oversight.flag.explained",
    FlagAction.CONFIRM: "oversight.flag.confirmed",
    FlagAction.DISMISS: "oversight.flag.dismissed",
    FlagAction.REOPEN: "oversight.flag.reopened",
}


class ReviewReasonMissing(ReasonMissing):
    code = "REVIEW_REASON_MISSING"
    template = _("Tulis alasannya paling sedikit 10 huruf, supaya orang lain dapat mengikutinya.")
    field = "reason"


class ReviewCodeMissing(RuleViolation):
    code = "REVIEW_CODE_MISSING"
    template = _("Pilih jenis alasan.")
    field = "reason_code"


@transaction.atomic
def review_flag(
    *, flag_id: int, action: str, reason_code: str = "", reason: str = "", actor: Actor, at: datetime
) -> Flag:
    """Move a question one step, with who said why. It changes nothing of the purchase.

    Raises  NotFound, NotPermitted, WrongState, ReviewReasonMissing, ReviewCodeMissing.
    Source  audit reference §2: every dismissal has a reason; Perpres 16/2018 art. 76 (supervision).
    """
    flag: Flag = Flag.objects.lock(flag_id)
    may_review(actor, flag).enforce()
    reason = reason.strip()
    if action != FlagAction.TAKE and len(reason) < LEAST_WORDS:
        raise ReviewReasonMissing()
    if action in CODED and not reason_code:
        raise ReviewCodeMissing()
    role = actor.role_in(Role.INTERNAL_AUDITOR, Role.EXTERNAL_AUDITOR)
    before = flag.state
    flag.advance(action, actor=actor, role=role, at=at, code=reason_code if action in CODED else "", reason=reason)
    facts: dict[str, Any] = {"state": flag.state, "rule": flag.rule, "orders": flag.numbers}
    audit_log.record(
        DONE[FlagAction(action)],
        flag,
        actor=actor,
        at=at,
        role=role,
        before={"state": before},
        after=facts | ({"code": reason_code} if action in CODED else {}),
        why=reason,
    )
    return flag
