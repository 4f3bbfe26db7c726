"""Invented people of the small county, registered through the operations of the people app."""

from datetime import date
from itertools import count
from uuid import UUID

import polars as pl
from tests.factories.places import AT, BY, GRID

from lianfang.apps.people import operations, queries
from lianfang.apps.people.terms import Registration
from lianfang.kernel.citizen_id import check_digit

_NUMBERS = count(1)
SCHEMA = {
    "uid": pl.String,
    "name": pl.String,
    "sex": pl.String,
    "birth_date": pl.Date,
    "area": pl.String,
    "address": pl.String,
    "household_uid": pl.String,
    "document_kind": pl.String,
    "document": pl.String,
    "phones": pl.List(pl.String),
}


def citizen_number(*, born: date = date(1990, 1, 1), sequence: int = 1, region: str = "990121") -> str:
    """A valid number of the fictional region."""
    first17 = f"{region}{born:%Y%m%d}{sequence:03d}"
    return first17 + check_digit(first17)


def uid_of(number: int) -> str:
    """The uid of the so-manieth invented person."""
    return str(UUID(int=(7 << 76) | (2 << 62) | number))


def row(name: str, **facts: object) -> dict[str, object]:
    """One row as `register` takes it; a document without a kind is a citizen number."""
    kind = "national_id" if facts.get("document") else None
    return {"uid": uid_of(next(_NUMBERS)), "name": name, "area": GRID, "document_kind": kind} | facts


def register(*rows: dict[str, object]) -> Registration:
    """Register rows."""
    frame = pl.DataFrame(list(rows), schema=SCHEMA)
    return operations.register(frame, by=BY, at=AT, source="test")


def person(name: str, **facts: object) -> str:
    """Register one person and return the uid."""
    made = row(name, **facts)
    register(made)
    return str(made["uid"])


def number_of(uid: str) -> int:
    """The number of a registered person."""
    return queries.person_id(uid)
