"""Register people in bulk from a frame.

1. *complete* and check the frame; names get their pinyin keys, numbers and telephones are sealed beside.
2. *number*: a person or household whose `uid` is known keeps its number, the others get the next ones.
3. *write*: fresh households, persons and keys go into their tables in the order of their indexes;
   known persons only gain keys they do not have.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Final

import polars as pl
from django.db import transaction

from lianfang.apps.people.operations.arrival import recorded
from lianfang.apps.people.terms import KeyKind, PersonState, Registration
from lianfang.core import sealing, sql
from lianfang.core.access.terms import Actor
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
PERSON: Final = (
    "id",
    "uid",
    "name",
    "name_key",
    "sex",
    "birth_date",
    "area",
    "address",
    "household_id",
    "occupation",
    "state",
    "source",
    "recorded_at",
)
KEY: Final = ("digest", "person_id", "kind", "sealed", "recorded_at")
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
    with ThreadPoolExecutor(max_workers=1) as beside:  # seals while the database writes persons
        sealed = beside.submit(_keys, people)
        numbered = _numbered(people, "uid", of="persons")
        fresh = numbered.filter("fresh").unique("uid", keep="first", maintain_order=True)
        homes = _write_households(fresh, progress)
        created = _write_persons(fresh, homes, progress, source=source, at=at)
        keys = _write_keys(sealed.result(), numbered, progress, at=at)
    account = Registration(people.height, created, people.height - created, homes.height, keys)
    return recorded(account, by=by, at=at, source=source)


def _numbered(frame: pl.DataFrame, uid: str, *, of: str) -> pl.DataFrame:
    """The rows with `id`, that of the record where its uid is known, and `fresh`."""
    if frame.is_empty():
        return frame.with_columns(id=pl.lit(None, pl.Int64), fresh=pl.lit(value=False))
    uids = frame[uid].unique(maintain_order=True)
    (row,) = sql.fetch("people", f"number_uids_of_{of}", uids=",".join(uids))
    numbers = pl.DataFrame({uid: uids, "id": row["ids"], "fresh": row["fresh"]})
    return frame.join(numbers, on=uid, how="left", maintain_order="left")


def _write_households(fresh: pl.DataFrame, progress: Progress) -> pl.DataFrame:
    """Write the households that are not there yet; returns the number of every household."""
    homes = fresh.filter(pl.col("household_uid").is_not_null()).unique("household_uid", maintain_order=True)
    places = homes.select("household_uid", "area", "address")
    numbered = _numbered(places, "household_uid", of="households")
    new = numbered.filter("fresh").select("id", "area", "address", uid="household_uid")
    _copy("people_household", new, progress)
    return numbered


def _write_persons(
    fresh: pl.DataFrame, homes: pl.DataFrame, progress: Progress, *, source: str, at: datetime
) -> int:
    home = homes.select("household_uid", household_id="id")
    rows = fresh.join(home, on="household_uid", how="left", maintain_order="left")
    rows = rows.with_columns(source=pl.lit(source), recorded_at=pl.lit(at.isoformat()))
    return _copy("people_person", rows.select(PERSON), progress)


def _write_keys(keys: pl.DataFrame, numbered: pl.DataFrame, progress: Progress, *, at: datetime) -> int:
    people = numbered.unique("uid").select("fresh", person_uid="uid", person_id="id")
    rows = keys.join(people, on="person_uid").unique(["digest", "person_id"])
    rows = rows.sort("digest", "person_id").with_columns(recorded_at=pl.lit(at.isoformat()))
    written = _copy("people_identitykey", rows.filter("fresh").select(KEY), progress)
    return written + add_sealed_keys(rows.filter(~pl.col("fresh")), progress, at=at)


def add_sealed_keys(keys: pl.DataFrame, progress: Progress, *, at: datetime) -> int:
    """Add keys (`person_id, kind, digest, sealed`) to known persons; returns how many were new."""
    if keys.is_empty():
        return 0
    sql.run("people", "make_key_arriving")
    sql.copy_in("key_arriving", keys, columns=("person_id", "kind", "digest", "sealed"))
    return progress.note(sql.run("people", "add_keys", at=at)).rows


def _copy(table: str, rows: pl.DataFrame, progress: Progress) -> int:
    started = time.perf_counter()
    sql.pour_in(table, rows)
    milliseconds = (time.perf_counter() - started) * 1000
    return progress.note(sql.StepResult(f"people.write_{table}", rows.height, milliseconds)).rows


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
