"""For auditors: the state of the books and of the log."""

from typing import Any

from ninja import Router

from marketplace.accounts.roles import Role
from marketplace.api.doors import door, for_roles
from marketplace.api.schemas import IntegrityOut, answers
from marketplace.kernel.audit_log.models import LogHead, LogQueue
from marketplace.oversight.models import IntegrityRun
from marketplace.ui.http import Request

router = Router(tags=["oversight"])


@router.get("/integrity", response=answers(IntegrityOut), url_name="integrity")
@door(for_roles(Role.INTERNAL_AUDITOR, Role.EXTERNAL_AUDITOR))
def integrity(request: Request) -> dict[str, Any]:
    """The newest head of the log, what waits for its place, and the last run over every invariant."""
    head, run = LogHead.objects.order_by("-tree_size").first(), IntegrityRun.objects.first()
    return {
        "tree_size": head.tree_size if head else 0,
        "root_hash": bytes(head.root).hex() if head else "",
        "waiting": LogQueue.objects.count(),
        "run": run,
    }
