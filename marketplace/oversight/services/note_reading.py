"""What auditors read, and what they tried to change, is itself in the log."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from marketplace.accounts.roles import Role
from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor
from marketplace.oversight.models import Flag
from orders.models import ProcurementOrder


@transaction.atomic
def note_dossier_opened(*, order: ProcurementOrder, actor: Actor, at: datetime) -> None:
    """An auditor opened the dossier of one purchase. The entry is about the reading, so the dossier stays as it is."""
    audit_log.record(
        "oversight.dossier.opened",
        ("oversight.dossier", order.id),
        actor=actor,
        at=at,
        role=_role(actor),
        after={"order": order.number},
    )


@transaction.atomic
def note_flag_opened(*, flag: Flag, actor: Actor, at: datetime) -> None:
    """An auditor opened one question. From now on it stays, with the facts that were read."""
    Flag.objects.filter(pk=flag.pk, looked_at__isnull=True).update(looked_at=at)
    audit_log.record(
        "oversight.flag.opened",
        ("oversight.reading", flag.pk),
        actor=actor,
        at=at,
        role=_role(actor),
        after={"rule": flag.rule, "orders": flag.numbers},
    )


@transaction.atomic
def note_export(*, what: str, asked: dict[str, str], actor: Actor, at: datetime) -> None:
    """An auditor took a list away as a file: which one, and what was asked for."""
    audit_log.record(
        "oversight.list.exported",
        ("oversight.export", what),
        actor=actor,
        at=at,
        role=_role(actor),
        after={"list": what, "asked": asked},
    )


@transaction.atomic
def note_refused_write(*, actor: Actor, method: str, path: str, at: datetime) -> None:
    """An auditor sent what would have changed something. Source  domain reference §7, T47."""
    audit_log.record(
        "oversight.write.refused",
        ("oversight.path", path[:60]),
        actor=actor,
        at=at,
        role=_role(actor),
        after={"method": method, "path": path[:200]},
    )


def _role(actor: Actor) -> str:
    return actor.role_in(Role.INTERNAL_AUDITOR, Role.EXTERNAL_AUDITOR)
