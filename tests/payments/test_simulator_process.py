"""The simulator as a process: durable, deterministic when seeded, deaf to the network, and it stops when told."""

import ast
import http.client
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.payments.simulator_process import PROJECT, SimulatorProcess


@pytest.fixture
def start(tmp_path):
    started = []

    def begin(*options: str, state: Path = tmp_path / "bank") -> SimulatorProcess:
        started.append(SimulatorProcess(state, *options))
        return started[-1]

    yield begin
    for bank in started:
        bank.kill()


def test_it_imports_nothing_of_ours_nor_any_package():
    allowed = set(sys.stdlib_module_names)

    for file in (PROJECT / "payments" / "simulator").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                assert all(name.name.partition(".")[0] in allowed for name in node.names), file
            if isinstance(node, ast.ImportFrom):
                assert node.level == 1 or node.module.partition(".")[0] in allowed, file


def test_what_was_answered_survives_kill_9(start):
    bank = start()
    card = bank.issue_card(limit_idr=10**9)
    answered = []

    def charge(number: int) -> None:
        try:
            status, intent = bank.charge(card, 1_000, key=f"k{number}")
        except (OSError, http.client.HTTPException):
            return
        answered.append((number, status, intent["id"]))
        if len(answered) == 40:
            bank.kill()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(charge, range(200)))
    again = start()

    assert len(answered) >= 40
    for number, _, intent_id in answered:
        assert again.charge(card, 1_000, key=f"k{number}")[1]["id"] == intent_id
    captured = again.totals()["captured"]
    assert captured == 100_000 * again.totals()["payments"] == 100 * again.call("GET", f"/bank/cards/{card}")[1]["used"]


def test_a_key_is_forgotten_after_its_life(start):
    bank = start("--key-life", "0")
    card = bank.issue_card()

    first, second = (bank.charge(card, 1_000, key="k")[1]["id"] for _ in range(2))

    assert first != second


def test_the_same_seed_gives_the_same_ids(start, tmp_path):
    made = []
    for name in ("one", "two"):
        bank = start("--seed", "7", state=tmp_path / name)
        _, intent = bank.charge(bank.issue_card(), 1_000, dasaran_at="2026-03-10T08:00")
        made.append((intent["id"], intent["latest_charge"]["authorization_code"]))

    assert made[0] == made[1]


def test_sigterm_ends_it_cleanly(start):
    bank = start()
    bank.issue_card()

    assert bank.stop() == 0


def test_a_request_in_flight_is_answered_before_it_stops(start):
    bank = start()
    card = bank.issue_card()
    bank.fault("late", seconds=60)

    with ThreadPoolExecutor(1) as pool:
        pending = pool.submit(bank.charge, card, 1_000)
        while bank.call("GET", "/_faults")[1]["faults"]:
            pass
        assert bank.stop() == 0

    assert pending.result()[0] == 200


def test_it_listens_on_loopback_only(start):
    bank = start()
    outside = socket.gethostbyname(socket.gethostname())

    if outside.startswith("127."):
        outside = "127.0.0.2"

    with pytest.raises(OSError):
        socket.create_connection((outside, bank.port), timeout=2)


def run(*options: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "payments.simulator", *options]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=20, check=False)


def test_a_taken_port_is_said_in_one_sentence(start, tmp_path):
    bank = start()

    second = run("--port", str(bank.port), "--state", str(tmp_path / "other"))

    assert second.returncode == 1
    assert second.stderr.count("\n") == 1 and str(bank.port) in second.stderr


def test_a_state_folder_in_use_is_said_in_one_sentence(start, tmp_path):
    bank = start()

    second = run("--port", "0", "--state", str(bank.state))

    assert second.returncode == 1
    assert second.stderr.count("\n") == 1 and "another simulator" in second.stderr


def test_a_foreign_file_as_state_is_said_in_one_sentence(tmp_path):
    (tmp_path / "simulator.sqlite3").write_text("this is no database, and long enough to be read as one" * 40)

    refused = run("--port", "0", "--state", str(tmp_path))

    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
