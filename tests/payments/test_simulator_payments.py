"""The simulated acquirer and issuer: Stripe's shapes, the card's limit to the rupiah, keys that answer once."""

from concurrent.futures import ThreadPoolExecutor

import pytest


def card_figures(bank, card_id):
    _, body = bank.call("GET", f"/bank/cards/{card_id}")
    return body["held"], body["used"], body["available"]


def test_a_charge_has_stripes_shape(bank):
    status, intent = bank.charge(bank.issue_card(), 2_800_000, mdr_bp="30", payable_ref="p-shape")

    charge = intent["latest_charge"]
    assert (status, intent["object"], intent["status"]) == (200, "payment_intent", "succeeded")
    assert intent["amount"] == intent["amount_received"] == 280_000_000
    assert charge["balance_transaction"]["fee"] == 840_000 and charge["balance_transaction"]["net"] == 279_160_000
    assert charge["payment_method_details"]["card"]["network_transaction_id"].isdigit()


@pytest.mark.parametrize(
    ("minor", "currency"), [(2_800_050, "idr"), (0, "idr"), (-100, "idr"), ("1e5", "idr"), (100_00, "usd")]
)
def test_amounts_that_are_not_whole_rupiah_are_refused_and_leave_nothing(bank, minor, currency):
    card = bank.issue_card()

    status, answer = bank.call(
        "POST", "/v1/payment_intents",
        {"amount": minor, "currency": currency, "payment_method": card, "confirm": "true"},
    )  # fmt: skip

    assert (status, answer["error"]["type"]) == (400, "invalid_request_error")
    assert card_figures(bank, card) == (0, 0, 20_000_000)


def test_a_decline_has_stripes_shape_and_stays_on_record(bank):
    card = bank.issue_card(limit_idr=1_000)

    status, answer = bank.charge(card, 1_001, payable_ref="p-declined")

    error = answer["error"]
    assert (status, error["type"], error["code"]) == (402, "card_error", "card_declined")
    assert error["decline_code"] == "insufficient_funds"
    _, intent = bank.call("GET", f"/v1/payment_intents/{error['payment_intent']['id']}")
    assert intent["status"] == "requires_payment_method"
    assert intent["last_payment_error"]["decline_code"] == "insufficient_funds"


def test_the_next_decline_can_be_ordered(bank):
    card = bank.issue_card()
    bank.fault("decline", code="do_not_honor")

    first, second = bank.charge(card, 1_000), bank.charge(card, 1_000)

    assert (first[0], first[1]["error"]["decline_code"], second[0]) == (402, "do_not_honor", 200)


def test_a_hold_is_captured_in_part_and_the_rest_is_free_again(bank):
    """T17: hold 5,550,000, capture 4,440,000."""
    card = bank.issue_card(limit_idr=15_000_000)
    _, intent = bank.charge(card, 5_550_000, capture="manual")
    assert (intent["status"], card_figures(bank, card)) == ("requires_capture", (5_550_000, 0, 9_450_000))

    status, captured = bank.call(
        "POST", f"/v1/payment_intents/{intent['id']}/capture", {"amount_to_capture": 444_000_000}
    )

    assert (status, captured["amount_received"]) == (200, 444_000_000)
    assert card_figures(bank, card) == (0, 4_440_000, 10_560_000)


def test_more_than_the_hold_cannot_be_captured(bank):
    """T18."""
    card = bank.issue_card()
    _, intent = bank.charge(card, 5_550_000, capture="manual")

    status, _ = bank.call("POST", f"/v1/payment_intents/{intent['id']}/capture", {"amount_to_capture": 555_000_100})

    assert (status, card_figures(bank, card)[:2]) == (400, (5_550_000, 0))


def test_a_cancelled_hold_is_free_again_and_cannot_be_captured(bank):
    card = bank.issue_card()
    _, intent = bank.charge(card, 5_000_000, capture="manual")

    bank.call("POST", f"/v1/payment_intents/{intent['id']}/cancel", {})

    assert card_figures(bank, card) == (0, 0, 20_000_000)
    assert bank.call("POST", f"/v1/payment_intents/{intent['id']}/capture", {})[0] == 400


def test_an_intent_confirmed_later_is_charged_then(bank):
    card = bank.issue_card()
    _, intent = bank.call("POST", "/v1/payment_intents", {"amount": 100_000, "currency": "idr", "payment_method": card})
    assert (intent["status"], card_figures(bank, card)[1]) == ("requires_confirmation", 0)

    _, confirmed = bank.call("POST", f"/v1/payment_intents/{intent['id']}/confirm", {})

    assert (confirmed["status"], card_figures(bank, card)[1]) == ("succeeded", 1_000)
    assert bank.call("POST", f"/v1/payment_intents/{intent['id']}/confirm", {})[0] == 400


