"""Write to the append-only log: `audit_log.record("orders.order.submitted", order, actor=actor, at=at)`."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from marketplace.kernel.actors import Actor
from marketplace.kernel.ids import new_id
from marketplace.kernel.telling import told

if TYPE_CHECKING:
    from marketplace.kernel.audit_log.models import AuditEntry


def canonical(fields: dict[str, Any]) -> bytes:
    """The bytes that are hashed: JSON with sorted keys, no spaces, UTF-8."""
    return json.dumps(fields, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def leaf_of(fields: dict[str, Any]) -> bytes:
    """RFC 6962 leaf: SHA-256 over a zero byte and the canonical bytes."""
    return hashlib.sha256(b"\x00" + canonical(fields)).digest()


def record(
    what: str,
    subject: Model | tuple[str, Any],
    *,
    actor: Actor,
    at: datetime,
    before: Any = None,
    after: Any = None,
    why: str = "",
    organisation_id: int | None = None,
    role: str = "",
) -> None:
    """Add one entry in the caller's transaction. `at` is the business moment; the database adds its own clock.

    Shape   `what` is `package.thing.verb_in_past_tense`; `subject` a row, or (kind, id).
    """
    entry, said = composed(what, subject, actor=actor, at=at, before=before, after=after, why=why,
                           organisation_id=organisation_id, role=role)  # fmt: skip
    with told() as one:
        one.entries.append(entry | {"leaf": leaf_of(said).hex()})


def composed(
    what: str,
    subject: Model | tuple[str, Any],
    *,
    actor: Actor,
    at: datetime,
    before: Any = None,
    after: Any = None,
    why: str = "",
    organisation_id: int | None = None,
    role: str = "",
) -> tuple[dict[str, Any], dict[str, Any]]:
    """An entry without its leaf, and what its leaf is made of: for a function that fills in what only it knows."""
    if isinstance(subject, Model):
        kind, subject_id = subject._meta.label_lower, str(subject.pk)
        organisation_id = (
            organisation_id or getattr(subject, "agency_id", None) or getattr(subject, "organisation_id", None)
        )
    else:
        kind, subject_id = subject[0], str(subject[1])
    entry_id, role = str(new_id()), role or actor.display_role
    before, after = _plain(before), _plain(after)
    entry = {
        "id": entry_id, "at": at.isoformat(), "what": what, "subject_kind": kind, "subject_id": subject_id,
        "organisation_id": organisation_id, "actor_id": actor.id, "actor_name": actor.name, "actor_role": role,
        "address": actor.address, "request_id": actor.request_id, "before": before, "after": after, "why": str(why),
    }  # fmt: skip
    said = {
        "id": entry_id,
        "at": at.astimezone(UTC),
        "what": what,
        "subject": [kind, subject_id],
        "organisation": organisation_id,
        "actor": [actor.id, actor.name, role],
        "from": [actor.address, actor.request_id],
        "before": before,
        "after": after,
        "why": str(why),
    }
    return entry, said


def leaf_of_entry(entry: AuditEntry) -> bytes:
    """The leaf made again from a stored entry: equal to the stored one while nothing was changed."""
    return leaf_of(
        {
            "id": str(entry.id),
            "at": entry.at.astimezone(UTC),
            "what": entry.what,
            "subject": [entry.subject_kind, entry.subject_id],
            "organisation": entry.organisation_id,
            "actor": [entry.actor_id, entry.actor_name, entry.actor_role],
            "from": [entry.address, entry.request_id],
            "before": entry.before,
            "after": entry.after,
            "why": entry.why,
        }
    )


def _plain(value: Any) -> Any:
    """As the database gives it back, so that the leaf can be made again."""
    return None if value is None else json.loads(canonical(value))
