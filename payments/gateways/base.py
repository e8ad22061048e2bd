"""The two ports to the world of money: the card gateway and the bank behind the card.

After any unclear answer the rule is the same: look up (`find_charge`, `find_payout`, `find_repayment`), and only then
try again, with the same key and the same arguments, `at` included. A new key is right only when `key_spent` says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import ExternalFailure, NotPermitted, RuleViolation
from marketplace.kernel.money import Rupiah

NOTHING = Rupiah(0)


class GatewayUnavailable(ExternalFailure):
    """Nothing is known: it may have happened or not.

    `key_spent` is true when the provider only repeats a stored failure under this idempotency key, so that after a
    look-up without result the next attempt needs a new key.
    """

    code = "GATEWAY_UNAVAILABLE"
    template = _("Bank belum menjawab. Tidak ada yang dibayar dua kali; sistem memeriksa dan mencoba lagi sendiri.")
    key_spent: bool = False


class GatewayRefused(RuleViolation):
    """A definite no: nothing happened, and asking again the same way is useless.

    Facts: `reason` in the provider's own words, for the log; `provider_code`.
    """

    code = "GATEWAY_REFUSED"
    template = _("Bank menolak permintaan ini (kode {provider_code}). Tidak ada yang dibayar.")
    reason: str
    provider_code: str


class WebhookRejected(NotPermitted):
    """The message does not prove that it comes from the provider, or is too old."""

    code = "WEBHOOK_REJECTED"
    template = _("Pemberitahuan ini tidak bertanda tangan sah.")


class ChargeStatus(StrEnum):
    CAPTURED = "captured"
    DECLINED = "declined"
    UNCLEAR = "unclear"


class DeclineCode(StrEnum):
    """Why the issuer said no, in the project's own words."""

    LIMIT_CARD = "LIMIT_CARD"
    LIMIT_TXN = "LIMIT_TXN"
    CARD_STATUS = "CARD_STATUS"
    CARD_EXPIRED = "CARD_EXPIRED"
    BANK_DECLINED = "BANK_DECLINED"


class PayoutStatus(StrEnum):
    PAID = "paid"
    REFUSED = "refused"


class CardStatus(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    BLOCKED_LOST = "blocked_lost"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Merchant:
    """Who is paid by card. `criteria` is the QRIS class (UMI, UKE, UME, UBE); `mdr_bp` the merchant's fee."""

    name: str
    ref: str
    mcc: str
    criteria: str
    mdr_bp: int


@dataclass(frozen=True, slots=True)
class IssuedCard:
    provider_id: str
    pan_masked: str
    billing_account: str


@dataclass(frozen=True, slots=True)
class ChargeResult:
    """`amount` is what was captured and `fee` the merchant's fee within it; both zero unless captured."""

    status: ChargeStatus
    provider_id: str
    amount: Rupiah = NOTHING
    fee: Rupiah = NOTHING
    auth_code: str = ""
    rrn: str = ""
    captured_at: datetime | None = None
    decline_code: DeclineCode | None = None


@dataclass(frozen=True, slots=True)
class RefundResult:
    provider_id: str
    amount: Rupiah
    refunded_at: datetime


@dataclass(frozen=True, slots=True)
class PayoutResult:
    status: PayoutStatus
    provider_id: str
    amount: Rupiah = NOTHING
    paid_at: datetime | None = None
    failure_code: str = ""


@dataclass(frozen=True, slots=True)
class RepaymentResult:
    provider_id: str
    amount: Rupiah
    received_at: datetime


@dataclass(frozen=True, slots=True)
class GatewayEvent:
    """A hint from the provider that something happened. Believe only what a look-up then says."""

    event_id: str
    kind: str
    object_id: str
    payable_ref: str
    transfer_ref: str
    occurred_at: datetime


class CardGateway(Protocol):
    """Issue, charge, refund and pay out. Every call raises GatewayUnavailable or GatewayRefused."""

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
        """Issue and activate a card. The same `card_ref` again finds the card that is there."""

    def set_limit(self, *, card_provider_id: str, limit: Rupiah, per_txn: Rupiah, idempotency_key: str) -> None: ...

    def set_status(self, *, card_provider_id: str, status: CardStatus, idempotency_key: str) -> None: ...

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
        """Authorise and capture together. A decline is a result; GatewayUnavailable means: look up first."""

    def find_charge(self, *, payable_ref: str) -> ChargeResult | None:
        """The charge that stands for a payable: captured before unclear before the newest decline."""

    def refund(
        self, *, charge_provider_id: str, refund_ref: str, amount: Rupiah, at: datetime, idempotency_key: str
    ) -> RefundResult: ...

    def find_refund(self, *, charge_provider_id: str, refund_ref: str) -> RefundResult | None: ...

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
        """Send a vendor the net amount; `vendor_account_ref` is an account at the provider or a bank account."""

    def find_payout(self, *, transfer_ref: str) -> PayoutResult | None: ...

    def verify_webhook(self, *, body: bytes, signature_header: str) -> GatewayEvent:
        """Raises WebhookRejected."""


class BankChannel(Protocol):
    """What goes to the bank itself and not over the card network: e-billing and repayment."""

    def cut_statement(self, *, card_provider_id: str, period_to: date, idempotency_key: str) -> bytes:
        """Close the billing period and return the e-billing file (JSON)."""

    def fetch_statement(self, *, statement_no: str, kind: str = "json") -> bytes:
        """The same file again, as `json` or `csv`."""

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
        """Pay the issuer; frees the limit. The same reference again has no second effect."""

    def find_repayment(self, *, reference: str) -> RepaymentResult | None: ...


DECLINE_CODES: Mapping[str, DeclineCode] = {
    "insufficient_funds": DeclineCode.LIMIT_CARD,
    "card_velocity_exceeded": DeclineCode.LIMIT_TXN,
    "withdrawal_count_limit_exceeded": DeclineCode.LIMIT_TXN,
    "expired_card": DeclineCode.CARD_EXPIRED,
    "restricted_card": DeclineCode.CARD_STATUS,
    "lost_card": DeclineCode.CARD_STATUS,
    "stolen_card": DeclineCode.CARD_STATUS,
}
