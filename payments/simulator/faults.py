"""Faults on demand: what goes wrong, where, how often. Kept in memory, so a restart is a healthy bank again."""

import random
import threading
import time
from dataclasses import asdict, dataclass, field
from typing import Any

from .routing import ApiError

REQUEST_FAULTS = {
    "down": "the connection is closed at once, nothing is done, for `seconds`",
    "timeout_before": "nothing is done and nothing is answered for `seconds`",
    "timeout": "the effect happens, nothing is answered for `seconds`",
    "late": "silence for `seconds`, and then the effect happens after all",
    "error_before": "500 without effect; the idempotency key remembers the 500",
    "error_after": "the effect happens and the answer is 500; the key remembers the 500",
    "reset_before": "connection reset, no effect",
    "reset_after": "the effect happens, then the connection is reset",
    "decline": "the issuer declines the next authorisation with `code`; a transfer fails",
}
WEBHOOK_FAULTS = {
    "webhook_duplicate": "events are sent twice",
    "webhook_reorder": "events arrive out of order",
    "webhook_delay": "events arrive `seconds` later",
    "webhook_drop": "events never arrive",
}
BANK_FAULTS = {"misbill": "the next statement bills its first purchase `amount` rupiah too high"}
KINDS = REQUEST_FAULTS | WEBHOOK_FAULTS | BANK_FAULTS


@dataclass
class Fault:
    """`times` is how often it still strikes (ignored when sticky); `percent` how likely it strikes each time."""

    id: int
    kind: str
    match: str = ""
    times: int = 1
    sticky: bool = False
    percent: int = 100
    seconds: int = 30
    code: str = "generic_decline"
    amount: int = 0
    struck: int = 0
    until: float | None = field(default=None)


class Faults:
    def __init__(self, *, seed: int | None = None) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self._next_id = 1
        self._random = random.Random(seed)

    def add(self, wanted: dict[str, Any]) -> Fault:
        """Plan a fault. Raises ApiError for an unknown kind or field."""
        allowed = {"kind", "match", "times", "sticky", "percent", "seconds", "code", "amount"}
        if not isinstance(wanted, dict) or wanted.get("kind") not in KINDS or not wanted.keys() <= allowed:
            raise ApiError(400, "invalid_request_error", f"kind: one of {sorted(KINDS)}; fields: {sorted(allowed)}")
        if not all(isinstance(wanted[name], int) for name in wanted.keys() & {"times", "percent", "seconds", "amount"}):
            raise ApiError(400, "invalid_request_error", "times, percent, seconds and amount are whole numbers")
        with self._lock:
            fault = Fault(id=self._next_id, **wanted)
            if fault.kind == "down":
                fault.until, fault.sticky = time.monotonic() + fault.seconds, True
            self._next_id += 1
            self._faults.append(fault)
            return fault

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()

    def listed(self) -> list[dict[str, Any]]:
        with self._lock:
            self._forget_spent()
            return [asdict(fault) for fault in self._faults]

    def strikes(self, *kinds: str, request: str = "") -> Fault | None:
        """The first planned fault of these kinds that hits this request (`POST /v1/refunds`), counted as used."""
        with self._lock:
            self._forget_spent()
            for fault in self._faults:
                hit = fault.kind in kinds and fault.match in request
                if hit and self._random.randrange(100) < fault.percent:
                    fault.struck += 1
                    fault.times -= 0 if fault.sticky else 1
                    return fault
        return None

    def _forget_spent(self) -> None:
        now = time.monotonic()
        self._faults = [f for f in self._faults if (f.sticky or f.times > 0) and not (f.until and f.until <= now)]
