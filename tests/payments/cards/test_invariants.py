"""Each invariant finds what it is there to find: the owner of the tables breaks the rule, and it is reported."""

import pytest

from payments.cards.invariants import INVARIANTS
from tests.payments.cards.scene import broken, make_vendor

pytestmark = pytest.mark.django_db

#: Where triggers would refuse the forgery; they are off while the owner forges.
TABLES = (
    "cards_card",
    "cards_cardprogramme",
    "cards_cardtransaction",
    "cards_cardtransactionhistory",
    "cards_payout",
    "ledger_posting",
    "payables_payable",
)

FORGERIES = [
    ("I-28", "UPDATE cards_cardtransaction SET captured_idr = 0, fee_idr = 0"),
    ("I-29", "UPDATE cards_cardtransaction SET refunded_idr = 5"),
    ("I-30", "UPDATE cards_cardtransactionhistory SET action = 'capture'"),
    ("I-30 journal", "UPDATE ledger_posting SET amount_idr = amount_idr + 1 WHERE account = 'UTANG_KKPD'"),
    ("I-31", "UPDATE payables_payable SET state = 'open'"),
    ("I-32", "UPDATE cards_cardtransaction SET asked_at = NULL"),
    ("I-33", "UPDATE payables_payable SET accepted_idr = accepted_idr + 1, base_idr = base_idr + 1"),
    ("I-34", "UPDATE cards_cardtransaction SET state = 'initiated', captured_idr = 0, captured_at = NULL, fee_idr = 0"),
    ("I-41", "UPDATE cards_payout SET state = 'sent', paid_at = NULL"),
    ("I-42 cards", "UPDATE cards_payout SET vendor_id = (SELECT max(organisation_id) FROM vendors_vendor)"),
    ("I-42 cards", "UPDATE cards_payout SET bank_account_id = (SELECT max(id) FROM vendors_bankaccount)"),
    ("I-45", "INSERT INTO cards_webhookinbox (event_id, kind, payable_ref, transfer_ref, body)"
             """ VALUES ('e', '', '', '', '{"number": "4242424242424242"}')"""),
    ("I-52", "UPDATE cards_card SET used_idr = used_idr + 1"),
    ("I-52", "UPDATE cards_card SET bank_posted_idr = 1"),
    ("I-52 float", "UPDATE cards_cardprogramme SET up_kkpd_idr = 1"),
    ("I-54", "UPDATE cards_payout SET tax_remitted_on = '2026-04-10', tax_reference = 'NTPN'"),
    ("I-15 cards", "UPDATE cards_card SET state = 'suspended'"),
]  # fmt: skip


def test_every_invariant_is_tried():
    assert {code for code, _ in FORGERIES} == {one.code for one in INVARIANTS}


@pytest.mark.parametrize(("code", "forgery"), FORGERIES, ids=[code for code, _ in FORGERIES])
def test_a_broken_rule_is_found(scene, as_owner, code, forgery):
    make_vendor("Toko lain")
    scene.send_payout(scene.pay(2_800_000))
    assert broken() == []

    with as_owner() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE cards_cardtransaction DROP CONSTRAINT charge_captured_or_nothing")
        for constraint in ("payout_charge_same_vendor", "payout_account_same_vendor"):
            cursor.execute(f"ALTER TABLE cards_payout DROP CONSTRAINT {constraint}")
        cursor.execute(forgery)

    assert code in broken()
