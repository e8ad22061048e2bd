"""What Stripe's objects and errors mean in the words of the port."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import stripe

from marketplace.kernel.money import Rupiah

from .base import (
    DECLINE_CODES,
    ChargeResult,
    ChargeStatus,
    DeclineCode,
    GatewayRefused,
    GatewayUnavailable,
    IssuedCard,
    PayoutResult,
    PayoutStatus,
    RefundResult,
)
from .minor_units import from_minor, to_minor


@contextmanager
def translated() -> Iterator[None]:
    """Say in our words what an SDK error means for the money: a definite no, or nothing known."""
    try:
        yield
    except (stripe.InvalidRequestError, stripe.CardError) as error:
        raise GatewayRefused(reason=error.user_message or "-", provider_code=error.code or "-") from error
    except stripe.StripeError as error:
        raise GatewayUnavailable(key_spent=_key_is_spent(error)) from error


def _key_is_spent(error: stripe.StripeError) -> bool:
    """The provider replayed a stored failure, or knows the key with other parameters: it will do so for ever."""
    headers = {name.lower(): value for name, value in (error.headers or {}).items()}
    reused = isinstance(error, stripe.IdempotencyError) and error.http_status == 400
    return reused or headers.get("idempotent-replayed") == "true"


def searchable(reference: str) -> str:
    if "'" in reference or "\\" in reference:
        raise ValueError(f"{reference!r} cannot be searched for")
    return reference


def spending_controls(limit: Rupiah, per_txn: Rupiah) -> Any:
    return {
        "spending_limits": [
            {"amount": to_minor(limit), "interval": "all_time"},
            {"amount": to_minor(per_txn), "interval": "per_authorization"},
        ]
    }


def issued(card: Any) -> IssuedCard:
    metadata = metadata_of(card)
    return IssuedCard(
        provider_id=card.id,
        pan_masked=metadata.get("pan_masked") or f"******{card.last4}",
        billing_account=metadata.get("billing_account", ""),
    )


def charge_result(intent: Any) -> ChargeResult:
    if intent.status == "succeeded":
        charge = intent.latest_charge
        settlement = charge.balance_transaction
        card = charge.payment_method_details.card
        return ChargeResult(
            status=ChargeStatus.CAPTURED,
            provider_id=intent.id,
            amount=from_minor(intent.amount_received, currency=intent.currency),
            fee=from_minor(settlement.fee, currency=settlement.currency),
            auth_code=charge.authorization_code or "",
            rrn=card.network_transaction_id or "",
            captured_at=instant(charge.created),
        )
    if intent.status == "requires_payment_method" and intent.last_payment_error:
        error = intent.last_payment_error
        return _declined_with(intent.id, getattr(error, "decline_code", None) or error.code)
    return ChargeResult(status=ChargeStatus.UNCLEAR, provider_id=intent.id)


def declined_result(error: stripe.CardError) -> ChargeResult:
    body: Any = error.json_body
    facts = body["error"]
    return _declined_with((facts.get("payment_intent") or {}).get("id", ""), facts.get("decline_code") or error.code)


def _declined_with(provider_id: str, code: str | None) -> ChargeResult:
    reason = DECLINE_CODES.get(code or "", DeclineCode.BANK_DECLINED)
    return ChargeResult(status=ChargeStatus.DECLINED, provider_id=provider_id, decline_code=reason)


def refund_result(refund: Any) -> RefundResult:
    amount = from_minor(refund.amount, currency=refund.currency)
    return RefundResult(provider_id=refund.id, amount=amount, refunded_at=instant(refund.created))


def payout_result(transfer: Any) -> PayoutResult:
    return PayoutResult(
        status=PayoutStatus.PAID,
        provider_id=transfer.id,
        amount=from_minor(transfer.amount, currency=transfer.currency),
        paid_at=instant(transfer.created),
    )


def metadata_of(body: Any) -> dict[str, str]:
    found = getattr(body, "metadata", None)
    return found.to_dict() if isinstance(found, stripe.StripeObject) else {}


def instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)
