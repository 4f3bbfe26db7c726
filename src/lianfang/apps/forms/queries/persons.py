"""Persons whom reports and the ledger count: found by what a reporter writes, named for whoever looks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from lianfang.apps.people import queries as people
from lianfang.apps.people.terms import PersonLabel
from lianfang.core.forms.terms import FieldType, Form
from lianfang.core.forms.values import listed


class PeopleIn(NamedTuple):
    """Whom the lists of a report mean, by field, and the texts that mean nobody without doubt."""

    persons: Mapping[str, tuple[UUID, ...]]
    unclear: Mapping[str, tuple[str, ...]]


def people_in(form: Form, typed: Mapping[str, str], *, area: str) -> PeopleIn:
    """Whom the typed lists of people of a form mean within an area."""
    asked = [field.code for field in form.fields if field.type is FieldType.PEOPLE and field.is_typed]
    found = {code: found_by(listed(typed.get(code, "")), area=area) for code in asked}
    return PeopleIn(
        {code: tuple(persons) for code, (persons, _) in found.items()},
        {code: tuple(unclear) for code, (_, unclear) in found.items() if unclear},
    )


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
