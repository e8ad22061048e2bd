"""A foreign key written as a string is a dependency that the import linter cannot see: it points down too."""

import tomllib

from django.apps import apps
from django.conf import settings

OURS = ("marketplace", "vendors", "catalog", "orders", "payments")
FORKS = "marketplace.oscar_forks."
#: Inside payments, from the top down.
PAYMENTS = ["settlement", "cards", "gateways", "payables", "budget", "ledger"]


def ranks() -> dict[str, int]:
    """Package -> how high it stands; packages of one layer stand equally high and do not know each other."""
    rules = tomllib.loads((settings.PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(contract["layers"] for contract in rules["contracts"] if contract["name"] == "Call down")
    height: dict[str, int] = {}
    for place, layer in enumerate(reversed(layers)):
        for package in layer.replace(":", "|").split("|"):
            height[package.strip()] = 10 * place
    for place, package in enumerate(reversed(PAYMENTS)):
        height[f"payments.{package}"] = height["payments"] + place
    return height


def package_of(model) -> str:
    return apps.get_app_config(model._meta.app_label).name


def is_ours(model) -> bool:
    """Our own tables; the forks hold Oscar's."""
    return package_of(model).startswith(OURS) and not package_of(model).startswith(FORKS)


def points_down(source: str, target: str, height: dict[str, int]) -> bool:
    if target.startswith(FORKS):  # Oscar's own models: ours stand beside them, the books do not
        return not source.startswith(("marketplace.kernel", "payments"))
    if source == target or not target.startswith(OURS):
        return True
    return height[source] > height[target]


def test_every_foreign_key_points_down():
    height = ranks()
    models = [model for model in apps.get_models(include_auto_created=True) if is_ours(model)]

    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in models
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model
        if not points_down(package_of(model), package_of(field.related_model), height)
    ]

    assert len(models) > 50 and upward == []


def test_a_key_that_points_up_or_sideways_is_seen():
    height = ranks()

    assert not points_down("marketplace.accounts", "orders", height)
    assert not points_down("catalog", "payments.budget", height)
    assert not points_down("payments.ledger", "payments.cards", height)
    assert not points_down("payments.ledger", "marketplace.oscar_forks.order", height)
    assert points_down("payments.cards", "marketplace.accounts", height)


def test_the_tables_of_others_know_our_user_and_nothing_else_of_ours():
    theirs = [model for model in apps.get_models(include_auto_created=True) if not is_ours(model)]

    known = {
        field.related_model._meta.label
        for model in theirs
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model
        if is_ours(field.related_model)
    }

    assert known <= {"accounts.User"}
