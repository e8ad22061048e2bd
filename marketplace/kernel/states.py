"""State machines as tables that can be printed. There is no way around the table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from marketplace.kernel.errors import WrongState


@dataclass(frozen=True)
class Move:
    action: str
    sources: tuple[str, ...]
    target: str


def move(action: str, *, sources: Iterable[str], target: str) -> Move:
    return Move(action, tuple(str(source) for source in sources), str(target))


class Flow:
    """The legal moves of one kind of thing.

    The same action may lead to different targets from different sources (several `move` rows), never from one source.
    """

    def __init__(self, *moves: Move) -> None:
        self.moves = moves
        self._targets: dict[tuple[str, str], str] = {}
        for one in moves:
            for source in one.sources:
                if (one.action, source) in self._targets:
                    raise ValueError(f"{one.action} from {source} is listed twice")
                self._targets[one.action, source] = one.target

    def target(self, action: str, state: str) -> str:
        """Where `action` leads from `state`. Raises WrongState."""
        try:
            return self._targets[action, str(state)]
        except KeyError:
            raise WrongState(action=action, state=str(state)) from None

    def allows(self, action: str, state: str) -> bool:
        return (action, str(state)) in self._targets

    def actions_from(self, state: str) -> list[str]:
        return sorted(action for action, source in self._targets if source == str(state))

    def steps(self) -> set[tuple[str, str, str]]:
        """Every legal (action, before, after): what a database trigger compares a history row with."""
        return {(action, source, target) for (action, source), target in self._targets.items()}

    def table(self) -> str:
        rows = [("from", "action", "to"), *sorted((s, a, t) for (a, s), t in self._targets.items())]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
        )
