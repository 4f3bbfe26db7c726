"""Whoever comes to a point and is not in the register is registered there, with the least data.

1. *who*: records that say so and name nobody whom the register knows; name, and a document or a telephone.
2. *where*: the home that is told, where one place of the county bears that name; else the point.
3. *register*: those whose home was found are residents whom nobody had listed; the others are visitors.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import NAMESPACE_OID, uuid5

import polars as pl

from lianfang.apps.areas import queries as areas
from lianfang.apps.intake.reading import values
from lianfang.apps.people import operations as people
from lianfang.apps.people import queries as persons
from lianfang.apps.people.terms import KeyKind
from lianfang.apps.testing.terms import Swab, TubeFault
from lianfang.core import sealing
from lianfang.core.access import rows
from lianfang.core.access.terms import Actor, Work
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.clock import ZONE
from lianfang.kernel.names import clean_name

VISITORS: Final = "visitors"
"""Source of persons whose home nobody found: no round asks for them as residents."""
RESIDENTS: Final = "testing"
"""Source of persons who were registered at a point, at a home of the county."""
COUNTY: Final = LENGTHS[Level.COUNTY]
SCHEMA: Final[dict[str, Any]] = {
    "uid": pl.String,
    "name": pl.String,
    "area": pl.String,
    "address": pl.String,
    "sex": pl.String,
    "birth_date": pl.Date,
    "document_kind": pl.String,
    "document": pl.String,
    "phones": pl.List(pl.String),
}


ADMITTING: Final = Work(
    "testing.admit", "whoever comes to a sampling point unregistered is registered where they live, or there"
)


def admit(
    swabs: Mapping[int, Swab], places: Mapping[int, str], *, by: Actor, at: datetime
) -> dict[int, TubeFault]:
    """Register those of whom nothing is known; `places` tells where each record was taken.

    Returns the faults of those that could not be.
    """
    with rows.acting_for(ADMITTING):
        return _admit(swabs, places, by=by, at=at)


def _admit(
    swabs: Mapping[int, Swab], places: Mapping[int, str], *, by: Actor, at: datetime
) -> dict[int, TubeFault]:
    faults: dict[int, TubeFault] = {}
    found: dict[str, list[dict[str, Any]]] = {VISITORS: [], RESIDENTS: []}
    for k, swab in swabs.items():
        told = _told(swab, at)
        if isinstance(told, TubeFault):
            faults[k] = told
        else:
            home = _home(swab.home, places[k])
            row = told | {"area": home or places[k], "address": swab.home.strip()}
            found[RESIDENTS if home else VISITORS].append(row)
    for source, registered in found.items():
        _register(registered, source, by=by, at=at)
    return faults


def _told(swab: Swab, at: datetime) -> dict[str, Any] | TubeFault:
    """What is known of somebody new, or why that is not enough."""
    kind, number, _, birth, sex = values.read_id(swab.document, "", on=at.astimezone(ZONE).date())
    mobiles, landlines, _ = values.read_phone(swab.phone)
    name, phones = clean_name(swab.name), [*mobiles, *landlines]
    if not name or not (number or phones):
        return TubeFault.VISITOR_UNNAMED
    if number and persons.find_by_key(kind=kind, value=number):
        return TubeFault.NAME_OTHER
    return {
        "uid": str(uuid5(NAMESPACE_OID, f"{_digest(kind, number, phones)}|{name}")),
        "name": name,
        "sex": sex or "",
        "birth_date": birth,
        "document_kind": kind if number else None,
        "document": number or None,
        "phones": phones,
    }


def _digest(kind: str, number: str | None, phones: Sequence[str]) -> str:
    """What makes the same newcomer of two records one person, and tells nothing without the key."""
    return (sealing.digest(kind, number) if number else sealing.digest(KeyKind.PHONE, phones[0])).hex()


def _home(text: str, place: str) -> str:
    """The one place of the county, a village or smaller, that a text names; empty where none or several."""
    told = text.strip()
    near = [one for one in areas.find_places(told) if one.code.startswith(place[:COUNTY])] if told else []
    named = [one for one in near if len(one.code) >= LENGTHS[Level.VILLAGE]]
    exact = [one for one in named if one.name.split()[-1] == told] or named
    return exact[0].code if len(exact) == 1 else ""


def _register(found: Sequence[dict[str, Any]], source: str, *, by: Actor, at: datetime) -> None:
    if found:
        people.register(pl.DataFrame(found, schema=SCHEMA), by=by, at=at, source=source)
