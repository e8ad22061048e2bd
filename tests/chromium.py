"""Which Chromium the browser tests use, and what to do where there is none."""

import os
import shutil
from pathlib import Path

LEFT_OUT = "TESTS_WITHOUT_BROWSER"
#: The shell without windows comes first: it draws the same pages with a quarter less work.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


class NoChromium(RuntimeError):
    """The tests cannot look at pages here."""


def left_out() -> bool:
    """Whether this run does without the tests that are marked `browser`."""
    return os.environ.get(LEFT_OUT, "") not in ("", "0")


def executable() -> str:
    """The installed one, else the one that Playwright keeps. Raises NoChromium with what to install."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    kept = sorted((Path.home() / ".cache" / "ms-playwright").glob("chromium-*/chrome-linux*/chrome"))
    if kept:
        return str(kept[-1])
    raise NoChromium(
        "Chromium is needed by the tests marked `browser`: install it (Debian: apt-get install chromium; elsewhere: "
        f".venv/bin/playwright install chromium), or set {LEFT_OUT}=1 to leave these tests out."
    )
