"""Persons whom reports and the ledger count: found by what a reporter writes, named for whoever looks."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from lianfang.apps.people import queries as people
from lianfang.apps.people.terms import PersonLabel


def found_by(texts: Iterable[str], *, area: str) -> tuple[list[UUID], list[str]]:
    """Those whom names, numbers or uids mean without doubt within an area; and the texts that do not."""
    persons: list[UUID] = []
    unclear: list[str] = []
    for text in dict.fromkeys(texts):
        lines = people.find(text=text, scope=area, limit=2)
        if len(lines) == 1:
            persons.append(lines[0].person)
        else:
            unclear.append(text)
    return list(dict.fromkeys(persons)), unclear


def labels(persons: Iterable[UUID | str]) -> Sequence[PersonLabel]:
    """Names of persons in sight, by name."""
    found = people.labels_by_uid(persons).values()
    return sorted(found, key=lambda one: (one.name, str(one.person)))
