"""A live bank simulator for tests: the real process, on a free port, with its own state folder."""

import http.client
import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

PROJECT = Path(__file__).resolve().parents[2]
API_KEY = "sk_test_simulator"
WEBHOOK_SECRET = "whsec_simulator"


class SimulatorProcess:
    """Start, ask, kill and start again; the state folder outlives the process."""

    def __init__(self, state: Path, *options: str) -> None:
        self.state = state
        self.options = options
        self.log: list[dict[str, Any]] = []
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "payments.simulator", "--port", "0", "--state", str(self.state)]
        self.process = subprocess.Popen(
            [*command, "--api-key", API_KEY, *self.options], cwd=PROJECT, stdout=subprocess.PIPE, text=True
        )
        first = self.process.stdout.readline()
        assert first, "the simulator did not start"
        self.port = json.loads(first)["port"]
        self.address = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._read_log, args=(self.process.stdout,), daemon=True).start()

    def _read_log(self, stream: Any) -> None:
        for line in stream:
            self.log.append(json.loads(line))

    def kill(self) -> None:
        """As a power cut would."""
        self.process.kill()
        self.process.wait(timeout=10)

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(timeout=10)

    def call(self, method: str, path: str, params: Any = None, *, key: str = "", timeout: int = 20) -> tuple[int, Any]:
        """Status and decoded body. Stripe's addresses get a form, the bank's own get JSON."""
        headers = {"Authorization": f"Bearer {API_KEY}"}
        if key:
            headers["Idempotency-Key"] = key
        body = None
        if params is not None and path.startswith("/v1"):
            body = urlencode(params)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        elif params is not None:
            body = json.dumps(params)
            headers["Content-Type"] = "application/json"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body=body, headers=headers)
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        if response.headers.get_content_type() == "application/json":
            return response.status, json.loads(content)
        return response.status, content.decode()

    def fault(self, kind: str, **facts: Any) -> None:
        status, answer = self.call("POST", "/_faults", {"kind": kind} | facts)
        assert status == 200, answer

    def heal(self) -> None:
        self.call("DELETE", "/_faults")

    def totals(self) -> dict[str, int]:
        return self.call("GET", "/_state?payments=0")[1]["totals"]

    def issue_card(self, *, limit_idr: int = 20_000_000, per_txn_idr: int = 20_000_000, **metadata: str) -> str:
        """An active card, by its id."""
        _, holder = self.call("POST", "/v1/issuing/cardholders", {"name": "Ani Lestari"})
        params = {
            "cardholder": holder["id"],
            "currency": "idr",
            "status": "active",
            "spending_controls[spending_limits][0][amount]": limit_idr * 100,
            "spending_controls[spending_limits][0][interval]": "all_time",
            "spending_controls[spending_limits][1][amount]": per_txn_idr * 100,
            "spending_controls[spending_limits][1][interval]": "per_authorization",
        }
        params |= {f"metadata[{name}]": value for name, value in metadata.items()}
        status, card = self.call("POST", "/v1/issuing/cards", params)
        assert status == 200, card
        return card["id"]

    def charge(
        self,
        card_id: str,
        amount_idr: int,
        *,
        key: str = "",
        timeout: int = 20,
        capture: str = "automatic",
        **metadata: str,
    ) -> tuple[int, Any]:
        params = {
            "amount": amount_idr * 100,
            "currency": "idr",
            "payment_method": card_id,
            "confirm": "true",
            "capture_method": capture,
            "expand[0]": "latest_charge.balance_transaction",
        }
        params |= {f"metadata[{name}]": value for name, value in metadata.items()}
        return self.call("POST", "/v1/payment_intents", params, key=key, timeout=timeout)
