"""Attempt keys: a form that promises or moves money carries one, and pressing twice is one act.

with attempt(key=key, actor=actor, purpose="submit_need", content={...}) as prior:
    if prior.result:
        return find(prior.result)
    ...
    prior.keep(order.number)
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.actors import Actor
from marketplace.kernel.audit_log import canonical
from marketplace.kernel.errors import RuleViolation


class AttemptKeyReused(RuleViolation):
    """`earlier` is what the first press came to, where it was the same person's and for the same purpose."""

    code = "ATTEMPT_KEY_REUSED"
    template = _(
        "Formulir ini sudah pernah dikirim dengan isi yang lain, dan yang pertama itu berlaku. Kiriman ini tidak "
        "mengubah apa pun. Buka ulang halaman, lalu isi kembali bila masih perlu."
    )
    status = 409


class Attempt(models.Model):
    """One press of one button. Unique in the database: the second press finds the answer of the first."""

    key = models.UUIDField(primary_key=True)
    actor_id = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=60)
    content_sha256 = models.CharField(max_length=64)
    result = models.CharField(max_length=200, default="", blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        app_label = "kernel"

    def keep(self, result: str) -> None:
        self.result = result
        with connection.cursor() as cursor:
            cursor.execute("UPDATE kernel_attempt SET result = %s WHERE key = %s", [result, self.key])


@contextmanager
def attempt(*, key: UUID, actor: Actor, purpose: str, content: dict[str, Any], answer: str = "") -> Iterator[Attempt]:
    """Open an attempt in the caller's transaction. `.result` is set when the same press was answered before.

    `answer` is the result of a first press that knows it beforehand: it stands in the row if the act commits, and
    nothing needs to be kept. A press that runs at the same time waits here until the other commits or rolls back.
    Raises  AttemptKeyReused when the key comes with other contents, from another person or for another purpose.
    """
    digest = _digest(actor, purpose, content)
    # In a use case's transaction that one rolls back whole; a savepoint here would cost it two round trips.
    with nullcontext() if connection.in_atomic_block else transaction.atomic():
        row = Attempt(key=key, actor_id=actor.id, purpose=purpose, content_sha256=digest)
        with connection.cursor() as cursor:
            cursor.execute(
                """INSERT INTO kernel_attempt (key, actor_id, purpose, content_sha256, result)
                   VALUES (%s, %s, %s, %s, %s) ON CONFLICT (key) DO NOTHING""",
                [key, actor.id, purpose, digest, answer],
            )
            if cursor.rowcount == 0:
                row = Attempt.objects.get(key=key)
        if row.content_sha256 != digest:
            own = row.actor_id == actor.id and row.purpose == purpose
            raise AttemptKeyReused(earlier=row.result if own else "")
        yield row


def answered(*, key: UUID, actor: Actor, purpose: str, content: dict[str, Any]) -> str:
    """The result of an earlier press with the same key, person, purpose and contents; "" when there was none."""
    found = Attempt.objects.filter(key=key, content_sha256=_digest(actor, purpose, content)).first()
    return found.result if found else ""


def _digest(actor: Actor, purpose: str, content: dict[str, Any]) -> str:
    return hashlib.sha256(canonical({"purpose": purpose, "actor": actor.id, "content": content})).hexdigest()
