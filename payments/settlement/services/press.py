from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction

from marketplace.kernel.actors import Actor
from marketplace.kernel.attempts import attempt


@transaction.atomic
def press_once(
    *,
    attempt_key: UUID,
    step: str,
    statement_id: UUID,
    actor: Actor,
    act: Callable[[], object],
    content: dict[str, Any] | None = None,
) -> None:
    """Take a step once for one shown form: pressed twice, or sent again after a lost answer, it is one step.

    Raises  AttemptKeyReused, and whatever `act` refuses; then the key stays unused.
    """
    facts = {"statement": str(statement_id), **(content or {})}
    with attempt(key=attempt_key, actor=actor, purpose=f"settlement.{step}", content=facts) as pressed:
        if not pressed.result:
            act()
            pressed.keep(str(statement_id))
