"""Load files of observations into the lake: a row gets in, is known already, or comes back with its reason.

1. *read*: chunk by chunk, each cell as text, moments and kinds vectorised.
2. *resolve*: persons by their numbers, venues by their code; what is left of a row are seven values.
3. *keep*: what the lake has not, sorted, a file a day and kind; recent days into the database besides.

The files count once the transaction names them; one that it never named is swept away.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

import polars as pl
from django.db import transaction

from lianfang.apps.venues.models import Load, Part, Venue
from lianfang.apps.venues.operations import rejecting
from lianfang.apps.venues.operations.resolving import People
from lianfang.apps.venues.queries import lake
from lianfang.apps.venues.rules import limits, reading
from lianfang.apps.venues.rules.reading import Column
from lianfang.apps.venues.terms import FileAccount, PresenceKind, RowFault, VenueKind
from lianfang.core import keeping, sql
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.embedded.home import PRIVATE_FOLDER
from lianfang.core.exports import returned
from lianfang.kernel import area_code
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused

LOCK: Final = 4_712_061  # one load at a time: two would both take what neither finds in the lake
ROW_GROUP: Final = 122_880
"""Rows of a group of a file: what DuckDB reads at a time."""
ENDINGS: Final = frozenset({".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods", ".parquet"})
PRIVATE_FILE: Final = 0o600


class NothingToLoad(InputRefused):
    """A folder without a file that could be read."""

    code = "venues.nothing_to_load"
    sentence = "“{path}”中没有可读的文件（.csv、.xlsx、.parquet等）。"


def load_all(
    path: Path, *, by: Actor, at: datetime, rejects: Path | None = None
) -> Iterator[FileAccount | InputRefused]:
    """Load a file, or every file of a folder; a file that can't be read is told as its refusal.

    `rejects` is the file, or for a folder the folder, into which rejected rows are written. Raises
    PermissionMissing, NothingToLoad, FileMissing.
    """
    check(by, Permission.LOAD_PRESENCE)
    if not path.is_dir():
        yield load(path, by=by, at=at, rejects=rejects)
        return
    files = sorted(one for one in path.rglob("*") if one.is_file() and one.suffix.lower() in ENDINGS)
    if not files:
        raise NothingToLoad(path=path)
    for one in files:
        target = (
            rejects / f"{one.relative_to(path).as_posix().replace('/', '-')}-退回.xlsx" if rejects else None
        )
        try:
            yield load(one, by=by, at=at, rejects=target)
        except InputRefused as refusal:
            yield refusal


def load(path: Path, *, by: Actor, at: datetime, rejects: Path | None = None) -> FileAccount:
    """Load a file of check-ins, passes, tickets or visits; its account.

    Raises PermissionMissing, WrongCall for `rejects`, FileMissing, a FileRefused, NotObservations; nothing is
    written then.
    """
    check(by, Permission.LOAD_PRESENCE)
    returned.check_target(rejects)
    content = keeping.hash_of(path)
    rejected, account = _store(path, content, by=by, at=at)
    if account.rejected and rejects is not None:
        rejecting.write(rejects, rejected, reading.OBSERVATIONS, file=path.name)
        return replace(account, rejects=str(rejects))
    return account


@transaction.atomic
def _store(path: Path, content: str, *, by: Actor, at: datetime) -> tuple[pl.DataFrame, FileAccount]:
    sql.lock(LOCK)
    rows, stays, rejected, areas = _read(path, by=by, at=at)
    fresh = _fresh(stays)
    area = area_code.shared(sorted(areas)) if areas else by.scope
    account = FileAccount(
        file=path.name,
        rows=rows,
        taken=fresh.height,
        unchanged=stays.height - fresh.height,
        rejected=rejected.height,
        visitors=fresh.filter(pl.col("person") < 0).height,
        first_day=_day(fresh["day"].min()),
        last_day=_day(fresh["day"].max()),
        first=rejecting.first_of(rejected),
    )
    _keep(fresh, account, content, area=area, by=by, at=at)
    return rejected, account


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _read(path: Path, *, by: Actor, at: datetime) -> tuple[int, pl.DataFrame, pl.DataFrame, set[str]]:
    """Rows read; the stays that they tell; rejected rows as they came; the areas of the venues named."""
    people, places = People(area=by.scope, at=at), _Places()
    count, stays, rejected = 0, [], []
    for chunk in reading.chunks(path, reading.OBSERVATIONS):
        found = people.resolve(places.find(reading.observed(chunk, at=at)))
        count += found.height
        good = found.filter(pl.col("fault").is_null())
        stays.append(good.select("person", "place", "kind", "begins", "ends", seat=pl.col(Column.SEAT)))
        rejected.append(found.filter(pl.col("fault").is_not_null()).select(*chunk.columns, "fault", "column"))
    return count, pl.concat(stays).cast(lake.SCHEMA), pl.concat(rejected), set(places.known["area"])


class _Places:
    """The venues that a file names, each looked up once, as far as the actor sees them."""

    def __init__(self) -> None:
        self.known = pl.DataFrame(
            schema={Column.VENUE: pl.String, "place": pl.Int64, "area": pl.String, "usual": pl.String}
        )
        self.asked: set[str] = set()

    def find(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with `place`, and the kind of their venue's stays where they tell none."""
        new = set(rows[Column.VENUE].unique()) - self.asked - {""}
        if new:
            self.asked |= new
            found = Venue.objects.filter(code__in=new).values_list("code", "id", "area", "kind")
            told = [(code, pk, area, limits.usual_kind(VenueKind(kind))) for code, pk, area, kind in found]
            self.known = pl.concat([self.known, pl.DataFrame(told, schema=self.known.schema, orient="row")])
        placed = rows.join(self.known, on=Column.VENUE, how="left", maintain_order="left")
        unknown = pl.col("fault").is_null() & pl.col("place").is_null()
        return placed.with_columns(
            pl.when(unknown).then(pl.lit(RowFault.VENUE_UNKNOWN.value)).otherwise("fault").alias("fault"),
            pl.when(unknown).then(pl.lit(Column.VENUE.value)).otherwise("column").alias("column"),
            _kind().alias("kind"),
        )


