"""A paper read without keeping it: what a file says, as the command line and the API show it."""

from dataclasses import asdict
from datetime import date
from typing import Any

from lianfang.apps.directives.rules import reading
from lianfang.apps.directives.terms import Item, Reading


def read(name: str, content: bytes, *, today: date) -> Reading:
    """Read a file. Raises rules.files.DirectiveRefused for what is no paper that can be read."""
    return reading.read(name, content, today=today)


def as_document(read_paper: Reading) -> dict[str, Any]:
    """A reading as one JSON document; spans are [start, end) of the original's characters."""
    return {
        "name": read_paper.name,
        "characters": len(read_paper.text),
        "papers": [_plain(asdict(paper)) for paper in read_paper.papers],
        "marks": [_plain(asdict(mark)) for mark in read_paper.marks],
        "items": [item_as_document(item) for item in read_paper.items],
    }


def item_as_document(item: Item) -> dict[str, Any]:
    """An item: `deadline` and `recurrence` are the first of theirs, or null."""
    document: dict[str, Any] = _plain(asdict(item))
    first = {
        "deadline": next(iter(document["deadlines"]), None),
        "recurrence": next(iter(document["recurrences"]), None),
    }
    return document | first


def _plain(value: Any) -> Any:
    """Records as JSON knows them: a span is a pair, a length of time its hours."""
    if isinstance(value, dict):
        if value.keys() == {"start", "end"}:
            return [value["start"], value["end"]]
        return {name: _hours(part) if name == "within" else _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


def _hours(length: Any) -> dict[str, float] | None:
    return None if length is None else {"hours": length.total_seconds() / 3600}
