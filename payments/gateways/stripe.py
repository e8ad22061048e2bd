"""The card gateway on the real `stripe` SDK; the embedded bank simulator answers it by the base address."""

from datetime import date, datetime
from typing import Any

import stripe

from marketplace.kernel.money import Rupiah

from .base import (
    CardStatus,
    ChargeResult,
    ChargeStatus,
    GatewayEvent,
    IssuedCard,
    Merchant,
    PayoutResult,
    PayoutStatus,
    RefundResult,
    WebhookRejected,
)
from .minor_units import CURRENCY, to_minor
from .stripe_shapes import (
    charge_result,
    declined_result,
    instant,
    issued,
    metadata_of,
    payout_result,
    refund_result,
    searchable,
    spending_controls,
    translated,
)

stripe.enable_telemetry = False  # a government site tells nobody about its machines

CONNECT_SECONDS, ANSWER_SECONDS = 3, 15
WEBHOOK_TOLERANCE_SECONDS = 300
PAYOUT_REFUSALS = {"balance_insufficient", "account_closed", "account_invalid"}
STATUSES = {
    CardStatus.ACTIVE: "active",
    CardStatus.SUSPENDED: "inactive",
    CardStatus.BLOCKED_LOST: "canceled",
    CardStatus.CLOSED: "canceled",
}
WITH_CHARGE = ["latest_charge.balance_transaction"]


