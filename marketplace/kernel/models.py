"""All kernel tables, from the modules that own them."""

from marketplace.kernel.attempts import Attempt
from marketplace.kernel.audit_log.models import AuditEntry, LogHead, LogPlace, LogQueue
from marketplace.kernel.calendar import CalendarDay
from marketplace.kernel.law import LawRow
from marketplace.kernel.locking import LockingManager, LockingQuerySet
from marketplace.kernel.numbering import NumberSeries
from marketplace.kernel.outbox.models import OutboxDelivery, OutboxMessage
from marketplace.kernel.reference import Account, Regency

__all__ = [
    "Account",
    "Attempt",
    "AuditEntry",
    "CalendarDay",
    "LawRow",
    "LockingManager",
    "LockingQuerySet",
    "LogHead",
    "LogPlace",
    "LogQueue",
    "NumberSeries",
    "OutboxDelivery",
    "OutboxMessage",
    "Regency",
]
