"""The OpenAPI description is true: whatever it allows is answered as it says, and nothing answers with a defect."""

from __future__ import annotations

from datetime import timedelta
from functools import cache as kept

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as bounds
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from marketplace.api.main import api
from marketplace.api.services import create_token
from marketplace.wsgi import application
from tests.beginnings import Beginning, made_once
from tests.scenes import Scene

BOUNDED = bounds(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
    derandomize=True,
)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
OPERATIONS = [
    (path, method.upper())
    for path, methods in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items()
    for method in methods
]


@pytest.fixture
def kept_connection(db):
    """As Django's own test client does: the end of a request must not close the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def key_of_budi() -> str:
    """A token of Budi's, who has an order to approve."""
    scene = Scene(start=timezone.now() - timedelta(hours=40))
    scene.chosen_order()
    _token, key = create_token(name="uji", scope="write", days=30, actor=scene.budi, at=timezone.now())
    return key


key_at_first = made_once(key_of_budi)


@kept
def description():
    """As the site serves it."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture
def described(key_at_first: Beginning[str], kept_connection):
    return description(), key_at_first.copy()


@pytest.mark.parametrize("who", ["visitor", "budi"])
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_each_operation_answers_as_described(described, path, method, who):
    schema, key = described
    headers = {"Authorization": f"Bearer {key}"} if who == "budi" else {}

    @BOUNDED
    @given(case=schema[path][method].as_strategy())
    def ask(case):
        cache.clear()  # the pace is tested elsewhere
        response = case.call(headers=headers | {"Accept-Encoding": "identity"})
        case.validate_response(response, checks=CHECKS)

    ask()


def test_the_description_names_no_outside_address_and_no_secret(client, db):
    text = client.get("/api/v1/openapi.json").content.decode()

    assert "http://" not in text and "https://" not in text
    assert not any(word in text for word in ("nik", "npwp", "pan_masked", "bank_account"))
