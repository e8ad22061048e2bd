"""Every code with which this site says no, collected from the classes and from the policies, as one readable table."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from django.conf import settings

from marketplace.kernel.errors import ExternalFailure, NotFound, NotPermitted, Refusal, RuleViolation

FILE = settings.PROJECT / "docs" / "refusals.md"
PACKAGES = ("marketplace", "vendors", "catalog", "orders", "payments")
#: Not ours to import: what starts a process, and the simulator, which says no in another firm's words.
PASSED_OVER = ("migrations", "settings", "simulator", "embedded", "__main__", "asgi", "wsgi")
FAMILIES = (RuleViolation, NotPermitted, NotFound, ExternalFailure)
HEAD = """\
# Refusals

What people and programs are told when the answer is no. The code is stable; the sentence follows the reader's
language (here: Indonesian). Families: `RuleViolation` 422 (400 where a parameter of the API's address is wrong,
409 for `ATTEMPT_KEY_REUSED`), `NotPermitted` 403, `NotFound` 404, `ExternalFailure` 503.
Written by `manage.py refusals`; a test compares.

| code | family | sentence | said by |
|---|---|---|---|
"""


@dataclass(frozen=True, order=True)
class Line:
    code: str
    family: str
    sentence: str
    where: str


def as_markdown() -> str:
    """The file that stands in the repository."""
    rows = (f"| `{one.code}` | {one.family} | {one.sentence} | `{one.where}` |\n" for one in lines())
    return HEAD + "".join(rows)


def lines() -> list[Line]:
    """All refusals by code: those with a class of their own, and the verdicts of policies that carry a code."""
    said = {_line(one) for one in classes()}
    for module in modules():
        said.update(_verdicts(module))
    return sorted(said)


def classes() -> list[type[Refusal]]:
    """Every class of ours that can be raised; a family and a class without a code of its own is none."""
    list(modules())
    return sorted(set(_below(Refusal)) - set(FAMILIES), key=lambda one: (one.code, one.__module__, one.__name__))


def modules() -> Iterator[ModuleType]:
    for package in PACKAGES:
        root = importlib.import_module(package)
        for found in pkgutil.walk_packages(root.__path__, f"{package}."):
            if not set(PASSED_OVER) & set(found.name.split(".")):
                yield importlib.import_module(found.name)


def family_of(refusal: type[Refusal]) -> str:
    return next(family.__name__ for family in FAMILIES if issubclass(refusal, family))


def _below(root: type[Refusal]) -> Iterator[type[Refusal]]:
    for child in root.__subclasses__():
        if child.__module__.split(".")[0] in PACKAGES:
            yield child
        yield from _below(child)


def _line(refusal: type[Refusal]) -> Line:
    return Line(refusal.code, family_of(refusal), _cell(str(refusal.template)), refusal.__module__)


def _verdicts(module: ModuleType) -> Iterator[Line]:
    """The calls `refuse(_("..."), code=...)` of a module, read from its source."""
    if module.__file__ is None or not hasattr(module, "refuse"):
        return
    for node in ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id != "refuse":
            continue
        code = next((word.value for word in node.keywords if word.arg == "code"), None)
        sentence = _sentence(node.args[0])
        # `HolderApproves.code` stands here already; a reason that the caller gives is written where it is given.
        if code is not None and sentence and not isinstance(code, ast.Attribute):
            yield Line(_code(code, module), NotPermitted.__name__, _cell(sentence), module.__name__)


def _code(node: ast.expr, module: ModuleType) -> str:
    """A literal, or a constant's name in that module."""
    if isinstance(node, ast.Name):
        return str(getattr(module, node.id))
    return str(ast.literal_eval(node))


def _sentence(node: ast.expr) -> str:
    """The first text in it: the sentence, or what is said when a look-up finds nothing better."""
    return next(
        (one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)), ""
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
