"""The install, with a stand-in for uv that takes as long as we like."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from marketplace.embedded import children
from marketplace.embedded.state import CHECKOUT
from tests.embedded.conftest import eventually

A_SLOW_UV = """#!/bin/sh
[ "$1" = --version ] && exit 0
echo $$ > "$(dirname "$0")/working"
exec sleep 60
"""


@pytest.fixture
def install(tmp_path: Path):
    """An install that is being done in a checkout of its own."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/uv").write_text(A_SLOW_UV)
    (tmp_path / "bin/uv").chmod(0o755)
    package = tmp_path / "checkout/marketplace/embedded"
    package.mkdir(parents=True)
    shutil.copy(CHECKOUT / "marketplace/embedded/bootstrap.py", package)
    (tmp_path / "checkout/requirements.lock").touch()
    process = subprocess.Popen(
        [sys.executable, "-I", str(package / "bootstrap.py"), "run"],
        env={**os.environ, "PATH": f"{tmp_path}/bin:{os.environ['PATH']}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # As from a terminal: a run in the background ignores Ctrl-C, and so would what it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert eventually((tmp_path / "bin/working").exists, within_seconds=60)
    yield process, tmp_path
    process.kill()
    process.communicate()


def test_an_interrupted_install_says_so_in_one_sentence_and_is_done_again(install) -> None:
    process, folder = install

    os.killpg(process.pid, signal.SIGINT)
    _told, complaint = process.communicate(timeout=20)

    assert process.returncode == 130
    assert complaint == "The install was interrupted: the next make does it again.\n"
    assert (folder / "checkout/.venv/dasaran.unfinished").exists()
    assert not (folder / "checkout/.venv/dasaran.installed.json").exists()


def test_a_killed_install_takes_what_it_had_started_along(install) -> None:
    process, folder = install
    uv = int((folder / "bin/working").read_text())

    process.kill()

    assert eventually(lambda: not children.is_running(uv))
    assert not (folder / "checkout/.venv/dasaran.installed.json").exists()


def test_an_install_whose_program_was_killed_says_so_and_does_not_blame_the_registry(install) -> None:
    process, folder = install

    os.kill(int((folder / "bin/working").read_text()), signal.SIGKILL)
    _told, complaint = process.communicate(timeout=20)

    assert process.returncode == 1
    assert complaint == (
        "The install was ended from outside (SIGKILL): if nobody did that, the machine has too little memory. "
        "The next make does it again; what was downloaded is kept.\n"
    )
    assert (folder / "checkout/.venv/dasaran.unfinished").exists()
