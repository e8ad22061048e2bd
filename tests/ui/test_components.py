"""Markup that readers, machines and the strict content policy rely on."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template, render_to_string

from tests.ui.gallery import PAGES, PLAIN, TABLE, render

TEMPLATES = Path(settings.PROJECT) / "templates"
ALL = sorted(TEMPLATES.rglob("*.html"))
OURS = [path for path in ALL if "oscar" not in path.parts]
STATIC = Path(settings.PROJECT) / "marketplace" / "static"
INLINE = re.compile(
    r"<script(?![^>]*(?:\bsrc=|type=.application/json))|<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:", re.IGNORECASE
)


def name_of(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_templates_hold_no_inline_style_script_or_handler(path):
    assert INLINE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", OURS, ids=name_of)
def test_templates_compile_and_name_only_icons_that_exist(path):
    sprite = (STATIC / "icons.svg").read_text(encoding="utf-8")

    get_template(name_of(path))
    named = re.findall(r'{% icon "([a-z0-9-]+)"', path.read_text(encoding="utf-8"))
    assert [name for name in named if f'id="i-{name}"' not in sprite] == []


@pytest.mark.parametrize("path", sorted((TEMPLATES / "components").glob("*.html")), ids=name_of)
def test_components_say_on_top_what_they_take(path):
    assert path.read_text(encoding="utf-8").startswith(f"{{# {name_of(path)}") or path.name == "formset.html"


def test_every_page_has_one_h1_one_main_and_a_skip_link():
    for name in [*PAGES, *PLAIN]:
        html = render(name)

        assert html.count("<h1") == 1, name
        assert html.count("<main") == 1 and 'href="#isi"' in html, name
        assert re.search(r'<html lang="id" data-bs-theme="light"', html), name


def test_no_id_stands_twice_on_a_page():
    for name in [*PAGES, *PLAIN]:
        found = re.findall(r'\sid="([^"]+)"', render(name))

        assert sorted({identity for identity in found if found.count(identity) > 1}) == [], name


def test_a_site_is_called_official_only_where_the_operator_set_it():
    official = render("home", operator={"name": "Pemerintah Provinsi Jawa Tengah", "is_official": True})

    assert "Situs resmi Pemerintah Provinsi Jawa Tengah" in official
    assert "Situs resmi" not in render("home") and "Situs contoh" in render("home")


def test_an_error_page_needs_nothing_from_the_request():
    html = render_to_string("500.html", {})

    assert "Ada yang salah di pihak kami" in html and "Situs" not in html


def test_the_reader_chooses_the_theme_and_saves_data():
    html = render("home", theme="dark", save_data=True)

    assert 'data-bs-theme="dark"' in html and 'class="ds-hemat"' in html
    assert "woff2" not in html


def test_errors_stay_on_the_page_and_good_news_become_toasts():
    html = render("order")

    assert re.search(r'<div class="alert alert-danger mb-3" role="alert">', html)
    assert html.count('class="ds-toast"') == 1
    assert "TTE" not in html[html.index('id="toasts"') :]


def test_a_work_room_names_itself_and_can_be_left():
    html = render("treasurer")

    assert 'class="ds-role"' in html and "Ruang Bendahara" in html
    assert 'action="/sign_out/"' in html and "Pindah ruang" in html
    assert "ds-roommenu" in html and "ds-tabbar" not in html


def test_the_state_of_an_order_is_a_warning_only_for_the_one_who_must_move():
    mine = render_to_string(
        "components/state_badge.html", {"kind": "order", "value": "DELIVERED", "label": "Menunggu BAST", "yours": True}
    )
    theirs = render_to_string(
        "components/state_badge.html", {"kind": "order", "value": "DELIVERED", "label": "Menunggu BAST"}
    )

    assert "ds-st--warn" in mine and "ds-st--info" in theirs
    assert "i-package-check" in mine and "Menunggu BAST" in mine


def test_tables_name_their_rows_columns_and_scroll_region():
    html = render_to_string("components/data_table.html", {"caption": "Barang yang dipesan", **TABLE})

    assert '<caption class="visually-hidden">Barang yang dipesan</caption>' in html
    assert html.count('scope="col"') == 4 and html.count('scope="row"') == 3
    assert 'role="region" aria-label="Barang yang dipesan"' in html and 'data-l="Jumlah"' in html


def test_what_people_typed_is_escaped():
    html = render_to_string("components/alert.html", {"tone": "info", "text": "<script>alert(1)</script>"})

    assert "<script>" not in html and "&lt;script&gt;" in html


def test_dark_rules_are_repeated_for_readers_who_follow_their_device():
    css = (STATIC / "theme.css").read_text(encoding="utf-8")
    dark = re.search(r'\n\[data-bs-theme="dark"\] \{(.*?)\n\}', css, re.DOTALL)
    auto = re.search(r'\n\[data-bs-theme="auto"\] \{(.*?)\n\}', css, re.DOTALL)

    assert dark and auto and dark[1] == auto[1]
    rules = [line for line in css.splitlines() if line.startswith('[data-bs-theme="dark"] .')]
    assert all(rule.replace("dark", "auto", 1) in css for rule in rules) and len(rules) == 9


def test_our_own_script_stays_under_its_budget():
    assert (STATIC / "app.js").stat().st_size < 4_096


def test_the_language_can_be_changed_without_script_on_every_page():
    for name in PAGES:
        html = render(name)

        assert re.search(r'<form[^>]* method="post" action="[^"]*bahasa[^"]*"', html), name
        assert 'name="language" value="en" lang="en"' in html, name
