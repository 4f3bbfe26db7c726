"""A cleaned row of a list as the twin of resolving sees it: plain values, and what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lianfang.apps.intake.rules.numbers import one_off
from lianfang.apps.intake.rules.places import Gazetteer, PlaceTexts, within

SOLID = ("ok", "upgraded_15", "other_document")
BAD = ("unreadable", "impossible", "ambiguous", "future")
PLACE = ("county_text", "town_text", "village_text", "grid_text", "address")


@dataclass(frozen=True)
class Told:
    """A row: its place in the list, what it says, where that lies, what is wrong."""

    k: int
    on: date
    facts: tuple[str, ...]
    name: str | None
    key: str | None
    sex: str | None
    born: date | None
    own_birth: bool
    birth_fault: bool
    age: int | None
    address: str | None
    number: tuple[str, str] | None
    id_status: str
    solid: bool
    variants: frozenset[str]
    phones: frozenset[str]
    state: str
    places: tuple[str, ...]
    unread_fact: bool
    rejecting: str
    waiting: str
    number_fault: str

    @property
    def villages(self) -> set[str]:
        """The villages that the address may mean."""
        return {code[:12] for code in self.places if len(code) >= 12}

    @property
    def only_village(self) -> tuple[str, ...]:
        """The place, if it is certain and as deep as a village."""
        return self.places if self.state == "known" and len(self.places[0]) >= 12 else ()

    def years_since(self, born: date) -> int:
        """Completed years from a birth date to the day the list came."""
        return self.on.year - born.year - ((self.on.month, self.on.day) < (born.month, born.day))


def told(k: int, row: Mapping[str, Any], *, on: date, names: Gazetteer, area: str) -> Told:
    """A row of a cleaned frame, read for the twin."""
    place = within(names.read(PlaceTexts(*(row[name] or "" for name in PLACE))), area)
    status, shape = row["id_status"], row["id_kind"]
    kind = shape if shape and shape != "unknown" else "other_document"
    return Told(
        k=k,
        on=on,
        facts=tuple(_text(value) for name, value in row.items() if name != "row_no"),
        name=row["name"],
        key=row["name_key"],
        sex=row["sex"],
        born=row["birth_date"],
        own_birth=row["birth_date_status"] in ("ok", "year_assumed"),
        birth_fault=row["birth_date_status"] == "contradicts_id",
        age=row["age"],
        address=row["address"],
        number=(kind, row["id_number"]) if status in (*SOLID, "x_restored") else None,
        id_status=status,
        solid=status in SOLID,
        variants=frozenset(one_off(row["id_number"] or "") if status == "bad_check" else ()),
        phones=frozenset(row["phones"]),
        state=str(place.state),
        places=place.codes,
        unread_fact="unreadable" in (row["level_status"], row["exposure_status"]),
        rejecting=_rejecting(row),
        waiting=_waiting(row),
        number_fault="" if status in (*SOLID, "empty", "several") else f"id_{status}",
    )


def _rejecting(row: Mapping[str, Any]) -> str:
    if row["row_status"] == "too_many_cells":
        return "too_many_cells"
    if "several" in (row["name_status"], row["id_status"]):
        return "several_people"
    if row["name_status"] == "not_a_name":
        return "name_unreadable"
    keyless = row["id_status"] not in (*SOLID, "x_restored") and not row["phones"]
    return "nothing_usable" if row["name_status"] == "empty" and keyless else ""


def _waiting(row: Mapping[str, Any]) -> str:
    if row["name_status"] == "empty":
        return "name_missing"
    dates = (row["last_exposure_status"], row["arrived_status"])
    return next((f"date_{status}" for status in dates if status in BAD), "")


def _text(value: Any) -> str:
    return ",".join(value) if isinstance(value, list) else "" if value is None else str(value)
