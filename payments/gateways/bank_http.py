"""The bank's own interface over HTTP and JSON: e-billing files and the treasurer's repayments."""

import http.client
import json
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from marketplace.kernel.money import Rupiah

from .base import GatewayRefused, GatewayUnavailable, RepaymentResult

ANSWER_SECONDS = 15
KINDS = ("json", "csv")


class HttpBankChannel:
    """BankChannel over a bank's HTTP address; a bank with another protocol gets an adapter of its own beside this."""

    def __init__(self, *, api_base: str, api_key: str, timeout_seconds: int = ANSWER_SECONDS) -> None:
        address = urlsplit(api_base)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise ValueError(f"BANK_API_BASE is not an http address: {api_base!r}")
        self._connect = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
        self._host, self._port, self._root = address.hostname, address.port, address.path.rstrip("/")
        self._api_key = api_key
        self._timeout_seconds = timeout_seconds

    def cut_statement(self, *, card_provider_id: str, period_to: date, idempotency_key: str) -> bytes:
        answer = self._call(
            "POST",
            f"/bank/cards/{quote(card_provider_id, safe='')}/statements",
            {"period_to": period_to.isoformat()},
            key=idempotency_key,
        )
        return self.fetch_statement(statement_no=_json(answer)["header"]["statement_no"])

    def fetch_statement(self, *, statement_no: str, kind: str = "json") -> bytes:
        if kind not in KINDS:
            raise ValueError(f"kind is one of {KINDS}")
        return self._call("GET", f"/bank/statements/{quote(statement_no, safe='')}.{kind}")

    def repay(
        self,
        *,
        billing_account: str,
        amount: Rupiah,
        reference: str,
        at: datetime,
        idempotency_key: str,
        card_provider_id: str = "",
    ) -> RepaymentResult:
        order = {
            "billing_account": billing_account,
            "amount": amount.idr,
            "reference": reference,
            "at": at.isoformat(),
        }
        if card_provider_id:
            order["card_id"] = card_provider_id
        return _repayment(_json(self._call("POST", "/bank/repayments", order, key=idempotency_key)))

    def find_repayment(self, *, reference: str) -> RepaymentResult | None:
        answer = self._call("GET", f"/bank/repayments?{urlencode({'reference': reference})}")
        return next((_repayment(body) for body in _json(answer)["repayments"]), None)

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None, *, key: str = "") -> bytes:
        """Raises GatewayUnavailable, GatewayRefused."""
        headers = {"Authorization": f"Bearer {self._api_key}", "Accept": "application/json, text/csv"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if key:
            headers["Idempotency-Key"] = key
        connection = self._connect(self._host, self._port, timeout=self._timeout_seconds)
        try:
            connection.request(method, self._root + path, body=json.dumps(body) if body else None, headers=headers)
            response = connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException) as error:
            raise GatewayUnavailable() from error
        finally:
            connection.close()
        if response.status >= 500 or response.status in (401, 403, 429):
            raise GatewayUnavailable(key_spent=response.headers.get("Idempotent-Replayed") == "true")
        if response.status >= 300:
            facts = _error_facts(content)
            if facts.get("type") == "idempotency_error":
                raise GatewayUnavailable(key_spent=True)
            raise GatewayRefused(reason=facts.get("message", "-"), provider_code=facts.get("code") or "-")
        return content


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError as error:
        raise GatewayUnavailable() from error


def _error_facts(content: bytes) -> dict[str, Any]:
    try:
        return dict(json.loads(content)["error"])
    except (ValueError, KeyError, TypeError):
        return {}


def _repayment(body: dict[str, Any]) -> RepaymentResult:
    return RepaymentResult(
        provider_id=body["id"],
        amount=Rupiah(body["amount"]),
        received_at=datetime.fromisoformat(body["received_at"]),
    )
