"""The gallery in Chromium: accessible, no sideways scroll, no console message, under the strict content policy."""

import pytest

from tests.axe import bring_axe, violations
from tests.ui.browser import opened_page
from tests.ui.gallery import PAGES, PLAIN, render

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page():
    def html_of(path: str) -> str:
        name, theme = path.strip("/").split("/")
        return render(name, theme=theme)

    with opened_page(html_of) as opened:
        yield opened


@pytest.mark.parametrize("name", [*PAGES, *PLAIN])
@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_gallery_pages_pass_axe_and_do_not_scroll_sideways(page, name, width, theme):
    said = []
    page.once("console", lambda message: said.append(message.text))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"http://gallery.test/{name}/{theme}/")

    bring_axe(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert said == []


def test_the_focus_goes_to_the_error_summary(page):
    page.goto("http://gallery.test/form/light/")

    assert page.evaluate("document.activeElement.id") == "error-summary"


def test_a_form_is_sent_once_however_often_it_is_pressed(page):
    page.goto("http://gallery.test/basket/light/")
    sent = page.evaluate(
        """() => { const f = document.querySelector('main form[method=post]'); let n = 0;
        f.addEventListener('submit', e => { n += 1; e.preventDefault(); });
        const b = f.querySelector('.btn-lg'); b.click(); b.click(); b.click(); return n; }"""
    )

    assert sent == 1


def test_a_lost_connection_is_told_beside_the_button_and_keeps_the_input(page):
    page.goto("http://gallery.test/form/light/")
    page.context.set_offline(True)
    page.fill("#id_nib", "9120300451234")
    page.click("text=Simpan produk")

    assert page.text_content(".ds-unsent") == "Belum terkirim. Coba lagi"
    assert page.input_value("#id_nib") == "9120300451234"
    page.context.set_offline(False)


def test_a_dialog_opens_takes_the_focus_and_closes_with_escape(page):
    page.goto("http://gallery.test/components/light/")
    page.click("[data-dialog=d1]")

    assert page.evaluate("document.querySelector('#d1').open && document.activeElement.closest('#d1') !== null")
    page.keyboard.press("Escape")
    assert not page.evaluate("document.querySelector('#d1').open")


def test_the_account_menu_closes_with_escape_and_gives_the_focus_back(page):
    page.goto("http://gallery.test/order/light/")
    page.click(".ds-menu > summary")
    page.keyboard.press("Escape")

    assert not page.evaluate("document.querySelector('.ds-menu').open")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
