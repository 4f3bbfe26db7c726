"""One person, shown with what the viewer may see."""

from typing import Any
from uuid import UUID

from lianfang.apps.people.queries import finding
from lianfang.apps.people.queries.identity import person_id
from lianfang.apps.people.terms import MergedPerson, PersonCard, ShownKey
from lianfang.core import sql
from lianfang.kernel.area_code import LENGTHS, Level


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
