"""The README's pictures, taken in Chromium from a running demo: `make screenshots`, or `ARGS="--base http://localhost:8000"`.

Without `--base` a demo of its own is started in `var/screenshots` and thrown away afterwards.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
FOLDER = PROJECT / "docs" / "screenshots"
PASSWORD = "pasar-terbuka-2026"
TALLEST = {1280: 1500, 390: 1200}
COLOURS = 160


@dataclass(frozen=True)
class Shot:
    """A page: who looks, where it is, and the links to follow from there (the first that matches each selector)."""

    name: str
    path: str
    account: str = ""
    follow: tuple[str, ...] = ()
    widths: tuple[int, ...] = (1280,)


SHOTS = (
    Shot("home", "/", widths=(1280, 390)),
    Shot("search", "/cari/?q=kertas+hvs", "pptk.diskominfo", widths=(1280, 390)),
    Shot("product", "/cari/?q=meja+siswa", "pptk.diskominfo", ("main .ds-prod a",)),
    Shot("order", "/pesanan/", "pptk.diskominfo", ("main a[href^='/pesanan/DSR']",), (1280, 390)),
    Shot("approval", "/persetujuan/", "ppk.diskominfo"),
    Shot("receiving", "/penerimaan/", "penerima.diskominfo", widths=(390,)),
    Shot("seller", "/toko/", "tini", widths=(1280, 390)),
    Shot("statement", "/bendahara/tagihan/", "bendahara.diskominfo", ("main .ds-cardify a[href*='/tagihan/']",)),
    Shot("dossier", "/pengawasan/transaksi/", "apip", ("main a[href*='/transaksi/DSR-']",)),
    Shot("transparency", "/transparansi/", widths=(1280, 390)),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", default="", help="address of a running demo")
    parser.add_argument("--size", default="small")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        print("Chromium is needed to take pictures: install it (Debian: apt-get install chromium).", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        base = options.base.rstrip("/") or stack.enter_context(_demo(options.size))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        pages: dict[str, Page] = {}
        for shot in SHOTS:
            # One session for each account: a one-time code is taken once.
            page = pages.get(shot.account) or pages.setdefault(shot.account, _page_of(browser, base, shot.account))
            for width in shot.widths:
                _take(page, base, shot, width)
    return 0


@contextlib.contextmanager
def _demo(size: str) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    state = PROJECT / "var" / "screenshots"
    command = [sys.executable, "manage.py", "demo", "--with-parent", "--port", str(port), "--size", size, "--reset"]
    environment = {**os.environ, "DASARAN_STATE": str(state)}
    demo = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        for line in demo.stdout or ():
            print(line, end="")
            if "all there" in line:
                break
        else:
            raise SystemExit("the demo ended before its data was there; its last words are above")
        yield f"http://localhost:{port}"
    finally:
        demo.terminate()
        demo.wait(30)
        shutil.rmtree(state, ignore_errors=True)


def _page_of(browser: Browser, base: str, account: str) -> Page:
    page = browser.new_context(locale="id-ID").new_page()
    if account:
        _sign_in(page, base, f"{account}@dasaran.test")
    return page


def _take(page: Page, base: str, shot: Shot, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 860})
    page.goto(base + shot.path)
    for selector in shot.follow:
        page.goto(base + (page.locator(selector).first.get_attribute("href") or ""))
    _save(page.screenshot(full_page=True), FOLDER / f"{shot.name}-{width}.png", TALLEST[width])
    print(f"{shot.name}-{width}")


def _sign_in(page: Page, base: str, login: str) -> None:
    page.goto(f"{base}/masuk/")
    page.fill("#id_login", login)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_load_state()
    if page.locator("input[name=code]").count():
        page.fill("input[name=code]", re.findall(r"\b\d{6}\b", page.inner_text("main"))[0])
        page.press("input[name=code]", "Enter")
        page.wait_for_load_state()


def _save(picture: bytes, file: Path, tallest: int) -> None:
    """Cut to a readable height and to few colours: pictures stand in the repository."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    image = image.crop((0, 0, image.width, min(image.height, tallest)))
    image.quantize(COLOURS).save(file, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
