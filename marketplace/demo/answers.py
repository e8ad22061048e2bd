"""What is told of the seeded purchases: to auditors, some of whose questions are answered, and to the public."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice

from django.utils import timezone

from marketplace.accounts.actors import actor_for
from marketplace.accounts.models import User
from marketplace.accounts.roles import Role
from marketplace.demo.world import World
from marketplace.kernel.calendar import is_working_day
from marketplace.oversight.models import Flag, FlagReview
from marketplace.oversight.services import review_flag, run_red_flags
from marketplace.transparency.services import refresh_spending

#: Rule, role, step, kind of reason, reason: one question for each, that of the rule which weighs least: the weighty
#: ones wait for whoever plays.
ANSWERS = (
    ("DS-01", Role.INTERNAL_AUDITOR, "take", "", ""),
    (
        "DS-02",
        Role.INTERNAL_AUDITOR,
        "explain",
        "documented",
        "Kuasa BUD menunjukkan antrean pengujian SPM pada pekan itu; bank tidak mengenakan denda atas tagihan itu.",
    ),
    (
        "RF-01",
        Role.EXTERNAL_AUDITOR,
        "confirm",
        "",
        "Berkas tidak memuat alasan yang cukup atas waktu yang berdekatan. Dimintakan penjelasan tertulis kepada PA.",
    ),
    (
        "RF-03",
        Role.INTERNAL_AUDITOR,
        "dismiss",
        "few_vendors",
        "Penjual sejenis yang dekat dengan kantor ini sedikit, dan setiap pesanan di atas batas punya pembanding.",
    ),
    (
        "RF-20",
        Role.INTERNAL_AUDITOR,
        "dismiss",
        "documented",
        "Barang dilihat di tempat dan sesuai BAST; penerima diingatkan untuk memotret barang yang datang.",
    ),
    ("RF-05", Role.EXTERNAL_AUDITOR, "take", "", ""),
)
#: So many working days before the start day the rules were asked for the first time.
ASKED_DAYS_AGO = 8


def seed_questions(world: World) -> dict[str, int]:
    """Ask every rule about the seeded purchases as on a working day before, answer some, and ask again on the last."""
    days = working_days(world, ASKED_DAYS_AGO)
    run_red_flags(as_of=days[0])
    answered = answer_some(world, days)
    return {"questions": sum(run_red_flags(as_of=world.start_day).values()), "answered": answered}


def working_days(world: World, count: int) -> list[date]:
    """The last working days before the start day, oldest first."""
    days = (world.start_day - timedelta(days=back) for back in range(1, 10 * count))
    return list(islice((day for day in days if is_working_day(day, overrides={})), count))[::-1]


def answer_some(world: World, days: list[date]) -> int:
    """One question of each rule, one a working day, in office hours; nothing when somebody has answered before."""
    if FlagReview.objects.exists():
        return 0
    answered = 0
    for place, (rule, role, action, code, reason) in enumerate(ANSWERS):
        flag = Flag.objects.filter(rule=rule).order_by("rank", "id").first()
        user = User.objects.filter(assignments__role=role).order_by("id").first()
        if flag is not None and user is not None:
            at = world.moment(days[1 + place], 9 + place, 7 + 11 * place % 50)
            review_flag(
                flag_id=flag.pk, action=action, reason_code=code, reason=reason, actor=actor_for(user, at=at), at=at
            )
            answered += 1
    return answered


def publish_spending(_world: World) -> dict[str, int]:
    """The public figures count what was seeded from the first visit on, not from the next turn of the timer."""
    return {"published": refresh_spending(at=timezone.now()).orders}
