"""Ten seconds after the supervisor's death no process of its own is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from marketplace.embedded import children, processes
from marketplace.embedded.state import CHECKOUT, Busy, Lock
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
says = "echo 'Applying 0001...CommandError: law.csv, line 5: correct it.'; exit 65"
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
