"""What is told of the seeded purchases: to auditors, some of whose questions are answered, and to the public."""

from __future__ import annotations

from django.utils import timezone

from marketplace.accounts.actors import actor_for
from marketplace.accounts.models import User
from marketplace.accounts.roles import Role
from marketplace.demo.world import World
from marketplace.oversight.models import Flag, FlagReview
from marketplace.oversight.services import review_flag, run_red_flags
from marketplace.transparency.services import refresh_spending

#: Role, step, kind of reason, reason: one question for each, in this order.
ANSWERS = (
    (Role.INTERNAL_AUDITOR, "take", "", ""),
    (
        Role.INTERNAL_AUDITOR,
        "explain",
        "scheduled",
        "PPK menunjukkan jadwal pembelian berkala dalam KAK; setiap pesanan sesuai jadwal itu.",
    ),
    (
        Role.EXTERNAL_AUDITOR,
        "confirm",
        "",
        "Berkas tidak memuat alasan yang cukup. Dimintakan penjelasan tertulis kepada PA.",
    ),
    (
        Role.INTERNAL_AUDITOR,
        "dismiss",
        "immaterial",
        "Sudah dicocokkan dengan BAST dan faktur; selisihnya tidak material.",
    ),
)


def seed_questions(world: World) -> dict[str, int]:
    """Ask every rule about the seeded purchases, and answer some of the questions."""
    found = run_red_flags(as_of=world.start_day)
    return {"questions": sum(found.values()), "answered": answer_some(world)}


def answer_some(world: World) -> int:
    """Answer the first questions, by rule and order, of different rules; nothing when somebody has answered before."""
    if FlagReview.objects.exists():
        return 0
    at = world.now
    asked = list(Flag.objects.order_by("rule", "numbers", "id"))
    by_rule = {flag.rule: flag for flag in reversed(asked)}
    first = [by_rule[rule] for rule in sorted(by_rule)]
    chosen = (first + [flag for flag in asked if flag not in first])[: len(ANSWERS)]
    for flag, (role, action, code, reason) in zip(chosen, ANSWERS, strict=False):
        user = User.objects.filter(assignments__role=role).order_by("id").first()
        if user is not None:
            review_flag(
                flag_id=flag.pk, action=action, reason_code=code, reason=reason, actor=actor_for(user, at=at), at=at
            )
    return len(chosen)


def publish_spending(_world: World) -> dict[str, int]:
    """The public figures count what was seeded from the first visit on, not from the next turn of the timer."""
    return {"published": refresh_spending(at=timezone.now()).orders}
