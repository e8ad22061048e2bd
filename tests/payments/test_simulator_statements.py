"""The simulated bank's e-billing: cut on demand, contiguous, immutable, wrong only when ordered to be."""

import pytest


def cut(bank, card, day, **more):
    status, document = bank.call("POST", f"/bank/cards/{card}/statements", {"period_to": day} | more)
    assert status == 200, document
    return document


def figures(document, *names):
    return tuple(document["header"][name] for name in names)


def repay(bank, card, amount, reference, **more):
    _, account = bank.call("GET", f"/bank/cards/{card}")
    order = {"billing_account": account["billing_account"], "amount": amount, "reference": reference}
    return bank.call("POST", "/bank/repayments", order | more)


def test_seeded_history_carries_its_own_business_dates(bank):
    card = bank.issue_card(dasaran_at="2026-01-15T08:00:00+07:00")
    bank.charge(card, 2_800_000, dasaran_at="2026-03-09T17:30:00+00:00", merchant_name="Dapur Contoh")

    document = cut(bank, card, "2026-03-15", due_days=15)

    (line,) = document["lines"]
    assert (line["txn_datetime"], line["posting_date"]) == ("2026-03-10T00:30:00+07:00", "2026-03-10")
    assert figures(document, "period_from", "period_to", "statement_date", "due_date") == (
        "2026-01-15", "2026-03-15", "2026-03-15", "2026-03-30",
    )  # fmt: skip


def test_refund_fee_and_repayment_stand_on_the_next_statement(bank):
    card = bank.issue_card(dasaran_at="2026-03-01T08:00")
    _, intent = bank.charge(card, 5_000_000, dasaran_at="2026-03-02T08:00")
    first = cut(bank, card, "2026-03-15")
    bank.call(
        "POST", "/v1/refunds",
        {"payment_intent": intent["id"], "amount": 100_000_000, "metadata[dasaran_at]": "2026-03-20T08:00"},
    )  # fmt: skip
    bank.call("POST", f"/bank/cards/{card}/entries", {"kind": "fee", "amount": 10_000, "at": "2026-03-21T08:00"})
    repay(bank, card, 4_000_000, "SP2D/next", at="2026-03-28T08:00")

    second = cut(bank, card, "2026-04-15")

    assert figures(first, "opening", "purchases", "closing") == ("0.00", "5000000.00", "5000000.00")
    assert figures(second, "period_from", "opening", "refunds", "fees", "payments", "closing") == (
        "2026-03-16", "5000000.00", "1000000.00", "10000.00", "4000000.00", "10000.00",
    )  # fmt: skip
    assert [(line["dr_cr"], line["fee_flag"]) for line in second["lines"]] == [("C", "N"), ("D", "Y"), ("C", "N")]


def test_nothing_new_returns_the_last_statement_and_something_new_another(bank):
    card = bank.issue_card(dasaran_at="2026-03-10T07:00")
    bank.charge(card, 1_000, dasaran_at="2026-03-10T08:00")
    first = cut(bank, card, "2026-03-10")

    again = cut(bank, card, "2026-03-10")
    bank.charge(card, 2_000, dasaran_at="2026-03-10T09:00")
    second = cut(bank, card, "2026-03-10")

    assert again == first
    assert figures(second, "period_from", "opening", "purchases") == ("2026-03-10", "1000.00", "2000.00")
    assert bank.call("GET", f"/bank/statements/{first['header']['statement_no']}.json")[1] == first


def test_a_period_already_billed_cannot_be_cut_again(bank):
    card = bank.issue_card(dasaran_at="2026-03-10T07:00")
    cut(bank, card, "2026-03-15")

    status, _ = bank.call("POST", f"/bank/cards/{card}/statements", {"period_to": "2026-03-14"})

    assert status == 409
    assert len(bank.call("GET", f"/bank/cards/{card}/statements")[1]["statements"]) == 1