def test_a_refund_frees_the_limit_and_never_exceeds_the_capture(bank):
    """T33."""
    card = bank.issue_card()
    _, intent = bank.charge(card, 1_000_000)

    first = bank.call("POST", "/v1/refunds", {"payment_intent": intent["id"], "amount": 40_000_000})
    second = bank.call("POST", "/v1/refunds", {"payment_intent": intent["id"], "amount": 60_000_100})

    assert (first[0], second[0]) == (200, 400)
    assert card_figures(bank, card)[1] == 600_000


def test_a_key_repeats_its_answer_and_refuses_other_arguments(bank):
    card = bank.issue_card()

    first = bank.charge(card, 5_000, key="key-repeat")
    same = bank.charge(card, 5_000, key="key-repeat")
    other = bank.charge(card, 6_000, key="key-repeat")

    assert same == first
    assert (other[0], other[1]["error"]["type"]) == (400, "idempotency_error")
    assert card_figures(bank, card)[1] == 5_000


def test_a_key_repeats_a_500_too_even_when_the_effect_happened(bank):
    card = bank.issue_card()
    bank.fault("error_after")

    answers = [bank.charge(card, 5_000, key="key-500") for _ in range(2)]

    assert [status for status, _ in answers] == [500, 500]
    assert card_figures(bank, card)[1] == 5_000


def test_intents_are_found_by_metadata_and_listed_page_by_page(bank):
    card = bank.issue_card()
    made = [bank.charge(card, 1_000 + n, payable_ref="p-search")[1]["id"] for n in range(3)]

    _, found = bank.call("GET", "/v1/payment_intents/search?query=metadata%5B%27payable_ref%27%5D%3A%27p-search%27")
    _, page = bank.call("GET", "/v1/payment_intents?limit=2")
    _, rest = bank.call("GET", f"/v1/payment_intents?limit=1&starting_after={page['data'][-1]['id']}")

    assert [intent["id"] for intent in found["data"]] == made[::-1]
    assert [intent["id"] for intent in page["data"] + rest["data"]] == made[::-1]
    assert page["has_more"]


def test_requests_without_a_key_or_to_nowhere_are_refused(bank):
    assert bank.call("GET", "/v1/nothing")[0] == 404
    assert bank.call("DELETE", "/v1/payment_intents")[0] == 405
    assert bank.call("GET", "/v1/payment_intents/pi_none")[1]["error"]["code"] == "resource_missing"


def test_fifty_at_once_cannot_pass_the_limit(bank):
    """300 charges of Rp100,000 against a limit that fits 41."""
    card = bank.issue_card(limit_idr=4_199_999)

    with ThreadPoolExecutor(50) as pool:
        statuses = list(pool.map(lambda n: bank.charge(card, 100_000, key=f"race-{n}")[0], range(300)))

    assert (statuses.count(200), statuses.count(402)) == (41, 259)
    assert card_figures(bank, card) == (0, 4_100_000, 99_999)


def test_twenty_requests_with_one_key_have_one_effect(bank):
    card = bank.issue_card()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: bank.charge(card, 7_000, key="race-key"), range(20)))

    assert all(answer == answers[0] for answer in answers)
    assert card_figures(bank, card)[1] == 7_000


def test_many_requests_in_one_commit_answer_each_for_itself(bank):
    card = bank.issue_card(limit_idr=5_000)
    order = {"amount": 300_000, "currency": "idr", "payment_method": card, "confirm": "true"}
    requests = [
        {"method": "POST", "path": "/v1/payment_intents", "params": order, "idempotency_key": f"batch-{n}"}
        for n in (1, 2)
    ]

    _, answer = bank.call("POST", "/_batch", requests)

    assert [one["status"] for one in answer["answers"]] == [200, 402]
    assert card_figures(bank, card)[1] == 3_000


@pytest.mark.parametrize(
    "wanted", [{"kind": "earthquake"}, {"kind": "timeout", "seconds": "long"}, {"kind": "timeout", "x": 1}, 7]
)
def test_an_unknown_fault_is_refused(bank, wanted):
    assert bank.call("POST", "/_faults", wanted)[0] == 400
    assert bank.call("GET", "/_faults")[1]["faults"] == []
