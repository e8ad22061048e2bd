"""Read this file to know what follows from what: event -> who reacts, in this order."""

from collections.abc import Callable
from typing import Any

from marketplace.kernel.outbox import Event

SUBSCRIPTIONS: dict[type[Event], list[Callable[[Any], None]]] = {}
