"""A page in Chromium that gets its HTML from a function and its static files from the finders: no server."""

import mimetypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlparse

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route, sync_playwright

from tests import chromium


@contextmanager
def opened_page(html_of: Callable[[str], str], *, javascript: bool = True) -> Iterator[Page]:
    """A fresh page; `html_of(path)` answers everything that is not static. The strict content policy is in force."""
    try:
        path = chromium.executable()
    except chromium.NoChromium as missing:
        pytest.fail(str(missing), pytrace=False)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright runs an event loop in this thread; no database here.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.OPTIONS)
        context = browser.new_context(java_script_enabled=javascript, bypass_csp=False)
        page = context.new_page()
        page.route("**/*", lambda route: _answer(route, html_of))
        yield page
        browser.close()


POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'"
)


def _answer(route: Route, html_of: Callable[[str], str]) -> None:
    path = urlparse(route.request.url).path
    if path.startswith("/static/"):
        found = finders.find(path.removeprefix("/static/"))
        if not found:
            return route.fulfill(status=404)
        kind = mimetypes.guess_type(path)[0] or "font/woff2"
        return route.fulfill(body=Path(found).read_bytes(), content_type=kind)
    body = html_of(path)
    return route.fulfill(
        body=body, content_type="text/html; charset=utf-8", headers={"content-security-policy": POLICY}
    )
