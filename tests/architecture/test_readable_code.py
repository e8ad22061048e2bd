"""Sizes and habits of the style that a reader relies on."""

import ast
import re
from pathlib import Path

from django.conf import settings

PACKAGES = ("marketplace", "vendors", "catalog", "orders", "payments")
MOST_LINES = 500


def sources() -> list[Path]:
    found = [file for package in PACKAGES for file in sorted((settings.PROJECT / package).rglob("*.py"))]
    return [file for file in found if "migrations" not in file.parts]


def templates() -> list[Path]:
    return sorted((settings.PROJECT / "templates").rglob("*.html"))


def shown(file: Path) -> str:
    return file.relative_to(settings.PROJECT).as_posix()


def test_no_file_is_longer_than_can_be_read_at_once():
    lengths = {shown(file): len(file.read_text(encoding="utf-8").splitlines()) for file in sources()}

    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def says_what_it_does(module: ast.Module) -> bool:
    """For the module as a whole, or for each use case in it."""
    steps = [node for node in module.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    return bool(ast.get_docstring(module)) or all(ast.get_docstring(step) for step in steps)


def test_every_use_case_says_what_it_does():
    modules = [file for file in sources() if "services" in file.parts or file.name == "services.py"]

    silent = [file for file in modules if not says_what_it_does(ast.parse(file.read_text(encoding="utf-8")))]
    assert len(modules) > 50 and [shown(file) for file in silent] == []


def test_no_page_trusts_text_blindly():
    """Autoescape stays on: no `|safe`, no `autoescape off`, no `safestring` outside the two places that build SVG."""
    unsafe = re.compile(r"\|\s*safe\b|\|\s*safeseq\b|{%\s*autoescape\s+off")

    assert [shown(file) for file in templates() if unsafe.search(file.read_text(encoding="utf-8"))] == []


def test_mark_safe_stands_only_where_we_draw_the_markup_ourselves():
    marked = [shown(file) for file in sources() if re.search(r"\bmark_safe\(|SafeString\(", file.read_text("utf-8"))]

    assert [name for name in marked if not name.startswith("marketplace/ui/")] == []


def test_no_page_carries_script_or_style_of_its_own():
    own = re.compile(
        r"<script(?![^>]*(?:\bsrc=|type=.application/))|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", re.I
    )

    assert [shown(file) for file in templates() if own.search(file.read_text(encoding="utf-8"))] == []


def test_there_is_no_note_to_do_something_later():
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")

    assert [shown(file) for file in [*sources(), *templates()] if later.search(file.read_text(encoding="utf-8"))] == []