class StripeGateway:
    """CardGateway over Stripe's API. Retries are the caller's, after a look-up; the SDK makes none of its own."""

    def __init__(
        self,
        *,
        api_key: str,
        webhook_secret: str,
        api_base: str = "",
        timeout_seconds: tuple[int, int] = (CONNECT_SECONDS, ANSWER_SECONDS),
    ) -> None:
        self._webhook_secret = webhook_secret
        self._client = stripe.StripeClient(
            api_key,
            base_addresses={"api": api_base.rstrip("/")} if api_base else {},
            max_network_retries=0,
            http_client=stripe.RequestsClient(timeout=timeout_seconds),
        )
        self._v1 = self._client.v1

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
        metadata = {"card_ref": card_ref, "last4": last4, "valid_to": valid_to.isoformat(), "skpd_code": skpd_code}
        if billing_account:
            metadata["billing_account"] = billing_account
        with translated():
            known = self._v1.issuing.cards.list({"last4": last4, "limit": 100})
            for card in known.auto_paging_iter():
                if metadata_of(card).get("card_ref") == card_ref:
                    return issued(card)
            holder = self._v1.issuing.cardholders.create(
                {
                    "name": holder_name,
                    "type": "individual",
                    "billing": {"address": {"country": "ID", "city": "-", "line1": "-", "postal_code": "-"}},
                    "metadata": {"card_ref": card_ref},
                },
                {"idempotency_key": f"{idempotency_key}:holder"},
            )
            card = self._v1.issuing.cards.create(
                {
                    "cardholder": holder.id,
                    "currency": CURRENCY,
                    "type": "virtual",
                    "status": "active",
                    "spending_controls": spending_controls(limit, per_txn),
                    "metadata": metadata,
                },
                {"idempotency_key": f"{idempotency_key}:card"},
            )
        return issued(card)

    def set_limit(self, *, card_provider_id: str, limit: Rupiah, per_txn: Rupiah, idempotency_key: str) -> None:
        with translated():
            self._v1.issuing.cards.update(
                card_provider_id,
                {"spending_controls": spending_controls(limit, per_txn)},
                {"idempotency_key": idempotency_key},
            )

    def set_status(self, *, card_provider_id: str, status: CardStatus, idempotency_key: str) -> None:
        with translated():
            self._v1.issuing.cards.update(
                card_provider_id, {"status": STATUSES[status]}, {"idempotency_key": idempotency_key}
            )

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
        params: Any = {
            "amount": to_minor(amount),
            "currency": CURRENCY,
            "payment_method": card_provider_id,
            "payment_method_types": ["card"],
            "confirm": True,
            "off_session": True,
            "transfer_group": payable_ref,
            "metadata": {
                "payable_ref": payable_ref,
                "merchant_name": merchant.name,
                "merchant_ref": merchant.ref,
                "mcc": merchant.mcc,
                "criteria": merchant.criteria,
                "mdr_bp": str(merchant.mdr_bp),
                "dasaran_at": at.isoformat(),
            },
            "expand": WITH_CHARGE,
        }
        with translated():
            try:
                intent = self._v1.payment_intents.create(params, {"idempotency_key": idempotency_key})
            except stripe.CardError as declined:
                return declined_result(declined)
            return charge_result(intent)

    def find_charge(self, *, payable_ref: str) -> ChargeResult | None:
        with translated():
            found = self._v1.payment_intents.search(
                {
                    "query": f"metadata['payable_ref']:'{searchable(payable_ref)}'",
                    "limit": 100,
                    "expand": [f"data.{path}" for path in WITH_CHARGE],
                }
            )
            results = [charge_result(intent) for intent in found.data if intent.status != "canceled"]
        order = [ChargeStatus.CAPTURED, ChargeStatus.UNCLEAR, ChargeStatus.DECLINED]
        return min(results, key=lambda result: order.index(result.status), default=None)

    def refund(
        self, *, charge_provider_id: str, refund_ref: str, amount: Rupiah, at: datetime, idempotency_key: str
    ) -> RefundResult:
        with translated():
            refund = self._v1.refunds.create(
                {
                    "payment_intent": charge_provider_id,
                    "amount": to_minor(amount),
                    "metadata": {"refund_ref": refund_ref, "dasaran_at": at.isoformat()},
                },
                {"idempotency_key": idempotency_key},
            )
            return refund_result(refund)

    def find_refund(self, *, charge_provider_id: str, refund_ref: str) -> RefundResult | None:
        with translated():
            refunds = self._v1.refunds.list({"payment_intent": charge_provider_id, "limit": 100})
            for refund in refunds.auto_paging_iter():
                if metadata_of(refund).get("refund_ref") == refund_ref:
                    return refund_result(refund)
        return None

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
        params: Any = {
            "amount": to_minor(amount),
            "currency": CURRENCY,
            "destination": vendor_account_ref,
            "transfer_group": transfer_ref,
            "metadata": {"transfer_ref": transfer_ref, "payable_ref": payable_ref, "dasaran_at": at.isoformat()},
        }
        with translated():
            try:
                transfer = self._v1.transfers.create(params, {"idempotency_key": idempotency_key})
            except stripe.InvalidRequestError as refused:
                if refused.code not in PAYOUT_REFUSALS:
                    raise
                return PayoutResult(status=PayoutStatus.REFUSED, provider_id="", failure_code=str(refused.code))
            return payout_result(transfer)

    def find_payout(self, *, transfer_ref: str) -> PayoutResult | None:
        with translated():
            transfers = self._v1.transfers.list({"transfer_group": transfer_ref, "limit": 1})
            return next((payout_result(transfer) for transfer in transfers.data), None)

    def verify_webhook(self, *, body: bytes, signature_header: str) -> GatewayEvent:
        try:
            event = self._client.construct_event(
                body, signature_header, self._webhook_secret, tolerance=WEBHOOK_TOLERANCE_SECONDS
            )
        except (stripe.SignatureVerificationError, ValueError, TypeError) as error:
            # TypeError: the SDK compares the signatures as text, and text beyond ASCII cannot be compared so.
            raise WebhookRejected() from error
        about = event.data.object
        metadata = metadata_of(about)
        return GatewayEvent(
            event_id=event.id,
            kind=event.type,
            object_id=about["id"],
            payable_ref=metadata.get("payable_ref", ""),
            transfer_ref=metadata.get("transfer_ref", ""),
            occurred_at=instant(event.created),
        )
