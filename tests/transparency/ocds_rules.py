"""Whether a package is what the official schema of OCDS 1.1 says, and whether every field beyond it is declared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

FOLDER = Path(__file__).parent / "ocds_schema"
#: Fields that an extension adds: path in a release -> the extension that must be declared.
EXTENDED = {"planning/budget/budgetBreakdown": "ocds_budget_breakdown_extension"}


@cache
def schema(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@cache
def validator(name: str) -> Any:
    rules = dict(schema(name))
    if name == "release-package-schema":  # releases are judged one by one, by their own schema
        rules["properties"] = rules["properties"] | {"releases": {"type": "array", "minItems": 1}}
    return jsonschema_rs.Draft4Validator(rules, validate_formats=True)


def mistakes(package: dict[str, Any]) -> list[str]:
    """What the official schema says against a package; nothing when it is right."""
    found = [f"package: {one.message}" for one in validator("release-package-schema").iter_errors(package)]
    for release in package["releases"]:
        for one in validator("release-schema").iter_errors(release):
            found.append(f"{release['id']} {'/'.join(map(str, one.instance_path))}: {one.message}")
        found += _undeclared(release, package.get("extensions", []))
    return found


def _undeclared(release: dict[str, Any], extensions: list[str]) -> Iterator[str]:
    for path in _beyond(release, schema("release-schema"), ""):
        extension = EXTENDED.get(path)
        if extension is None or not any(f"/{extension}/" in address for address in extensions):
            yield f"{release['id']} {path}: no declared extension has it"


def _beyond(value: Any, rules: dict[str, Any], path: str) -> Iterator[str]:
    """Paths of fields that the schema does not name."""
    if "$ref" in rules:
        rules = schema("release-schema")["definitions"][rules["$ref"].rsplit("/", 1)[1]]
    if isinstance(value, list):
        for one in value:
            yield from _beyond(one, rules.get("items", {}), path)
    elif isinstance(value, dict):
        for name, inner in value.items():
            here = f"{path}/{name}".lstrip("/")
            if name in rules.get("properties", {}):
                yield from _beyond(inner, rules["properties"][name], here)
            else:
                yield here
