"""Register people in bulk.

1. *arrive*: persons in the temporary table `person_arriving`, their documents and telephones in
   `identity_arriving`; from a frame by COPY, or by a caller's own statement after `begin_arrival`.
2. *number*: a person whose `uid` is known keeps the number, the others get one; `person_id` and `fresh` tell.
3. *write* households, persons, keys: one statement each; what is there already stays as it is.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Final

import polars as pl
from django.db import transaction

from lianfang.apps.people.terms import KeyKind, PersonState, Registration
from lianfang.core import sealing, sql
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.sql.progress import Listener, Progress, silent
from lianfang.kernel import citizen_id
from lianfang.kernel.errors import InputRefused, WrongCall
from lianfang.kernel.names import name_key

REQUIRED: Final = ("uid", "name", "area")
OPTIONAL: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "name_key": pl.String,
    "sex": pl.String,
    "birth_date": pl.Date,
    "address": pl.String,
    "household_uid": pl.String,
    "occupation": pl.String,
    "state": pl.String,
    "document_kind": pl.String,
    "document": pl.String,
    "phones": pl.List(pl.String),
}
ARRIVING: Final = (
    "uid",
    "name",
    "name_key",
    "sex",
    "birth_date",
    "area",
    "address",
    "household_uid",
    "occupation",
    "state",
)


ALLOWED: Final = {
    "sex": ("", *citizen_id.Sex),
    "state": tuple(PersonState),
    "document_kind": (None, *(kind for kind in KeyKind if kind is not KeyKind.PHONE)),
}


class FactRefused(InputRefused):
    """A value that a column can't have; nothing was written."""

    code = "people.fact_refused"
    sentence = "人员登记的“{column}”不能是“{value}”。请核对后重填。"


@transaction.atomic
def register(
    frame: pl.DataFrame, *, by: Actor, at: datetime, source: str, listener: Listener = silent
) -> Registration:
    """Register people; a `uid` that is known already changes nothing but adds keys it does not have.

    Columns: `uid`, `name` (clean, Simplified), `area`; optional `name_key` (made where absent), `sex` (male,
    female), `birth_date`, `address`, `household_uid` (its address is that of its first person), `occupation`,
    `state`, `document_kind` and `document` (a number of 15 digits becomes 18), `phones` (list of text).
    Raises FactRefused.
    """
    people = _complete(frame)
    progress = Progress(listener)
    begin_arrival()
    with ThreadPoolExecutor(max_workers=1) as beside:  # seals while the database writes persons
        keys = beside.submit(_keys, people)
        sql.copy_in("person_arriving", people, columns=ARRIVING)
        written = _write_persons(progress, at=at, source=source)
        sql.copy_in("identity_arriving", keys.result())
    return _account(written, _write_keys(progress, at=at), by=by, at=at, source=source)


def begin_arrival() -> None:
    """Make the empty temporary tables `person_arriving` and `identity_arriving` of this transaction."""
    sql.run("people", "make_person_arriving")


@transaction.atomic
def register_arrived(*, by: Actor, at: datetime, source: str, listener: Listener = silent) -> Registration:
    """Register what stands in `person_arriving` and `identity_arriving`; afterwards `person_id` is filled."""
    progress = Progress(listener)
    written = _write_persons(progress, at=at, source=source)
    return _account(written, _write_keys(progress, at=at), by=by, at=at, source=source)


def _write_persons(progress: Progress, *, at: datetime, source: str) -> tuple[int, int, int]:
    rows = progress.note(sql.run("people", "number_persons")).rows
    households = progress.note(sql.run("people", "write_households")).rows
    created = progress.note(sql.run("people", "write_persons", at=at, source=source)).rows
    return rows, households, created


def _write_keys(progress: Progress, *, at: datetime) -> int:
    steps = ("write_keys_of_fresh", "write_keys_of_known")
    return sum(progress.note(sql.run("people", step, at=at)).rows for step in steps)


def _account(
    written: tuple[int, int, int], keys: int, *, by: Actor, at: datetime, source: str
) -> Registration:
    rows, households, created = written
    if created or keys:
        facts = {"created": created, "households": households, "keys": keys, "source": source}
        audit.record("people.registered", subject="people", area=by.scope, by=by, at=at, **facts)
    return Registration(
        rows=rows, created=created, unchanged=rows - created, households=households, keys=keys
    )


def _complete(frame: pl.DataFrame) -> pl.DataFrame:
    missing = [name for name in REQUIRED if name not in frame.columns]
    if missing:
        raise WrongCall(problem=f"缺少列{'、'.join(missing)}。")
    absent = [pl.lit(None, kind).alias(name) for name, kind in OPTIONAL.items() if name not in frame.columns]
    people = frame.with_columns(absent).with_columns(
        pl.col("sex", "address", "occupation").fill_null(""),
        pl.col("state").fill_null(PersonState.PRESENT.value),
    )
    _check(people)
    return people if "name_key" in frame.columns else with_name_keys(people)


def _check(people: pl.DataFrame) -> None:
    for column in REQUIRED:
        if people[column].has_nulls():
            raise FactRefused(column=column, value="")
    for column, allowed in ALLOWED.items():
        wrong = set(people[column].unique()) - set(allowed)
        if wrong:
            raise FactRefused(column=column, value=min(wrong))


def with_name_keys(people: pl.DataFrame) -> pl.DataFrame:
    """Fill `name_key`, once for each different name."""
    names = people["name"].unique()
    keys = pl.DataFrame({"name": names, "name_key": [name_key(name) for name in names]})
    return people.drop("name_key").join(keys, on="name", how="left", maintain_order="left")


def _keys(people: pl.DataFrame) -> pl.DataFrame:
    documents = people.filter(pl.col("document").is_not_null()).select(
        person_uid="uid",
        kind=pl.col("document_kind").fill_null(KeyKind.OTHER_DOCUMENT.value),
        value="document",
    )
    phones = people.select(person_uid="uid", kind=pl.lit(KeyKind.PHONE.value), value="phones")
    phones = phones.explode("value").filter(pl.col("value").is_not_null())
    return sealed_keys(pl.concat([_eighteen(documents), phones]))


def _eighteen(documents: pl.DataFrame) -> pl.DataFrame:
    old = (pl.col("kind") == KeyKind.NATIONAL_ID.value) & (
        pl.col("value").str.len_chars() == citizen_id.OLD_LENGTH
    )
    upgraded = pl.col("value").map_elements(citizen_id.upgrade, return_dtype=pl.String)
    return pl.concat([documents.filter(~old), documents.filter(old).with_columns(value=upgraded)])


def sealed_keys(keys: pl.DataFrame) -> pl.DataFrame:
    """Turn the `value` of keys into `digest` and `sealed`."""
    digests = [
        part.with_columns(digest=pl.Series(sealing.digests(part["kind"][0], part["value"]), dtype=pl.Binary))
        for part in keys.partition_by("kind")
    ]
    whole = pl.concat(digests) if digests else keys.with_columns(digest=pl.lit(None, pl.Binary))
    sealed = pl.Series(sealing.seals(whole["value"]), dtype=pl.Binary)
    return whole.with_columns(sealed=sealed).drop("value")
