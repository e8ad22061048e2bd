"""Makes the virtual environment from a hashed lock; run as a file by the Makefile, before anything is installed.

    python -I marketplace/embedded/bootstrap.py run|dev

`run` installs requirements.lock, `dev` requirements-dev.lock (which contains it). uv does it when there is one,
else venv and pip. A stamp with the hash of the lock says that an install was finished; an install that was killed
half-way left its mark instead, and is thrown away and done again. Standard library only.
"""

import contextlib
import ctypes
import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
FOLDER = CHECKOUT / ".venv"
STAMP = FOLDER / "dasaran.installed.json"
UNFINISHED = FOLDER / "dasaran.unfinished"
LOCKS = {"run": CHECKOUT / "requirements.lock", "dev": CHECKOUT / "requirements-dev.lock"}
PYTHON = FOLDER / "bin" / "python"
DISK_BYTES = 1200 * 1024**2
NETWORK_HELP = "is the package registry reachable? Try again; what was downloaded is kept"
BY_SOMEBODY = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGXCPU)


class CannotInstall(Exception):
    """One sentence for a person."""


def python_version():
    return ".".join(str(part) for part in sys.version_info[:2])


def hash_of(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def wanted_stamp(kind):
    """What must be installed: the dev lock contains the run-time lock, so it answers for both."""
    names = ("run", "dev") if kind == "dev" else ("run",)
    return {name: hash_of(LOCKS[name]) for name in names} | {"python": python_version()}


def is_installed(kind):
    try:
        found = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return False
    wanted = wanted_stamp(kind)
    if "python" in found and not os.environ.get("PYTHON_CHOSEN"):
        wanted["python"] = found["python"]  # another supported Python made it: that one is as good
    return PYTHON.exists() and all(found.get(name) == value for name, value in wanted.items())


def install(kind):
    """Bring .venv to the lock. Raises CannotInstall."""
    lock = LOCKS[kind]
    started_by_us = STAMP.exists() or UNFINISHED.exists() or not FOLDER.exists()
    if UNFINISHED.exists() or (started_by_us and not is_right_python()):
        say("an earlier install was not finished; doing it again" if UNFINISHED.exists() else "making .venv")
        remove_half_made()
    if shutil.disk_usage(CHECKOUT).free < DISK_BYTES:
        raise CannotInstall(f"The disk has less than {DISK_BYTES // 1024**2} MB free: free some space and try again.")
    began = time.monotonic()
    say(f"installing {lock.name} into .venv (once per change of it)")
    FOLDER.mkdir(exist_ok=True)
    UNFINISHED.touch()
    with contextlib.suppress(FileNotFoundError):
        STAMP.unlink()
    if not (install_with_uv(lock) or install_with_pip(lock)):
        raise CannotInstall(f"The dependencies could not be installed (see above): {NETWORK_HELP}.")
    fresh = STAMP.with_suffix(".new")
    fresh.write_text(json.dumps(wanted_stamp(kind)))
    fresh.replace(STAMP)
    UNFINISHED.unlink()
    say(f"installed in {time.monotonic() - began:.0f} s")


def is_right_python():
    """True when .venv holds a Python that we support (and the chosen one, if one was chosen)."""
    if not PYTHON.exists():
        return False
    ask = "import sys; print('%d.%d' % sys.version_info[:2])"
    said = subprocess.run([str(PYTHON), "-c", ask], capture_output=True, text=True, check=False).stdout.strip()
    if os.environ.get("PYTHON_CHOSEN"):
        return said == python_version()
    return said in ("3.11", "3.12", "3.13")


def remove_half_made():
    """The mark goes last, so that a removal which is killed is finished next time."""
    if not FOLDER.exists():
        return
    for entry in FOLDER.iterdir():
        if entry == UNFINISHED:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def install_with_uv(lock):
    uv = shutil.which("uv")
    if uv is None or run([uv, "--version"], quiet=True):
        return False
    if not PYTHON.exists() and run([sys.executable, "-m", "venv", "--without-pip", str(FOLDER)]):
        return False
    # The machine's own certificates, as pip takes them too: a proxy of the house signs with its own.
    settings = {"UV_LINK_MODE": "copy", "UV_NO_PROGRESS": "1", "UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"}
    environment = {**settings, **os.environ}
    command = [uv, "pip", "install", "--python", str(PYTHON), "--require-hashes", "-r", str(lock)]
    if run([*command, "--quiet"], environment=environment) == 0:
        return True
    say("uv did not manage; trying pip")
    return False


def install_with_pip(lock):
    pip = [str(PYTHON), "-m", "pip"]
    has_pip = PYTHON.exists() and run([*pip, "--version"], quiet=True) == 0
    if not has_pip and run([sys.executable, "-m", "venv", str(FOLDER)], quiet=True):
        # Debian keeps ensurepip in a package of its own; a pip outside can fill the environment too.
        if run([sys.executable, "-m", "venv", "--without-pip", str(FOLDER)]):
            return False
        pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
        if run([*pip, "--version"], quiet=True):
            raise CannotInstall("This Python has neither uv nor pip nor ensurepip: install uv or python3-venv.")
    return run([*pip, "install", "--disable-pip-version-check", "--quiet", "--require-hashes", "-r", str(lock)]) == 0


def run(command, *, quiet=False, environment=None):
    """Exit code of a command that dies with us. Raises CannotInstall when somebody ended it."""
    silence = subprocess.DEVNULL if quiet else None
    code = subprocess.run(
        command,
        env=environment,
        stdout=silence,
        stderr=silence,
        stdin=subprocess.DEVNULL,
        preexec_fn=die_with_parent,
        check=False,
    ).returncode
    if -code in BY_SOMEBODY:
        how = signal.Signals(-code).name
        raise CannotInstall(
            f"The install was ended from outside ({how}): if nobody did that, the machine has too little memory. "
            f"The next make does it again; what was downloaded is kept."
        )
    return code


def die_with_parent():
    """An install that was killed must not go on beside the next one."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)


def say(text):
    print("install    " + text, flush=True)


def main(arguments):
    kind = arguments[0] if arguments else "run"
    if not (3, 11) <= sys.version_info[:2] < (3, 14):
        print(f"Python 3.11, 3.12 or 3.13 is needed and this is {python_version()}.", file=sys.stderr)
        return 1
    die_with_parent()
    try:
        if is_installed(kind):
            return 0
        with (CHECKOUT / ".venv.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not is_installed(kind):
                install(kind)
    except CannotInstall as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("The install was interrupted: the next make does it again.", file=sys.stderr)
        return 130
    except OSError as error:
        if error.errno == 28:
            print("The disk is full: free some space and try again.", file=sys.stderr)
        else:
            print(
                f"{FOLDER} cannot be written ({error.strerror}): let this user write in the checkout.", file=sys.stderr
            )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