def _kind() -> pl.Expr:
    """The kind as told, else what is usual at the place; a ride without an end is no ticket but a scan."""
    scanned = (pl.col("usual") == PresenceKind.TICKET) & (pl.col(Column.ENDS) == "")
    usual = pl.when(scanned).then(pl.lit(PresenceKind.CHECK_IN.value)).otherwise("usual")
    return pl.when(pl.col("kind") == "").then(usual).otherwise("kind")


def _fresh(stays: pl.DataFrame) -> pl.DataFrame:
    """The stays that the lake does not hold, each once, with their day."""
    key = list(lake.SCHEMA)
    once = stays.unique().with_columns(reading.day_of("begins").alias("day"))
    held = lake.known(once["day"].unique())
    fresh = once.lazy().join(held, on=key, how="anti").collect()
    return fresh.sort("day", "kind", "place", "begins", "person", "ends", "seat")


def _keep(
    fresh: pl.DataFrame, account: FileAccount, content: str, *, area: str, by: Actor, at: datetime
) -> None:
    kept = Load.objects.create(
        area=area,
        file_name=account.file,
        content_hash=content,
        rows=account.rows,
        taken=account.taken,
        unchanged=account.unchanged,
        rejected=account.rejected,
        by=by.name,
        loaded_at=at,
    )
    Part.objects.bulk_create(
        Part(load=kept, day=day, kind=kind, name=write_part(rows, day, kind), rows=rows.height)
        for (day, kind), rows in fresh.group_by("day", "kind", maintain_order=True)
    )
    _hold_recent(fresh, at=at)
    audit.record(
        "presence.loaded",
        subject=f"file:{content}",
        area=area,
        by=by,
        at=at,
        rows=account.rows,
        taken=account.taken,
        unchanged=account.unchanged,
        rejected=account.rejected,
        visitors=account.visitors,
    )


def write_part(rows: pl.DataFrame, day: object, kind: object) -> str:
    """Write a file of the lake, whole or not at all; its name below the lake."""
    name = f"day={day}/kind={kind}/{uuid4()}.parquet"
    target = lake.folder() / name
    target.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    draft = target.with_suffix(".draft")
    draft.touch(mode=PRIVATE_FILE)
    rows.select(list(lake.SCHEMA)).write_parquet(draft, row_group_size=ROW_GROUP)
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    draft.replace(target)
    return name


def _hold_recent(fresh: pl.DataFrame, *, at: datetime) -> None:
    """Recent days stand in the database too, for a question that can't wait."""
    oldest = (at - limits.RECENT).astimezone(ZONE).date()
    recent = fresh.filter(pl.col("day") > oldest)
    if recent.height:
        slot = (pl.col("day").cast(pl.Int32) + date(1970, 1, 1).toordinal()) % limits.SLOTS
        sql.pour_in("venues_presence", recent.select(*lake.SCHEMA, slot=slot).rename({"place": "place_id"}))
