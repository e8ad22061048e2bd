"""The picture in the README is true: the contracts of pyproject.toml hold, and each one fails on a planted import."""

from __future__ import annotations

import copy

import grimp
import pytest
from django.conf import settings
from importlinter.application import use_cases
from importlinter.configuration import configure
from importlinter.domain.contract import registry

configure()
RULES = use_cases.read_user_options(config_filename=str(settings.PROJECT / "pyproject.toml"))
CONTRACTS = {contract["name"].split(":")[0]: contract for contract in RULES.contracts_options}

#: Contract -> imports that it must refuse, each planted alone.
PLANTED = {
    "Call down": [
        ("marketplace.kernel.money", "marketplace.accounts.models"),
        ("marketplace.tax.breakdown", "marketplace.ui.forms"),
        ("marketplace.accounts.services", "vendors.models"),
        ("marketplace.documents.services", "orders.models"),
        ("vendors.selectors", "catalog.models"),
        ("catalog.models", "payments.budget.models"),
        ("payments.budget.services", "catalog.models"),
        ("payments.cards.services", "orders.models"),
        ("orders.models", "marketplace.oversight.selectors"),
        ("marketplace.oversight.selectors", "marketplace.notices.services"),
        ("marketplace.notices.services", "marketplace.transparency.models"),
        ("marketplace.transparency.selectors", "marketplace.web.rooms"),
        ("marketplace.web.rooms", "marketplace.subscriptions"),
        ("orders.services", "marketplace.demo.world"),
    ],
    "Inside payments": [
        ("payments.ledger.post", "payments.budget.models"),
        ("payments.budget.services", "payments.payables.models"),
        ("payments.payables.services", "payments.gateways.stripe"),
        ("payments.gateways.base", "payments.cards.models"),
        ("payments.cards.services", "payments.settlement.models"),
    ],
    "Inside a package": [
        ("orders.views.basket", "orders.urls"),
        ("orders.tasks", "orders.views.basket"),
        ("orders.forms", "orders.views.basket"),
        ("orders.services.submit_need", "orders.forms"),
        ("orders.policies", "orders.services.submit_need"),
        ("orders.models", "orders.selectors.orders"),
        ("orders.states", "orders.models"),
        ("payments.settlement.services.steps", "payments.settlement.shown.detail"),
    ],
    "The simulator knows nothing of ours": [
        ("payments.simulator", "payments.cards.models"),
        ("payments.simulator", "marketplace.kernel.money"),
        ("payments.simulator", "django"),
    ],
    "The embedded run time knows nothing of ours": [
        ("marketplace.embedded.postgres", "marketplace.settings.env"),
        ("marketplace.embedded.postgres", "marketplace.kernel.money"),
        ("marketplace.embedded.postgres", "django"),
    ],
    "No Oscar in the ground and in the books": [
        ("marketplace.kernel.models", "oscar"),
        ("payments.ledger.models", "oscar"),
        ("payments.cards.models", "oscar"),
    ],
}


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    use_cases._register_contract_types(RULES)
    return grimp.build_graph(*RULES.session_options["root_packages"], include_external_packages=True, cache_dir=None)


def holds(name: str, imports: grimp.ImportGraph) -> bool:
    options = CONTRACTS[name]
    contract = registry.get_contract_class(options["type"])(name, RULES.session_options, options)
    return contract.check(copy.deepcopy(imports), verbose=False).kept


@pytest.mark.parametrize("name", CONTRACTS)
def test_the_contract_holds(name, imports):
    assert holds(name, imports)


def test_every_contract_has_imports_that_it_must_refuse():
    assert set(PLANTED) == set(CONTRACTS)


@pytest.mark.parametrize(
    ("name", "importer", "imported"), [(name, *pair) for name, pairs in PLANTED.items() for pair in pairs]
)
def test_a_planted_import_breaks_the_contract(name, importer, imported, imports):
    assert {importer, imported} <= imports.modules, "the plant names a module that is no longer there"
    planted = copy.deepcopy(imports)

    planted.add_import(importer=importer, imported=imported)

    assert not holds(name, planted)


def test_no_package_stands_outside_the_layers(imports):
    """A new package under `marketplace` is in a layer, or is the ground that Django and the run time start from."""
    layers = " ".join(CONTRACTS["Call down"]["layers"]).replace(":", " ").replace("|", " ").split()
    start = {f"marketplace.{name}" for name in ("asgi", "wsgi", "celery", "settings", "embedded")}

    assert imports.find_children("marketplace") - set(layers) == start


@pytest.mark.parametrize(
    ("name", "parent", "itself"),
    [
        ("The simulator knows nothing of ours", "payments", "payments.simulator"),
        ("The embedded run time knows nothing of ours", "marketplace", "marketplace.embedded"),
    ],
)
def test_who_knows_nothing_of_ours_is_forbidden_every_sibling(name, parent, itself, imports):
    assert imports.find_children(parent) - {itself} <= set(CONTRACTS[name]["forbidden_modules"])
