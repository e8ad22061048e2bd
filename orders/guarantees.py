"""Values that a state guarantees: empty in an earlier one, never in this."""

from __future__ import annotations

from typing import TypeVar

from marketplace.kernel.errors import WrongState

T = TypeVar("T")


def present(value: T | None) -> T:
    """The value itself. Raises WrongState when the step that sets it has not been made."""
    if value is None:
        raise WrongState()
    return value
