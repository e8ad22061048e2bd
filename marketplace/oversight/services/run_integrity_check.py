"""Check every invariant and the whole log, and keep what was found."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from marketplace.kernel.audit_log.proofs import check_log
from marketplace.oversight.invariants import check
from marketplace.oversight.journal_leaves import changed_entries
from marketplace.oversight.models import IntegrityRun

LOCK = 7_421_002
#: Rows kept of each finding; `manage.py check_invariants` prints more.
SHOWN = 20


def run_integrity_check(*, at: datetime, wait: bool = False) -> IntegrityRun | None:
    """None when another run is under way: a second one would find the same and double the load.

    With `wait` that run is waited for, and this one is made all the same.

    Locks   a session lock of its own; no row.
    """
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        else:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                return None
    try:
        return _run(at)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _run(at: datetime) -> IntegrityRun:
    found = list(check())
    with transaction.atomic():
        log = check_log()
    return IntegrityRun.objects.create(
        started_at=at,
        invariants=len(found),
        offending=sum(len(finding.rows) for finding in found),
        findings=[
            {
                "code": finding.invariant.code,
                "title": finding.invariant.title,
                "rows": [[str(value) for value in row] for row in finding.rows[:SHOWN]],
            }
            for finding in found
            if finding.rows
        ],
        log_size=log.size,
        log_root=log.root.hex(),
        log_waiting=log.waiting,
        broken_heads=log.broken_heads[:SHOWN],
        broken_leaves=log.broken_leaves[:SHOWN],
        broken_entries=changed_entries()[:SHOWN],
    )
