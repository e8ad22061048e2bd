"""`python -m payments.simulator --port 12111 --state var/bank`: run the bank in the foreground until a signal."""

import argparse
import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

from .desk import Desk
from .faults import Faults
from .http_server import LOOPBACK, Server
from .routing import ApiError
from .store import StateFolderUnusable, Store
from .webhooks import Courier, configure_endpoint

DRAIN_SECONDS = 3
_log_lock = threading.Lock()


def log(event: str, **facts: Any) -> None:
    """One JSON line per fact, on standard output."""
    line = json.dumps({"ts": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "event": event} | facts, default=str)
    with _log_lock:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def read_arguments(argv: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="payments.simulator", description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="port on 127.0.0.1; 0 takes a free one and logs it")
    parser.add_argument("--state", type=Path, required=True, help="folder of the durable state")
    parser.add_argument("--webhook-url", help="where events are told")
    # Secrets are better told by the environment than on a command line that every process may read.
    parser.add_argument("--webhook-secret", default=os.environ.get("STRIPE_WEBHOOK_SECRET"), help="signs the events")
    parser.add_argument(
        "--api-key", default=os.environ.get("STRIPE_API_KEY", ""), help="the only key accepted; else any non-empty one"
    )
    parser.add_argument("--seed", type=int, help="deterministic ids, authorisation codes and faults")
    parser.add_argument("--key-life", type=int, default=86_400, metavar="SECONDS", help="life of idempotency keys")
    parser.add_argument("--duplicate", type=int, default=0, metavar="PERCENT", help="events sent twice")
    parser.add_argument("--reorder", type=int, default=0, metavar="PERCENT", help="rounds of events sent out of order")
    arguments = parser.parse_args(argv)
    if arguments.webhook_url and not arguments.webhook_secret:
        parser.error("--webhook-url needs --webhook-secret or STRIPE_WEBHOOK_SECRET")
    return arguments


def open_desk(arguments: argparse.Namespace) -> Desk:
    """Open the books and register the configured endpoint. Raises StateFolderUnusable, OSError, ApiError."""
    desk = Desk(
        store=Store(arguments.state, seed=arguments.seed),
        faults=Faults(seed=arguments.seed),
        api_key=arguments.api_key,
        key_life_seconds=arguments.key_life,
        log=log,
    )
    for kind, percent in (("webhook_duplicate", arguments.duplicate), ("webhook_reorder", arguments.reorder)):
        if percent:
            desk.faults.add({"kind": kind, "percent": percent, "sticky": True})
    if arguments.webhook_url:
        with desk.store.transaction():
            configure_endpoint(desk, url=arguments.webhook_url, secret=arguments.webhook_secret)
    return desk


def main(argv: list[str] | None = None) -> int:
    arguments = read_arguments(argv)
    try:
        desk = open_desk(arguments)
        server = Server(arguments.port, desk)
    except (StateFolderUnusable, OSError, OverflowError, ApiError) as error:
        sys.stderr.write(f"The bank simulator cannot start on {LOOPBACK}:{arguments.port}: {error}\n")
        return 1
    courier = Courier(desk, seed=arguments.seed)
    desk.wake_courier = courier.wake
    courier.start()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    threading.Thread(target=server.serve_forever, name="http", daemon=True).start()
    log("listening", address=f"http://{LOOPBACK}:{server.server_address[1]}", port=server.server_address[1])
    stop.wait()
    server.drain(seconds=DRAIN_SECONDS)
    courier.stop()
    desk.store.close()
    log("stopped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
