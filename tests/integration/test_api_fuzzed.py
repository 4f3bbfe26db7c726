"""Schemathesis reads the document and tries to break its word, in this process and without sockets."""

from contextlib import closing
from functools import cache

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode, checks
from tests.factories.access import token_of

from lianfang.project import api
from lianfang.project.morning import Morning

EXAMPLES = 8
HELD = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
OPERATIONS = [(address, method) for address, methods in api.document()["paths"].items() for method in methods]


def served(application):
    """An application as a server calls it: what it answers is read to its end, and closed."""

    def called(environ, start_response):
        with closing(application(environ, start_response)) as answer:
            return [b"".join(answer)]

    return called


@cache
def read_document():
    """The document, fetched as any program would and read once for all calls."""
    found = schemathesis.openapi.from_wsgi(
        "/api/openapi.json", served(get_wsgi_application()), headers={"Host": "localhost"} | credentials()
    )
    refusals = found.config.checks.negative_data_rejection
    refusals.expected_statuses = [*refusals.expected_statuses, "413"]
    return found


def credentials() -> dict[str, str]:
    """A token of this test's own: what a test writes is gone after it."""
    return {"Authorization": f"Bearer {token_of()}"}


@pytest.fixture
def promised(county: Morning):
    """The API as its document describes it, on a county after its morning; a request ends no connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    found = read_document()
    found.headers = {"Host": "localhost"} | credentials()
    yield found
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["as told", "otherwise"]
)
@pytest.mark.parametrize(("address", "method"), OPERATIONS)
def test_no_call_surprises(promised, address, method, mode):
    operation = promised[address][method]
    if mode is GenerationMode.NEGATIVE and not (
        operation.body or operation.query or operation.path_parameters
    ):
        return

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def call(case):
        case.call_and_validate(checks=HELD, headers=promised.headers)

    call()
