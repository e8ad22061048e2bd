"""What the demo refuses: one sentence, an exit code, and nothing is made."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from marketplace.embedded import probes
from marketplace.embedded.demo import Demo
from marketplace.embedded.problems import Problem
from marketplace.embedded.reset import finish_reset
from marketplace.embedded.state import CHECKOUT, StateFolder
from marketplace.embedded.wishes import look_at_given_addresses, read_arguments


def run_demo(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE")}
    return subprocess.run(
        [sys.executable, "manage.py", "demo", *arguments],
        cwd=CHECKOUT,
        env={**clean, "DASARAN_STATE": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_taken_port_is_refused_with_one_sentence_and_nothing_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = run_demo(tmp_path, "--port", str(port))

    assert done.returncode == 1
    assert done.stderr.strip() == (
        f"Port {port} is already in use: stop what uses it, or choose another with `make demo PORT={port + 1}`."
    )
    assert not (tmp_path / "database").exists()


def test_an_unreachable_database_is_refused_with_one_sentence(tmp_path: Path) -> None:
    done = run_demo(tmp_path, "--port", str(free_port()), DATABASE_URL="postgres://u:secret@127.0.0.1:1/nowhere")

    assert done.returncode == 1
    assert "DATABASE_URL (127.0.0.1/nowhere) cannot be reached (Connection refused)" in done.stderr
    assert "secret" not in done.stderr + done.stdout
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "address", "words"),
    [
        ("BROKER_URL", "redis://:secret@127.0.0.1:1/0", "BROKER_URL (redis://127.0.0.1:1/0) does not answer: start"),
        ("BROKER_URL", "redis+socket:///nowhere/broker.sock", "broker.sock) does not answer: start"),
        ("BROKER_URL", "secret", "BROKER_URL is no address such as redis://localhost:6379/0, redis+socket://"),
        ("STRIPE_API_BASE", "http://127.0.0.1:1", "STRIPE_API_BASE (http://127.0.0.1:1) does not answer: start"),
    ],
)
def test_a_new_site_without_what_the_environment_names_is_refused(
    tmp_path: Path, name: str, address: str, words: str
) -> None:
    done = run_demo(tmp_path, "--port", str(free_port()), **{name: address})

    assert done.returncode == 1
    assert words in done.stderr
    assert "secret" not in done.stderr + done.stdout
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "database").exists()


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("BROKER_URL", "nonsense"),
        ("BROKER_URL", "nonsense://localhost:6379/0"),
        ("BROKER_URL", "http://:secret@localhost:6379/0"),
        ("BROKER_URL", "redis://localhost:many/0"),
        ("BROKER_URL", "redis://"),
        ("ELASTICSEARCH_URL", "localhost:9200"),
        ("STRIPE_API_BASE", "redis://localhost:6379/0"),
    ],
)
def test_an_address_that_nothing_can_use_is_told_from_one_where_nobody_answers(name: str, address: str) -> None:
    complaint = probes.wrong_address(name, address)

    assert complaint.startswith(f"{name} is no address such as ") and f"unset {name}" in complaint
    assert "secret" not in complaint
    assert probes.wrong_address(name, "") == ""


def test_an_old_site_says_what_is_away_and_goes_on(tmp_path: Path, monkeypatch, capsys) -> None:
    (tmp_path / "static.stamp").touch()
    monkeypatch.setenv("BROKER_URL", "redis://127.0.0.1:1/0")
    monkeypatch.setenv("ELASTICSEARCH_URL", "http://127.0.0.1:1")

    look_at_given_addresses(StateFolder(tmp_path), reset=False)

    told = capsys.readouterr().out
    assert "BROKER_URL (redis://127.0.0.1:1/0) does not answer: what is left for the worker waits" in told
    assert "ELASTICSEARCH_URL (http://127.0.0.1:1) does not answer: search goes on with PostgreSQL" in told


@pytest.mark.parametrize("address", ["mysql://u:secret@127.0.0.1/x", "secret"])
def test_an_address_of_another_engine_is_refused_without_repeating_it(tmp_path: Path, address: str) -> None:
    done = run_demo(tmp_path, "--port", str(free_port()), DATABASE_URL=address)

    assert done.returncode == 1
    assert done.stderr.startswith("\nDATABASE_URL is no PostgreSQL address such as")
    assert "secret" not in done.stderr + done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--size", "huge"], "argument --size: invalid choice: 'huge' (choose from"),
        (["--seed", "two"], "argument --seed: invalid int value: 'two'"),
        (["--port", "99999"], "--port 99999 is no port"),
        (["--without", "cache"], "argument --without: invalid choice: 'cache' (choose from"),
        (["--fast"], "unrecognized arguments: --fast"),
    ],
)
def test_a_wrong_word_is_answered_by_one_sentence(capsys, arguments: list[str], told: str) -> None:
    with pytest.raises(SystemExit) as refusal:
        read_arguments(arguments)

    said = capsys.readouterr().err
    assert refusal.value.code == 2
    assert said.startswith(told) and len(said.splitlines()) == 1


def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "database").symlink_to(tmp_path / "away")

    done = run_demo(tmp_path, "--port", str(free_port()))

    assert done.returncode == 1
    assert f"leads to {tmp_path / 'away'}, which is not there: move it away" in done.stderr


def test_a_foreign_data_directory_is_refused_with_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "database").mkdir()
    (tmp_path / "database/mine").touch()

    done = run_demo(tmp_path, "--port", str(free_port()))

    assert done.returncode == 1
    assert "is not a PostgreSQL data directory: move it away" in done.stderr
    assert (tmp_path / "database/mine").exists()


@pytest.mark.parametrize("content", ["{", "{}", "[]", '{"SECRET_KEY": ""}'])
def test_damaged_keys_are_refused_with_what_to_do(tmp_path: Path, content: str) -> None:
    (tmp_path / "secrets.json").write_text(content)

    with pytest.raises(Problem, match=r"secrets\.json is damaged: put a copy of it back"):
        StateFolder(tmp_path).secrets()

    assert (tmp_path / "secrets.json").read_text() == content


def test_a_state_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "state").touch()

    done = run_demo(tmp_path / "state")

    assert done.returncode == 1
    assert "is a file, not a folder" in done.stderr or "Failed while preparing" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("size", "needed"), [("tiny", 400), ("small", 700), ("large", 12 * 1024)])
def test_a_disk_without_space_is_refused_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: str, needed: int
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 5 * 1024**2})())
    demo = object.__new__(Demo)
    demo.chosen, demo.state = read_arguments(["--size", size]), StateFolder(tmp_path)

    with pytest.raises(Problem, match=f"has 5 MB free and {needed} MB are needed: free some space"):
        demo._refuse_without_space()

    assert list(tmp_path.iterdir()) == []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_reset_draws_new_keys_in_place_of_damaged_ones_and_keeps_good_ones(tmp_path: Path) -> None:
    state = StateFolder(tmp_path).make()
    (tmp_path / "secrets.json").write_text("{")

    finish_reset(state, wanted=True)
    drawn = state.secrets()
    finish_reset(state, wanted=True)

    assert state.secrets() == drawn
