"""Talking to the bank simulator in batches: seeded charges, payouts, statements, repayments get their own dates."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

LARGEST_BATCH = 4_000
PATIENCE_SECONDS = 30


class BankAway(Exception):
    """Without the bank no card can be issued and nothing can be paid."""


class BankSaidNo(Exception):
    """The bank refused a seeded request: a defect of the plan, told with the request."""


class Bank:
    """The simulator behind STRIPE_API_BASE. Every request carries its key, so a second run gets the same answers."""

    def __init__(self) -> None:
        address = urlsplit(settings.STRIPE_API_BASE or "")
        if not address.hostname:
            raise BankAway(
                "STRIPE_API_BASE names no bank: start the simulator, or run `manage.py demo`, which does it."
            )
        self.host, self.port = address.hostname, address.port or 80

    def wait(self) -> None:
        """Until it answers, at most half a minute. Raises BankAway."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                self.call("GET", "/_health")
                return
            except (OSError, http.client.HTTPException):
                if time.monotonic() > deadline:
                    raise BankAway(
                        f"The bank simulator at {settings.STRIPE_API_BASE} did not answer for {PATIENCE_SECONDS} s: "
                        "start it (manage.py demo does), then run this again; it goes on where it stopped."
                    ) from None
                time.sleep(0.5)

    def call(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {settings.STRIPE_API_KEY}", "Content-Type": "application/json"}
        connection = http.client.HTTPConnection(self.host, self.port, timeout=300)
        try:
            connection.request(method, path, body=None if body is None else json.dumps(body), headers=headers)
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        if response.status != 200:
            raise BankSaidNo(f"{method} {path}: {response.status} {content[:300].decode(errors='replace')}")
        return json.loads(content)

    def batch(self, requests: Sequence[dict[str, Any]]) -> list[Any]:
        """Bodies of the answers, in order. Raises BankSaidNo for the first that was refused."""
        bodies: list[Any] = []
        for start in range(0, len(requests), LARGEST_BATCH):
            part = requests[start : start + LARGEST_BATCH]
            for request, answer in zip(part, self.call("POST", "/_batch", list(part))["answers"], strict=True):
                if answer["status"] != 200:
                    raise BankSaidNo(f"{request['path']} {request['params']}: {answer['body']}")
                bodies.append(answer["body"])
        return bodies
