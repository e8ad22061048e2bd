"""Which adapters this site uses, by settings."""

from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .bank_http import HttpBankChannel
from .base import BankChannel, CardGateway
from .stripe import ANSWER_SECONDS, CONNECT_SECONDS, StripeGateway


def card_gateway(*, answer_seconds: int = ANSWER_SECONDS) -> CardGateway:
    """The configured card gateway; a page that somebody waits for has less patience. Raises ImproperlyConfigured."""
    if settings.PAYMENTS_GATEWAY != "stripe":
        raise ImproperlyConfigured(f"PAYMENTS_GATEWAY must be 'stripe', not {settings.PAYMENTS_GATEWAY!r}.")
    if not settings.STRIPE_API_KEY:
        raise ImproperlyConfigured("STRIPE_API_KEY is empty; set it in the environment.")
    return _stripe(settings.STRIPE_API_KEY, settings.STRIPE_WEBHOOK_SECRET, settings.STRIPE_API_BASE, answer_seconds)


def bank_channel() -> BankChannel:
    """The configured way to the bank. Raises ImproperlyConfigured."""
    if not settings.BANK_API_BASE:
        raise ImproperlyConfigured("BANK_API_BASE is empty; set it in the environment.")
    return _bank(settings.BANK_API_BASE, settings.STRIPE_API_KEY)


@cache
def _stripe(api_key: str, webhook_secret: str, api_base: str, answer_seconds: int) -> StripeGateway:
    return StripeGateway(
        api_key=api_key,
        webhook_secret=webhook_secret,
        api_base=api_base,
        timeout_seconds=(CONNECT_SECONDS, answer_seconds),
    )


@cache
def _bank(api_base: str, api_key: str) -> HttpBankChannel:
    return HttpBankChannel(api_base=api_base, api_key=api_key)
