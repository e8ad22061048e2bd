"""axe-core on the page that stands in Chromium."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

SCRIPT = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
HOW = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,  # fetches each sheet and sound once more, for rules that are not asked for
}


def bring_axe(page: Page) -> None:
    """Once for each page that is opened."""
    page.evaluate(SCRIPT)


def violations(page: Page) -> list[tuple[str, str]]:
    """The rules that are broken at the present width, each with the first element that breaks it."""
    found: list[dict[str, Any]] = page.evaluate("how => axe.run(document, how)", HOW)["violations"]
    return [(one["id"], one["nodes"][0]["html"][:300]) for one in found]
