"""The API's document and its routes say the same."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import is_dataclass
from enum import Enum
from typing import get_args, get_type_hints

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


def test_no_two_shapes_share_a_name_in_the_document():
    """Shapes stand in the document by their bare names: of two that share one, one would be told wrongly."""
    named: dict[str, set[type]] = defaultdict(set)
    for shape in shapes():
        named[shape.__name__].add(shape)
    assert len(named) > 300
    assert {name: found for name, found in named.items() if len(found) > 1} == {}


def shapes() -> set[type]:
    """Every class that operations take or answer with, and those that these hold."""
    found: set[type] = set()
    for schema in _below(BaseModel):
        if schema.__module__.startswith("lianfang.") and "api" in schema.__module__.split("."):
            found.add(schema)
    waiting: list[object] = [*found, *_routed()]
    while waiting:
        kind = waiting.pop()
        inner = get_args(kind)
        if isinstance(kind, type) and not inner and _is_shape(kind):
            found.add(kind)
            inner = _held(kind)
        waiting += [one for one in inner if one not in found]
    return found


def _routed() -> Iterator[object]:
    """What operations take and answer with: the fields of the models that the routers made of it."""
    for _, router in api.api._routers:
        operations = [one for view in router.path_operations.values() for one in view.operations]
        for model in (model for one in operations for model in (*one.response_models.values(), *one.models)):
            yield from (field.annotation for field in getattr(model, "model_fields", {}).values())


def _is_shape(kind: type) -> bool:
    return issubclass(kind, BaseModel | Enum) or is_dataclass(kind)


def _held(kind: type) -> tuple[object, ...]:
    """The kinds of a shape's fields."""
    if issubclass(kind, BaseModel):
        return tuple(field.annotation for field in kind.model_fields.values())
    return tuple(get_type_hints(kind).values()) if is_dataclass(kind) else ()


def _below(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)
