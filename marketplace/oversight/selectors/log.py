"""The audit log by person, thing and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from marketplace.kernel.audit_log.models import AuditEntry, LogPlace
from marketplace.oversight.evidence import AUDIT
from marketplace.oversight.selectors.orders import start_of


@dataclass(frozen=True)
class LogFilter:
    """`actor` is part of a name, `subject` an id or part of an act's code."""

    actor: str = ""
    subject: str = ""
    first: date | None = None
    last: date | None = None


def entries_for_audit(wanted: LogFilter) -> QuerySet[AuditEntry]:
    entries = AuditEntry.objects.all()
    if wanted.actor:
        entries = entries.filter(actor_name__icontains=wanted.actor.strip())
    if wanted.subject:
        text = wanted.subject.strip()
        entries = entries.filter(Q(subject_id__iexact=text) | Q(what__icontains=text) | Q(after__number=text))
    if wanted.first:
        entries = entries.filter(recorded_at__gte=start_of(wanted.first))
    if wanted.last:
        entries = entries.filter(recorded_at__lt=start_of(wanted.last + timedelta(days=1)))
    return entries


def places_of(entries: list[AuditEntry]) -> dict[str, int]:
    """Place in the log by entry id; those without one wait for the sequencer. One query."""
    refs = [str(entry.id) for entry in entries]
    return dict(LogPlace.objects.filter(kind=AUDIT, ref__in=refs).values_list("ref", "place"))
