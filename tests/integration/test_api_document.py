"""The API's document and its routes say the same."""

import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
from django.test import Client
from pydantic import BaseModel

from lianfang.core.access.permissions import Permission
from lianfang.core.api.routers import DeniedByDefault, Undeclared, operations_of
from lianfang.project import api

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
SAMPLE = "00000000-0000-7000-8000-000000000000"


def routed(client: Client) -> set[tuple[str, str]]:
    """What the program answers: every method of every address, except by saying that it has none such."""
    found = set()
    for pattern in api._operations():
        route = str(pattern.pattern)
        asked = "/api/" + re.sub(r"<[^>]+>", SAMPLE, route)
        for method in METHODS:
            if client.generic(method, asked).status_code != 405:
                found.add((method, "/api/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)))
    return found


def documented() -> set[tuple[str, str]]:
    """What the document promises."""
    return {
        (method.upper(), address)
        for address, methods in api.document()["paths"].items()
        for method in methods
    }


def test_the_document_and_the_routes_say_the_same(db, client: Client):
    assert documented() == routed(client)
    assert len(documented()) > 60


def test_every_operation_has_a_permission_a_summary_and_a_name_of_its_own():
    operations = operations_of(api.document())
    assert {one["x-permission"] for one in operations} <= {str(one) for one in Permission}
    assert all(one["summary"].strip() for one in operations)
    assert len({one["operationId"] for one in operations}) == len(operations)


def test_an_operation_without_a_declared_permission_cannot_be_added():
    def open_to_all(request):
        """Nobody may."""

    with pytest.raises(Undeclared):
        DeniedByDefault().get("/x")(open_to_all)


def test_the_document_is_of_openapi_3_1_and_every_operation_may_answer_with_a_problem():
    document = api.document()
    assert document["openapi"].startswith("3.1")
    assert all(
        "application/problem+json" in one["responses"]["default"]["content"]
        for one in operations_of(document)
    )


def test_the_page_shows_every_operation_and_needs_no_script(db, client: Client):
    answer = client.get("/api/docs")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert all(one["operationId"] in text for one in operations_of(api.document()))
    assert "https://" not in text


def test_no_two_answers_share_a_name_in_the_document():
    named: dict[str, set[str]] = defaultdict(set)
    for schema in _below(BaseModel):
        if schema.__module__.startswith("lianfang.") and "api" in schema.__module__.split("."):
            named[schema.__name__].add(schema.__module__)
    assert {name: places for name, places in named.items() if len(places) > 1} == {}


def _below(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)