def test_the_bank_can_bill_what_nobody_ordered_and_what_it_already_billed(bank):
    """T09 and T20: an unknown charge, and a capture posted twice with one reference number."""
    card = bank.issue_card(dasaran_at="2026-12-01T08:00")
    _, intent = bank.charge(card, 3_200_000, dasaran_at="2026-12-08T08:00")
    rrn = intent["latest_charge"]["payment_method_details"]["card"]["network_transaction_id"]
    entry = {"kind": "purchase", "at": "2026-12-11T08:00"}
    bank.call("POST", f"/bank/cards/{card}/entries", entry | {"amount": 1_500_000, "merchant_name": "TIDAK DIKENAL"})
    bank.call("POST", f"/bank/cards/{card}/entries", entry | {"amount": 3_200_000, "rrn": rrn})

    document = cut(bank, card, "2026-12-15")

    assert figures(document, "purchases") == ("7900000.00",)
    assert [line["rrn"] for line in document["lines"]].count(rrn) == 2
    assert bank.call("GET", f"/bank/cards/{card}")[1]["used"] == 7_900_000


def test_the_bank_can_be_told_to_bill_too_much(bank):
    """T22: 2,800,100 on the statement, 2,800,000 captured."""
    card = bank.issue_card(dasaran_at="2026-03-10T07:00")
    _, intent = bank.charge(card, 2_800_000, dasaran_at="2026-03-10T08:00")
    bank.fault("misbill", amount=100)

    document = cut(bank, card, "2026-03-15")

    assert document["lines"][0]["amount"] == "2800100.00" and figures(document, "closing") == ("2800100.00",)
    assert bank.call("GET", f"/v1/payment_intents/{intent['id']}")[1]["amount_received"] == 280_000_000


def test_a_repayment_goes_over_the_cards_of_one_billing_account(bank):
    cards = [bank.issue_card(billing_account="8899000001") for _ in range(2)]
    for card in cards:
        bank.charge(card, 1_000_000)

    _, answer = repay(bank, cards[0], 1_500_000, "SP2D/two-cards")

    assert [share["amount"] for share in answer["allocations"]] == [1_000_000, 500_000]
    assert [bank.call("GET", f"/bank/cards/{card}")[1]["used"] for card in cards] == [0, 500_000]


def test_too_much_repaid_stands_as_a_credit(bank):
    """T52 begins here."""
    card = bank.issue_card(limit_idr=5_000_000)
    bank.charge(card, 1_000_000)

    repay(bank, card, 1_200_000, "SP2D/too-much")

    assert bank.call("GET", f"/bank/cards/{card}")[1]["used"] == -200_000


@pytest.mark.parametrize(
    "order",
    [
        {"billing_account": "none", "amount": 1, "reference": "x"},
        {"billing_account": "none", "amount": 0, "reference": "x"},
        {"billing_account": "none", "amount": 1.5, "reference": "x"},
        {"amount": 1, "reference": "x"},
    ],
)
def test_a_repayment_that_makes_no_sense_is_refused_and_leaves_nothing(bank, order):
    before = bank.totals()["repaid"]

    status, _ = bank.call("POST", "/bank/repayments", order)

    assert status in (400, 404) and bank.totals()["repaid"] == before


def test_the_csv_has_two_blocks(bank):
    card = bank.issue_card(dasaran_at="2026-03-10T07:00", skpd_code="5.02")
    bank.charge(card, 1_000, dasaran_at="2026-03-10T08:00", merchant_name='Toko "Maju", Jaya')
    number = cut(bank, card, "2026-03-15")["header"]["statement_no"]

    _, text = bank.call("GET", f"/bank/statements/{number}.csv")

    rows = text.split("\r\n")
    assert rows[0].startswith("statement_no,skpd_code,billing_account,period_from")
    assert rows[1].startswith(f"{number},5.02,") and rows[2] == ""
    assert '"Toko ""Maju"", Jaya"' in rows[4]
