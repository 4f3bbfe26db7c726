"""One person, shown with what the viewer may see."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from lianfang.apps.people.models import Person
from lianfang.apps.people.queries import finding
from lianfang.apps.people.queries.identity import canonical_ids, person_id
from lianfang.apps.people.terms import KeyKind, MergedPerson, PersonCard, ShownKey
from lianfang.core import sql
from lianfang.kernel.area_code import LENGTHS, Level


class Told(NamedTuple):
    """Who somebody is, where they live, by which document they are known."""

    name: str
    address: str
    document: str


class Reached(NamedTuple):
    """By which documents and telephones somebody is found, in clear, the likeliest first."""

    documents: tuple[str, ...]
    phones: tuple[str, ...]


def person(reference: str | int | UUID, *, scope: str = "", unmasked: bool = False) -> PersonCard:
    """The person that a uid or number stands for, merged records as the person kept. Raises NotFound.

    Unmasked cards are for `operations.unmask`, which leaves a log line.
    """
    number = person_id(reference, scope=scope)
    (row,) = sql.lookup("people", "person_card", id=number)
    merged = sql.lookup("people", "merges_into", id=row["id"])
    keys = finding.keys_of([row["id"]])[row["id"]]
    return PersonCard(
        asked=str(reference),
        unmasked=unmasked,
        keys=tuple(_shown(kind, value, unmasked=unmasked) for kind, value in keys),
        merged=tuple(MergedPerson(**one) for one in merged),
        **_masked(row, unmasked=unmasked),
    )


def _shown(kind: str, value: str, *, unmasked: bool) -> ShownKey:
    return ShownKey(kind, value if unmasked else finding.mask(kind, value))


def _masked(row: dict[str, Any], *, unmasked: bool) -> dict[str, Any]:
    village = row["area"][: LENGTHS[Level.VILLAGE]]
    place = finding.place_names({village})[village]
    hidden = {} if unmasked else {"birth_date": None, "address": place}
    return row | {"place": place} | hidden


def reached(uids: Iterable[UUID]) -> dict[UUID, Reached]:
    """Documents and telephones of persons in clear, by uid; as far as the session sees them.

    For what is masked before it is shown, and for operations that leave a log line of whom they told of.
    """
    numbers = dict(Person.objects.filter(uid__in=list(uids)).values_list("uid", "id"))
    kept = canonical_ids(numbers.values())
    keys = finding.keys_of(sorted(set(kept.values())))
    return {uid: _reached(keys[kept[number]]) for uid, number in numbers.items()}


def _reached(keys: Iterable[tuple[str, str]]) -> Reached:
    found = list(keys)
    return Reached(
        tuple(value for kind, value in found if kind != KeyKind.PHONE),
        tuple(value for kind, value in found if kind == KeyKind.PHONE),
    )


def told(ids: Sequence[int]) -> dict[int, Told]:
    """Name, address and one document of persons in clear, by the records asked for.

    For operations that leave a log line of whom they told of.
    """
    rows = sql.lookup("people", "persons_told", ids=list(ids))
    keys = finding.keys_of([row["id"] for row in rows])
    villages = {row["area"][: LENGTHS[Level.VILLAGE]] for row in rows}
    places = finding.place_names(villages)
    found: dict[int, Told] = {}
    for row in rows:
        documents = [value for kind, value in keys[row["id"]] if kind != KeyKind.PHONE]
        place = places[row["area"][: LENGTHS[Level.VILLAGE]]]
        found[row["asked"]] = Told(row["name"], f"{place}{row['address']}", documents[0] if documents else "")
    return found
