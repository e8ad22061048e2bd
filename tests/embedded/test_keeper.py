"""Ten seconds after the supervisor's death no process of its own is left."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from marketplace.embedded import children, processes
from marketplace.embedded.demo import Demo, read_arguments
from marketplace.embedded.problems import Problem
from marketplace.embedded.state import CHECKOUT, Busy, Lock, StateFolder
from tests.embedded.conftest import eventually

A_STUBBORN_FAMILY = """
import os, signal, subprocess, sys, time
from pathlib import Path
from marketplace.embedded.keeper import run_kept
from marketplace.embedded.supervisor import Child, Stopped, Supervisor

folder = Path(sys.argv[1])
deaf = "import os, signal, subprocess, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
daughter = deaf + "os.setsid(); signal.pause()"
mother = deaf + "subprocess.Popen([sys.executable, '-c', sys.argv[1]]); signal.pause()"
command = [sys.executable, "-c", mother, daughter]

def work():
    supervisor = Supervisor(folder=folder, say=lambda *_: None)
    supervisor.start(Child("family", lambda: command, dict(os.environ), lambda: True, folder / "log"))
    print(f"ready {os.getpid()}", flush=True)
    try:
        while True:
            supervisor.tick()
    except Stopped:
        return 0
    finally:
        supervisor.stop_all()

sys.exit(run_kept(work))
"""


def family_of(folder: Path) -> list[int]:
    return [pid for pid in children.all_pids() if children.is_running(pid) and children.works_in(pid, folder)]


@pytest.fixture
def family(tmp_path: Path):
    """A keeper, its supervisor, a child deaf to SIGTERM and a grandchild in a session of its own."""
    keeper = subprocess.Popen(
        [sys.executable, "-c", A_STUBBORN_FAMILY, str(tmp_path)],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert keeper.stdout is not None
    supervisor = int(keeper.stdout.readline().split()[1])
    assert eventually(lambda: len(family_of(tmp_path)) == 2)
    yield keeper, supervisor, tmp_path
    for pid in (keeper.pid, *family_of(tmp_path)):
        children.signal_each([pid], signal.SIGKILL)
    keeper.communicate()


def test_nothing_is_left_after_the_supervisor_was_killed(family) -> None:
    keeper, supervisor, folder = family
    began = time.monotonic()

    os.kill(supervisor, signal.SIGKILL)

    assert keeper.wait(10.0) == 128 + signal.SIGKILL
    assert family_of(folder) == []
    assert time.monotonic() - began < 10.0


def test_nothing_is_left_after_the_keeper_was_killed(family) -> None:
    keeper, supervisor, folder = family

    keeper.kill()

    assert eventually(lambda: not family_of(folder) and not children.is_running(supervisor), within_seconds=10.0)


def test_a_plain_stop_ends_the_whole_family(family) -> None:
    keeper, _supervisor, folder = family

    keeper.terminate()

    keeper.wait(10.0)
    assert family_of(folder) == []


# --- restarts --------------------------------------------------------------------------------------------------------

A_FALLING_CHILD = """
import os, sys, time
from pathlib import Path
from marketplace.embedded.supervisor import Child, Supervisor

folder = Path(sys.argv[1])
said = []
supervisor = Supervisor(folder=folder, say=lambda name, text: said.append(f"{name}: {text}"))
command = [sys.executable, "-c", "import sys; print('no such table'); sys.exit(3)"]
supervisor.start(Child("worker", lambda: command, dict(os.environ), lambda: False, folder / "worker.log"))
until = time.monotonic() + 8
while len(said) < 2 and time.monotonic() < until:
    supervisor.tick()
supervisor.stop_all()
print("\\n".join(said))
"""


def test_a_process_that_falls_is_started_again_later_and_later(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", A_FALLING_CHILD, str(tmp_path)], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )

    log = tmp_path / "worker.log"
    assert done.stdout.splitlines()[:2] == [
        f"worker: ended with code 3: no such table; starting it again in 0.5 s (see {log})",
        f"worker: ended with code 3: no such table; starting it again in 1 s (see {log})",
    ]


A_JOB_THAT_LOSES_WHAT_IT_NEEDS = """
import os, sys
from pathlib import Path
from marketplace.embedded.problems import JobFailed
from marketplace.embedded.supervisor import Child, Job, Supervisor

