"""Every field that people type words into cleans them in the one place (`kernel.readable`)."""

import ast
from collections.abc import Iterator

from django.conf import settings

PACKAGES = ("marketplace", "vendors", "catalog", "orders", "payments")
PLAIN = {"CharField", "EmailField", "URLField"}
KIT = "marketplace/ui/inputs.py"


def plain_fields(source: str) -> Iterator[str]:
    """Fields of Django's own kind, but for passwords and what is hidden."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if ast.unparse(node.func.value) != "forms" or node.func.attr not in PLAIN:
            continue
        words = {word.arg: ast.unparse(word.value) for word in node.keywords}
        if words.get("strip") != "False" and "HiddenInput" not in words.get("widget", ""):
            yield ast.unparse(node)


def test_no_form_has_a_text_field_of_its_own_making():
    own = [
        (str(file.relative_to(settings.PROJECT)), field)
        for package in PACKAGES
        for file in sorted((settings.PROJECT / package).rglob("*.py"))
        for field in plain_fields(file.read_text(encoding="utf-8"))
    ]

    assert [one for one in own if one[0] != KIT] == [], "use marketplace.ui.forms.TextField or EmailField"


def test_the_search_for_them_finds_one():
    assert list(plain_fields("from django import forms\nx = forms.CharField(max_length=3)"))
    assert not list(plain_fields("from django import forms\nx = forms.CharField(strip=False)"))
