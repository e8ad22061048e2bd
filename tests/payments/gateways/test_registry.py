"""Which adapters a site uses follows from its settings, and a missing address is said plainly."""

from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured

from payments.gateways.registry import bank_channel, card_gateway
from tests.payments.simulator_process import API_KEY


def test_settings_lead_to_the_running_bank(bank, settings):
    settings.PAYMENTS_GATEWAY, settings.STRIPE_API_KEY = "stripe", API_KEY
    settings.STRIPE_API_BASE = settings.BANK_API_BASE = bank.address

    assert card_gateway().find_charge(payable_ref=str(uuid4())) is None
    assert bank_channel().find_repayment(reference=str(uuid4())) is None
    assert card_gateway() is card_gateway()


@pytest.mark.parametrize(("name", "value"), [("PAYMENTS_GATEWAY", "barter"), ("STRIPE_API_KEY", "")])
def test_a_gateway_that_cannot_be_is_refused(settings, name, value):
    settings.STRIPE_API_KEY = API_KEY
    setattr(settings, name, value)

    with pytest.raises(ImproperlyConfigured, match=name):
        card_gateway()


def test_a_bank_without_address_is_refused(settings):
    settings.BANK_API_BASE = ""

    with pytest.raises(ImproperlyConfigured, match="BANK_API_BASE"):
        bank_channel()
