"""Each invariant of bills finds what it is there to find: the tables' owner breaks the rule, and it is reported."""

import pytest

from marketplace.kernel.money import Rupiah
from payments.settlement.invariants import INVARIANTS
from tests.beginnings import made_once
from tests.payments.settlement.scene import SettlementScene, offences

pytestmark = pytest.mark.django_db

#: Where triggers would refuse the forgery; they are off while the owner forges.
TABLES = (
    "cards_cardtransaction",
    "ledger_balance",
    "ledger_posting",
    "settlement_billpaymentlist",
    "settlement_billtest",
    "settlement_cardstatement",
    "settlement_disbursementorder",
    "settlement_realexpenseline",
    "settlement_repayment",
    "settlement_statementhistory",
    "settlement_statementline",
)

FORGERIES = [
    ("I-53", "UPDATE settlement_cardstatement SET closing_idr = closing_idr + 1"),
    ("I-53 lines", "UPDATE settlement_statementline SET amount_idr = amount_idr + 1"),
    ("I-53 chain", "UPDATE settlement_cardstatement SET opening_idr = opening_idr + 7 WHERE opening_idr > 0"),
    ("I-53 matches", "UPDATE settlement_statementline SET amount_idr = amount_idr + 1 WHERE match = 'matched'"),
    ("I-53 papers", "UPDATE ledger_posting SET amount_idr = amount_idr + 1 WHERE book = 'ANG' AND account = 'BELANJA'"),
    ("I-53 tests", "UPDATE settlement_billtest SET passed = false, note = 'palsu' WHERE test_no = 3"),
    ("I-52 owed", "UPDATE ledger_balance SET net_debit_idr = net_debit_idr + 1 WHERE account = 'UTANG_KKPD'"),
    ("I-53 contested", "UPDATE cards_cardtransaction SET state = 'personal_liability' WHERE state = 'settled'"),
    ("I-53 personal", "UPDATE cards_cardtransaction SET state = 'personal_liability' WHERE state = 'settled'"),
    ("I-53 returns", "UPDATE ledger_balance SET account = 'PIUTANG_VENDOR' WHERE account = 'UTANG_KKPD'"),
    ("I-15 statements", "UPDATE settlement_statementhistory SET after = 'SPP_FILED' WHERE after = 'PAID'"),
    ("I-15 repaid", "UPDATE settlement_repayment SET provider_id = ''"),
]  # fmt: skip


def one_bill_repaid_and_one_cut() -> SettlementScene:
    scene = SettlementScene()
    scene.bought(Rupiah(2_400_000))
    scene.bought(Rupiah(1_100_000))
    scene.repaid(scene.disbursed())
    scene.bought(Rupiah(300_000))
    scene.bill()
    return scene


scene_at_first = made_once(one_bill_repaid_and_one_cut)


def test_every_invariant_is_tried():
    assert {code for code, _ in FORGERIES} == {one.code for one in INVARIANTS}


@pytest.mark.parametrize(("code", "forgery"), FORGERIES, ids=[code for code, _ in FORGERIES])
def test_a_broken_rule_is_found(scene, as_owner, code, forgery):
    assert offences() == []

    with as_owner() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE settlement_cardstatement DROP CONSTRAINT statement_identity")
        cursor.execute(forgery)

    assert code in [found for found, _rows in offences()]
