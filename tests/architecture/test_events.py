"""`marketplace/subscriptions.py` says what follows from what: every event stands there, also without a reaction."""

import importlib
from dataclasses import is_dataclass

from django.apps import apps

from marketplace.kernel.outbox import EVENTS
from marketplace.subscriptions import SUBSCRIPTIONS

OURS = ("marketplace", "vendors", "catalog", "orders", "payments")


def events() -> list[type]:
    for app in apps.get_app_configs():
        if app.name.startswith(OURS) and importlib.util.find_spec(f"{app.name}.events"):
            importlib.import_module(f"{app.name}.events")
    return [event for event in EVENTS.values() if event.__module__.startswith(OURS)]


def test_every_event_has_a_line_in_the_table():
    assert sorted(event.__name__ for event in events() if event not in SUBSCRIPTIONS) == []


def test_every_line_of_the_table_is_an_event():
    assert set(SUBSCRIPTIONS) <= set(events())


def test_an_event_is_a_frozen_dataclass_in_the_past_tense_of_its_package():
    assert [event for event in events() if not is_dataclass(event) or not event.__dataclass_params__.frozen] == []
    assert [event for event in events() if not event.__module__.endswith(".events")] == []


def test_no_reaction_is_listed_twice():
    assert [event for event, handlers in SUBSCRIPTIONS.items() if len(set(handlers)) < len(handlers)] == []
