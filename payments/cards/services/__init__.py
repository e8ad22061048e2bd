"""Everything that can be done with cards and payments: one verb each, exported here."""

from payments.cards.services.card_standing import close_card, expire_cards, reinstate_card, report_lost, suspend_card
from payments.cards.services.change_limit import change_limit, end_temporary_rises, raise_temporarily
from payments.cards.services.contested import charge_back, make_personal, record_holder_payment
from payments.cards.services.delegates import delegate_card, revoke_delegate
from payments.cards.services.issue_card import activate_card, issue_card, register_card
from payments.cards.services.open_programme import open_programme
from payments.cards.services.perform_charge import charge_payable, perform_charge
from payments.cards.services.record_charge_result import (
    expire_holds,
    record_authorisation,
    record_charge_result,
    reverse_authorisation,
)
from payments.cards.services.record_refund import REFUNDABLE, record_refund, shares_of
from payments.cards.services.remit_collected_taxes import Remittance, remit_collected_taxes
from payments.cards.services.resolve_unclear import resolve_unclear
from payments.cards.services.send_payout import retry_payout, send_due_payouts, send_payout
from payments.cards.services.start_charge import start_charge
from payments.cards.services.tell_bank import tell_bank
from payments.cards.services.transactions import (
    advance_transaction,
    clear_unknown_charge,
    free_limit,
    record_unknown_charge,
)
from payments.cards.services.webhooks import process_webhooks, receive_webhook

__all__ = [
    "REFUNDABLE",
    "Remittance",
    "activate_card",
    "advance_transaction",
    "change_limit",
    "charge_back",
    "charge_payable",
    "clear_unknown_charge",
    "close_card",
    "delegate_card",
    "end_temporary_rises",
    "expire_cards",
    "expire_holds",
    "free_limit",
    "issue_card",
    "make_personal",
    "open_programme",
    "perform_charge",
    "process_webhooks",
    "raise_temporarily",
    "receive_webhook",
    "record_authorisation",
    "record_charge_result",
    "record_holder_payment",
    "record_refund",
    "record_unknown_charge",
    "register_card",
    "reinstate_card",
    "remit_collected_taxes",
    "report_lost",
    "resolve_unclear",
    "retry_payout",
    "reverse_authorisation",
    "revoke_delegate",
    "send_due_payouts",
    "send_payout",
    "shares_of",
    "start_charge",
    "suspend_card",
    "tell_bank",
]
