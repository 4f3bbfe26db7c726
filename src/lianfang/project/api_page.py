"""The API's document as its page shows it: plain values, by the part of the program they belong to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Field:
    """Something that an operation takes: its name, where it stands, of which kind, what it says."""

    name: str
    place: str
    required: bool
    kind: str
    says: str


@dataclass(frozen=True)
class Shown:
    """An operation: how to call it, what it does, what it needs, what it takes."""

    id: str
    method: str
    address: str
    summary: str
    permission: str
    fields: tuple[Field, ...]


def groups(document: Mapping[str, Any]) -> dict[str, list[Shown]]:
    """Every operation, under its tag."""
    found: dict[str, list[Shown]] = {}
    for address, methods in document["paths"].items():
        for method, operation in methods.items():
            fields = (*_parameters(operation, document), *_body(operation, document))
            shown = Shown(
                operation["operationId"],
                method.upper(),
                address,
                operation["summary"],
                operation["x-permission"],
                fields,
            )
            found.setdefault(operation["tags"][0], []).append(shown)
    return found


def _parameters(operation: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[Field]:
    for one in operation.get("parameters", ()):
        schema = one["schema"]
        says = one.get("description") or schema.get("description", "")
        yield Field(one["name"], one["in"], bool(one.get("required")), _kind(schema, document), says)


def _body(operation: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[Field]:
    for part in operation.get("requestBody", {}).get("content", {}).values():
        schema = _resolved(part["schema"], document)
        for name, field in schema.get("properties", {}).items():
            kind, says = _kind(field, document), _resolved(field, document).get("description", "")
            yield Field(name, "body", name in schema.get("required", ()), kind, says)


def _kind(schema: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    """The kind of a value in a word or two: the values of a closed list, a format, a type."""
    found = _resolved(schema, document)
    if "enum" in found:
        return " | ".join(map(str, found["enum"]))
    if "anyOf" in found:
        return " | ".join(dict.fromkeys(_kind(one, document) for one in found["anyOf"]))
    if found.get("type") == "array":
        return f"[{_kind(found.get('items', {}), document)}]"
    return str(found.get("format") or found.get("const") or found.get("type", ""))


def _resolved(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = schema.get("$ref", "")
    if not reference:
        return schema
    found: Mapping[str, Any] = document["components"]["schemas"][reference.rpartition("/")[2]]
    return found