folder, outcome = Path(sys.argv[1]), sys.argv[2]
supervisor = Supervisor(folder=folder, say=lambda name, text: print(f"{name}: {text}".split(str(folder))[0]))
database = Child("database", lambda: ["sleep", "60"], dict(os.environ), lambda: True, folder / "log")
supervisor.start(database)
kills = f"kill -9 {database.process.pid}; exit 1"
says = "echo 'CommandError: law.csv, line 5: correct it.'; exit 65"
first = {"falls": kills, "refuses": says, "is killed": "kill -9 $$", "is broken": "exit 1"}
how = [first[outcome], "exit 0"]

def jobs():
    command = ["sh", "-c", how.pop(0)]
    return [Job(Child("migrate", lambda: command, dict(os.environ), lambda: False, folder / "job", is_job=True))]

try:
    supervisor.run_patiently("tables", jobs)
    print("done, left over:", how)
except JobFailed as failed:
    print(failed if failed.refused else "failed", "left over:", how)
finally:
    supervisor.stop_all()
"""


@pytest.mark.parametrize(
    ("outcome", "last"),
    [
        ("falls", "done, left over: []"),
        ("is killed", "done, left over: []"),
        ("is broken", "failed left over: ['exit 0']"),
        ("refuses", "law.csv, line 5: correct it. left over: ['exit 0']"),
    ],
)
def test_a_job_is_begun_again_when_it_or_what_it_needs_was_killed(tmp_path: Path, outcome: str, last: str) -> None:
    command = [sys.executable, "-c", A_JOB_THAT_LOSES_WHAT_IT_NEEDS, str(tmp_path), outcome]

    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True, timeout=30)

    assert done.stdout.splitlines()[-1] == last


# --- refusals of the demo --------------------------------------------------------------------------------------------


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
        ("BROKER_URL", "localhost", "BROKER_URL is no address such as"),
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


def test_an_old_site_says_what_is_away_and_goes_on(tmp_path: Path, monkeypatch, capsys) -> None:
    (tmp_path / "static.stamp").touch()
    monkeypatch.setenv("BROKER_URL", "redis://127.0.0.1:1/0")
    monkeypatch.setenv("ELASTICSEARCH_URL", "http://127.0.0.1:1")
    demo = object.__new__(Demo)
    demo.chosen, demo.state = read_arguments([]), StateFolder(tmp_path)

    demo._look_at_given_addresses()

    told = capsys.readouterr().out
    assert "BROKER_URL (redis://127.0.0.1:1/0) does not answer: what is left for the worker waits" in told
    assert "ELASTICSEARCH_URL (http://127.0.0.1:1) does not answer: search goes on with PostgreSQL" in told


def test_a_foreign_data_directory_is_refused_with_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "database").mkdir()
    (tmp_path / "database/mine").touch()

    done = run_demo(tmp_path, "--port", str(free_port()))

    assert done.returncode == 1
    assert "is not a PostgreSQL data directory: move it away" in done.stderr
    assert (tmp_path / "database/mine").exists()


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


# --- locks and the table ---------------------------------------------------------------------------------------------


def test_a_lock_says_who_holds_it(tmp_path: Path) -> None:
    with Lock(tmp_path / "a.lock").held(), pytest.raises(Busy) as refusal:
        Lock(tmp_path / "a.lock").acquire()

    assert refusal.value.holder == os.getpid()
    Lock(tmp_path / "a.lock").acquire().release()


def test_readers_share_a_lock_and_keep_a_writer_out(tmp_path: Path) -> None:
    reader = Lock(tmp_path / "a.lock")

    with reader.held(shared=True), Lock(tmp_path / "a.lock").held(shared=True), pytest.raises(Busy):
        Lock(tmp_path / "a.lock").acquire()


def test_the_procfile_has_every_process_a_site_needs() -> None:
    lines = dict(line.split(": ", 1) for line in processes.as_procfile().splitlines())

    assert set(lines) == {"release", "web", "worker", "beat", "sequencer"}
    assert "--no-control-socket" in lines["web"]


def test_what_a_process_needs_stands_before_it_in_the_table() -> None:
    seen: set[str] = set()
    for process in processes.PROCESSES:
        assert set(process.after) <= seen
        seen.add(process.name)


def test_values_with_spaces_stay_one_word() -> None:
    assert processes.fill_in("{python} --state {state}/x", {"python": "py", "state": "/a b"}) == [
        "py",
        "--state",
        "/a b/x",
    ]
