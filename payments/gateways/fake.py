"""Card network and bank in memory, for tests at the outermost edge only; it passes the adapters' own contract tests.

`plan` makes the next calls go wrong: "unavailable_before" (no effect), "unavailable_after" (effect, no answer).
"""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from marketplace.kernel.money import Rupiah, sum_rupiah

from .base import (
    CardStatus,
    ChargeResult,
    ChargeStatus,
    DeclineCode,
    GatewayEvent,
    GatewayRefused,
    GatewayUnavailable,
    IssuedCard,
    Merchant,
    PayoutResult,
    PayoutStatus,
    RefundResult,
    RepaymentResult,
    WebhookRejected,
)

JAKARTA = ZoneInfo("Asia/Jakarta")
BASIS_POINTS = 10_000
SECRET = b"fake"


@dataclass
class _Card:
    issued: IssuedCard
    ref: str
    holder_name: str
    skpd_code: str
    limit: Rupiah
    per_txn: Rupiah
    valid_to: date
    status: CardStatus = CardStatus.ACTIVE
    used: Rupiah = field(default_factory=Rupiah.zero)
    billed_up_to: date | None = None
    owed: Rupiah = field(default_factory=Rupiah.zero)
    lines: list[dict[str, Any]] = field(default_factory=list)


class FakeGateway:
    """Both ports at once: CardGateway and BankChannel."""

    def __init__(self) -> None:
        self.plan: list[str] = []
        self.platform_balance = Rupiah.zero()
        self._cards: dict[str, _Card] = {}
        self._charges: dict[str, tuple[str, str, ChargeResult]] = {}  # provider id: payable, card, result
        self._refunds: dict[tuple[str, str], RefundResult] = {}
        self._payouts: dict[str, PayoutResult] = {}
        self._repayments: dict[str, RepaymentResult] = {}
        self._statements: dict[str, bytes] = {}
        self._answers: dict[str, Any] = {}

    def register_card(
        self,
        *,
        card_ref: str,
        holder_name: str,
        last4: str,
        limit: Rupiah,
        per_txn: Rupiah,
        valid_to: date,
        idempotency_key: str,
        skpd_code: str = "",
        billing_account: str = "",
    ) -> IssuedCard:
        def issue() -> IssuedCard:
            for card in self._cards.values():
                if card.ref == card_ref:
                    return card.issued
            number = len(self._cards) + 1
            issued = IssuedCard(f"ic_{number}", f"194600******{last4}", billing_account or f"8800{number:08d}")
            self._cards[issued.provider_id] = _Card(issued, card_ref, holder_name, skpd_code, limit, per_txn, valid_to)
            return issued

        return self._once(idempotency_key, issue)

    def set_limit(self, *, card_provider_id: str, limit: Rupiah, per_txn: Rupiah, idempotency_key: str) -> None:
        card = self._card(card_provider_id)
        card.limit, card.per_txn = limit, per_txn

    def set_status(self, *, card_provider_id: str, status: CardStatus, idempotency_key: str) -> None:
        self._card(card_provider_id).status = status

    def charge(
        self,
        *,
        card_provider_id: str,
        payable_ref: str,
        amount: Rupiah,
        merchant: Merchant,
        at: datetime,
        idempotency_key: str,
    ) -> ChargeResult:
        def capture() -> ChargeResult:
            card = self._card(card_provider_id)
            provider_id = f"pi_{len(self._charges) + 1}"
            reason = self._decline(card, amount, at.astimezone(JAKARTA).date())
            if reason:
                result = ChargeResult(ChargeStatus.DECLINED, provider_id, decline_code=reason)
            else:
                fee = Rupiah(amount.idr * merchant.mdr_bp // BASIS_POINTS)
                result = ChargeResult(
                    ChargeStatus.CAPTURED, provider_id, amount, fee, f"{len(self._charges) + 1:06d}",
                    f"{len(self._charges) + 1:012d}", at.replace(microsecond=0),
                )  # fmt: skip
                card.used += amount
                self.platform_balance += amount - fee
                self._post(card, amount, "D", at, rrn=result.rrn, auth_code=result.auth_code,
                           merchant_name=merchant.name, merchant_id=merchant.ref, mcc=merchant.mcc)  # fmt: skip
            self._charges[provider_id] = (payable_ref, card_provider_id, result)
            return result

        return self._once(idempotency_key, capture)

    def find_charge(self, *, payable_ref: str) -> ChargeResult | None:
        results = [result for ref, _, result in reversed(self._charges.values()) if ref == payable_ref]
        order = [ChargeStatus.CAPTURED, ChargeStatus.UNCLEAR, ChargeStatus.DECLINED]
        return min(results, key=lambda result: order.index(result.status), default=None)

    def refund(
        self, *, charge_provider_id: str, refund_ref: str, amount: Rupiah, at: datetime, idempotency_key: str
    ) -> RefundResult:
        def give_back() -> RefundResult:
            _, card_id, charge = self._charges[charge_provider_id]
            earlier = sum_rupiah(r.amount for (of, _), r in self._refunds.items() if of == charge_provider_id)
            if earlier + amount > charge.amount:
                raise GatewayRefused(reason="more than captured", provider_code="amount_too_large")
            result = RefundResult(f"re_{len(self._refunds) + 1}", amount, at.replace(microsecond=0))
            card = self._card(card_id)
            card.used -= amount
            self.platform_balance -= amount
            self._post(card, amount, "C", at, rrn=charge.rrn, auth_code=charge.auth_code, original_ref=charge.rrn)
            self._refunds[charge_provider_id, refund_ref] = result
            return result

        return self._once(idempotency_key, give_back)

    def find_refund(self, *, charge_provider_id: str, refund_ref: str) -> RefundResult | None:
        return self._refunds.get((charge_provider_id, refund_ref))

    def pay_out(
        self,
        *,
        vendor_account_ref: str,
        amount: Rupiah,
        transfer_ref: str,
        at: datetime,
        idempotency_key: str,
        payable_ref: str = "",
    ) -> PayoutResult:
        def send() -> PayoutResult:
            if amount > self.platform_balance:
                return PayoutResult(PayoutStatus.REFUSED, "", failure_code="balance_insufficient")
            self.platform_balance -= amount
            result = PayoutResult(PayoutStatus.PAID, f"tr_{len(self._payouts) + 1}", amount, at.replace(microsecond=0))
            self._payouts[transfer_ref] = result
            return result

        return self._once(idempotency_key, send)

    def find_payout(self, *, transfer_ref: str) -> PayoutResult | None:
        return self._payouts.get(transfer_ref)

    def verify_webhook(self, *, body: bytes, signature_header: str) -> GatewayEvent:
        if not hmac.compare_digest(self.sign(body), signature_header):
            raise WebhookRejected()
        facts = json.loads(body)
        return GatewayEvent(**facts | {"occurred_at": datetime.fromisoformat(facts["occurred_at"])})

    @staticmethod
    def sign(body: bytes) -> str:
        return hmac.new(SECRET, body, hashlib.sha256).hexdigest()

    def cut_statement(self, *, card_provider_id: str, period_to: date, idempotency_key: str) -> bytes:
        def cut() -> bytes:
            card = self._card(card_provider_id)
            lines = [line for line in card.lines if line["posting_date"] <= period_to.isoformat()]
            card.lines = [line for line in card.lines if line not in lines]
            sums = {
                name: sum(
                    line["idr"] for line in lines if line["dr_cr"] == side and (line["channel"] == "transfer") == paid
                )
                for name, side, paid in (("purchases", "D", False), ("refunds", "C", False), ("payments", "C", True))
            }
            opening = card.owed.idr
            closing = opening + sums["purchases"] - sums["payments"] - sums["refunds"]
            statement_no = f"EB-{card.issued.provider_id}-{len(self._statements) + 1:03d}"
            start = min([*(line["posting_date"] for line in lines), period_to.isoformat()])
            if card.billed_up_to:
                start = min(card.billed_up_to + timedelta(days=1), period_to).isoformat()
            card.billed_up_to, card.owed = period_to, Rupiah(closing)
            header = sums | {
                "statement_no": statement_no, "skpd_code": card.skpd_code,
                "billing_account": card.issued.billing_account,
                "period_from": start, "period_to": period_to.isoformat(),
                "statement_date": period_to.isoformat(),
                "due_date": (period_to + timedelta(days=15)).isoformat(), "opening": opening, "fees": 0,
                "closing": closing, "currency": "IDR",
            }  # fmt: skip
            numbered = [line | {"line_no": number} for number, line in enumerate(lines, start=1)]
            self._statements[statement_no] = json.dumps({"header": header, "lines": numbered}).encode()
            return self._statements[statement_no]

        return self._once(idempotency_key, cut)

    def fetch_statement(self, *, statement_no: str, kind: str = "json") -> bytes:
        return self._statements[statement_no]

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
        def receive() -> RepaymentResult:
            if reference not in self._repayments:
                card = next(c for c in self._cards.values() if c.issued.billing_account == billing_account)
                card.used -= amount
                self._post(card, amount, "C", at, channel="transfer", original_ref=reference)
                number = len(self._repayments) + 1
                self._repayments[reference] = RepaymentResult(f"rp_{number}", amount, at.replace(microsecond=0))
            if self._repayments[reference].amount != amount:
                raise GatewayRefused(reason="reference used", provider_code="")
            return self._repayments[reference]

        return self._once(idempotency_key, receive)

    def find_repayment(self, *, reference: str) -> RepaymentResult | None:
        return self._repayments.get(reference)

    def _once(self, key: str, act: Callable[[], Any]) -> Any:
        fault = self.plan.pop(0) if self.plan else ""
        if fault == "unavailable_before":
            raise GatewayUnavailable()
        if key not in self._answers:
            self._answers[key] = act()
        if fault == "unavailable_after":
            raise GatewayUnavailable()
        return self._answers[key]

    def _card(self, provider_id: str) -> _Card:
        if provider_id not in self._cards:
            raise GatewayRefused(reason="no such card", provider_code="resource_missing")
        return self._cards[provider_id]

    @staticmethod
    def _decline(card: _Card, amount: Rupiah, day: date) -> DeclineCode | None:
        if card.status != CardStatus.ACTIVE:
            return DeclineCode.CARD_STATUS
        if day > card.valid_to:
            return DeclineCode.CARD_EXPIRED
        if amount > card.per_txn:
            return DeclineCode.LIMIT_TXN
        return DeclineCode.LIMIT_CARD if card.used + amount > card.limit else None

    @staticmethod
    def _post(card: _Card, amount: Rupiah, side: str, at: datetime, **facts: str) -> None:
        local = at.astimezone(JAKARTA)
        empty = dict.fromkeys(("auth_code", "rrn", "merchant_name", "merchant_id", "mcc", "original_ref"), "")
        card.lines.append(
            empty
            | {
                "pan_masked": card.issued.pan_masked, "holder_name": card.holder_name,
                "txn_datetime": local.isoformat(timespec="seconds"), "posting_date": local.date().isoformat(),
                "channel": "online", "amount": amount.idr, "idr": amount.idr, "dr_cr": side, "fee_flag": "N",
            }
            | facts
        )  # fmt: skip
