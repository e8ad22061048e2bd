"""Webhooks of the simulator: signed as the SDK checks it, repeated until answered, and unreliable on demand."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import stripe

from payments.gateways.base import WebhookRejected
from payments.gateways.stripe import StripeGateway
from tests.payments.simulator_process import API_KEY, WEBHOOK_SECRET, SimulatorProcess

WAIT_SECONDS = 15


class Site(ThreadingHTTPServer):
    """Takes webhooks; answers what `statuses` says, then 200."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taker)
        self.taken: list[tuple[bytes, str]] = []
        self.statuses: list[int] = []
        self.news = threading.Condition()
        self.url = f"http://127.0.0.1:{self.server_address[1]}/webhooks/"

    def wait_for(self, enough) -> list[tuple[bytes, str]]:
        with self.news:
            assert self.news.wait_for(lambda: enough(self.taken), timeout=WAIT_SECONDS), self.taken
            return list(self.taken)


class Taker(BaseHTTPRequestHandler):
    server: Site

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with self.server.news:
            self.server.taken.append((body, self.headers["Stripe-Signature"]))
            status = self.server.statuses.pop(0) if self.server.statuses else 200
            self.server.news.notify_all()
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args) -> None:
        pass


@pytest.fixture
def site():
    server = Site()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def told(site, tmp_path):
    """A bank that tells the site, with one active card."""
    bank = SimulatorProcess(tmp_path, "--webhook-url", site.url, "--webhook-secret", WEBHOOK_SECRET, "--seed", "1")
    bank.card = bank.issue_card()
    site.wait_for(lambda taken: taken)
    while bank.call("GET", "/_state?payments=0")[1]["webhooks_waiting"]:
        """The courier has sent the card's event and still has to note it."""
    site.taken.clear()
    yield bank
    bank.kill()


@pytest.fixture
def gateway(told):
    return StripeGateway(api_key=API_KEY, webhook_secret=WEBHOOK_SECRET, api_base=told.address)


def test_a_capture_is_told_with_a_signature_that_the_sdk_accepts(site, told, gateway):
    _, intent = told.charge(told.card, 1_000, payable_ref="p-7")

    ((body, header),) = site.wait_for(lambda taken: taken)

    event = gateway.verify_webhook(body=body, signature_header=header)
    assert (event.kind, event.object_id, event.payable_ref) == ("payment_intent.succeeded", intent["id"], "p-7")
    assert event.occurred_at.timestamp() == intent["created"]


def test_forgeries_are_rejected(site, told, gateway):
    """T-07: changed body, other secret, old time, no signature."""
    told.charge(told.card, 1_000)
    ((body, header),) = site.wait_for(lambda taken: taken)
    timestamp = int(header.partition(",")[0].removeprefix("t="))
    old = stripe.WebhookSignature._compute_signature(f"{timestamp - 301}.{body.decode()}", WEBHOOK_SECRET)
    forgeries = [
        (body + b" ", header), (body, ""), (body, "t=,v1="), (body, header.replace("v1=", "v0=")),
        (body, header.replace(str(timestamp), str(timestamp + 1))), (body, f"t={timestamp - 301},v1={old}"),
        (b"\xff", header),
    ]  # fmt: skip

    for forged_body, forged_header in forgeries:
        with pytest.raises(WebhookRejected):
            gateway.verify_webhook(body=forged_body, signature_header=forged_header)


def test_an_event_is_told_again_until_it_is_answered_well(site, told):
    site.statuses = [500, 503]
    told.charge(told.card, 1_000)

    taken = site.wait_for(lambda taken: len(taken) == 3)

    assert len({body for body, _ in taken}) == 1


def test_an_event_not_yet_told_survives_kill_9(site, told):
    told.fault("webhook_delay", seconds=1)
    told.charge(told.card, 1_000)
    told.kill()
    assert site.taken == []

    told.start()

    assert len(site.wait_for(lambda taken: taken)) == 1


def test_the_configured_address_moves_along_with_the_site(site, told):
    told.stop()
    told.options = ("--webhook-url", "http://127.0.0.1:9/moved/", "--webhook-secret", "whsec_new")
    told.start()

    _, endpoints = told.call("GET", "/v1/webhook_endpoints")

    assert [endpoint["url"] for endpoint in endpoints["data"]] == ["http://127.0.0.1:9/moved/"]
    assert "secret" not in endpoints["data"][0]


def test_events_are_duplicated_on_demand(site, told):
    told.fault("webhook_duplicate")
    told.charge(told.card, 1_000)

    taken = site.wait_for(lambda taken: len(taken) == 2)

    assert taken[0][0] == taken[1][0]


def test_events_are_dropped_on_demand_and_can_still_be_listed(site, told):
    told.fault("webhook_drop")
    told.charge(told.card, 1_000, payable_ref="dropped")
    told.charge(told.card, 2_000, payable_ref="kept")

    ((body, _),) = site.wait_for(lambda taken: taken)

    assert b'"kept"' in body
    _, events = told.call("GET", "/v1/events?type=payment_intent.succeeded")
    assert [event["data"]["object"]["metadata"]["payable_ref"] for event in events["data"]] == ["kept", "dropped"]


def test_seeded_history_is_recorded_but_not_told(site, told):
    told.charge(told.card, 1_000, payable_ref="old", dasaran_at="2026-01-10T08:00")
    told.charge(told.card, 1_000, payable_ref="new")

    ((body, _),) = site.wait_for(lambda taken: taken)

    assert b'"new"' in body
    assert len(told.call("GET", "/v1/events?type=payment_intent.succeeded")[1]["data"]) == 2
