"""A person at a browser: goes to addresses, fills forms by their labels, presses buttons, and notes what goes wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Locator, Page

from marketplace.accounts.models import User
from tests.journeys.world import PASSWORD

#: A page is drawn by our own server on this machine; what takes longer than this is broken.
PATIENCE_MS = 15_000


class Visitor:
    """One person with a browser of their own."""

    def __init__(
        self, browser: Browser, site: str, *, javascript: bool = True, width: int = 1280, height: int = 900
    ) -> None:
        self.site = site
        self.complaints: list[str] = []
        self.context = browser.new_context(
            base_url=site,
            viewport={"width": width, "height": height},
            locale="id-ID",
            java_script_enabled=javascript,
            accept_downloads=True,
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda said: self._note(said.type, said.text))
        self.page.on("pageerror", lambda error: self._note("error", str(error)))
        self.page.on("response", lambda answer: self._note_answer(answer.status, answer.url))

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(f"{self.page.url}: {kind}: {text}")

    def _note_answer(self, status: int, address: str) -> None:
        if status >= 400:
            self.complaints.append(f"{self.page.url}: {status} from {address}")

    # --- going -------------------------------------------------------------------------------------------------------

    def open(self, address: str) -> Visitor:
        answer = self.page.goto(address)
        assert answer is not None and answer.status == 200, (address, answer and answer.status)
        return self

    def sign_in(self, login: str) -> Visitor:
        return self.open("/masuk/").sign_in_here(login)

    def sign_in_here(self, login: str) -> Visitor:
        """On the sign-in page that is open, with its way back."""
        self.page.fill("#id_login", login)
        self.page.fill("#id_password", PASSWORD)
        self.press("Masuk")
        assert "/masuk/" not in self.page.url, self.text
        return self

    def come_in(self, user: User) -> Visitor:
        """Signed in already, for walks that are not about the door."""
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.site}])
        return self

    def follow(self, words: str) -> Visitor:
        """A link in the content, by its words."""
        return self._go(self.main.get_by_role("link", name=words).first)

    def enter(self, number: str) -> Visitor:
        """The first link in the content that leads to this order or payment."""
        return self._go(self.main.locator(f"a[href*='{number}']").first)

    def press(self, words: str) -> Visitor:
        """A button in the content, by its words."""
        return self._go(self.main.get_by_role("button", name=words).first)

    def _go(self, where: Locator) -> Visitor:
        """Click, and wait until the next page is there."""
        assert where.count(), f"{self.page.url} has no {where}; it says: {self.text[:3000]}"
        with self.page.expect_navigation():
            where.click()
        return self

    # --- filling -----------------------------------------------------------------------------------------------------

    def fill(self, fields: Mapping[str, Any]) -> Visitor:
        """Fields of the page by name: text, True for a tick, a tuple of values for ticks, a dict for a file."""
        for name, value in fields.items():
            self._fill_one(self.main.locator(f"[name='{name}']:not([type=hidden])"), value)
        return self

    def _fill_one(self, field: Locator, value: Any) -> None:
        first = field.first
        kind = first.evaluate("field => field.type || field.tagName.toLowerCase()")
        if kind in ("checkbox", "radio"):
            wanted = value if isinstance(value, tuple) else (value,)
            for one in wanted:
                (first if one is True else self.main.locator(f"[name='{self._name(first)}'][value='{one}']")).check()
        elif kind == "select-one":
            first.select_option(str(value))
        elif kind == "file":
            first.set_input_files(value)
        else:
            first.fill(str(value))

    def _name(self, field: Locator) -> str:
        return field.get_attribute("name") or ""

    # --- reading -----------------------------------------------------------------------------------------------------

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", self.main.inner_text())

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.site)

    def reads(self, *words: str) -> Visitor:
        """The page says each of these."""
        text = self.text
        missing = [one for one in words if one not in text]
        assert not missing, f"{self.page.url} does not say {missing}; it says: {text[:3000]}"
        return self

    def reads_not(self, *words: str) -> Visitor:
        text = self.text
        assert not [one for one in words if one in text], f"{self.page.url} says one of {words}"
        return self

    def fetch(self, address: str) -> bytes:
        answer = self.context.request.get(address)
        assert answer.ok, (address, answer.status)
        return answer.body()

    def close(self) -> None:
        self.context.close()
