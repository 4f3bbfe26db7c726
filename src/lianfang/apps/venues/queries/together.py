"""Who was with whom, as it may be told: at venues in sight, persons as the register now knows them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

import polars as pl

from lianfang.apps.venues.models import Venue
from lianfang.apps.venues.queries import engines, lake, meeting
from lianfang.apps.venues.rules import limits
from lianfang.apps.venues.terms import Asked, Engine, Stay
from lianfang.core import sql
from lianfang.core.access import rows
from lianfang.core.access.terms import EVERYWHERE, Actor, Work
from lianfang.kernel.clock import ZONE

APP: Final = "venues"
RECORDS: Final = Work(
    "venues.records", "records merged, and visitors registered since, are one person wherever they live"
)
ASKED: Final = {"case": pl.String, "person": pl.Int64, "since": pl.Int64, "until": pl.Int64}
ONE_OF: Final = {"record": pl.Int64, "person": pl.Int64}
"""A record, and the person for whom it stands."""


def of_lake(
    asked: Sequence[Asked], *, stays: Sequence[Stay], window: int, engine: Engine, by: Actor
) -> pl.DataFrame:
    """Meetings by the lake, the columns of `meeting.MET`."""
    since = min(one.since for one in asked).astimezone(ZONE).date()
    until = max(one.until for one in asked).astimezone(ZONE).date()
    whom = _records(asked)
    found = engines.meetings(
        engine,
        lake.parts(*limits.days_to_read(since, until)),
        whom,
        stays=_known(stays) if stays else None,
        places=_in_sight(by),
        window=window,
    )
    return _told(found)


def recently(asked: Asked, *, window: int) -> pl.DataFrame:
    """Meetings of one person in the recent days, by the database, which shows venues in sight alone."""
    whom = _records([asked])
    found = sql.planned(
        sql.text(APP, "met_recently"),
        case=asked.case,
        persons=whom["person"].to_list(),
        since=_seconds(asked.since),
        until=_seconds(asked.until),
        window=window,
        longest=int(limits.LONGEST_STAY.total_seconds()),
        zone=limits.ZONE_SECONDS,
    )
    schema = {
        **dict.fromkeys(("case", "kind", "seat", "other_seat"), pl.String),
        **dict.fromkeys(("asked_person", "person", "place", "begins", "ends", "overlap", "apart"), pl.Int64),
    }
    names = ("case", "asked_person", *meeting.MET[1:])
    return _told(pl.DataFrame(found, schema={name: schema[name] for name in names}, orient="row"))


def _records(asked: Sequence[Asked]) -> pl.DataFrame:
    """Every record under which those asked about may stand, with what is asked."""
    with rows.acting_for(RECORDS):
        same = sql.lookup(APP, "records_of", persons=sorted({one.person for one in asked}))
    records: dict[int, list[int]] = {}
    for row in same:
        records.setdefault(row["person"], []).append(row["record"])
    whom = {
        (one.case, record, _seconds(one.since), _seconds(one.until))
        for one in asked
        for record in records[one.person]
    }
    return pl.DataFrame(sorted(whom), schema=ASKED, orient="row")


def _known(stays: Iterable[Stay]) -> pl.DataFrame:
    return pl.DataFrame(
        [(s.case, s.person, s.place, _seconds(s.begins), _seconds(s.ends), s.seat) for s in stays],
        schema={
            "case": pl.String,
            "person": pl.Int64,
            "place": pl.Int64,
            "begins": pl.Int64,
            "ends": pl.Int64,
            "seat": pl.String,
        },
        orient="row",
    )


def _in_sight(by: Actor) -> pl.DataFrame | None:
    """Venues that the session sees; None for whoever sees all."""
    if by.scopes == EVERYWHERE:
        return None
    return pl.DataFrame(
        {"place": list(Venue.objects.values_list("id", flat=True))}, schema={"place": pl.Int64}
    )


def _told(found: pl.DataFrame) -> pl.DataFrame:
    """Records as the person for whom they stand now; nobody meets himself."""
    records = pl.concat([found["person"], found["asked_person"]]).unique().to_list()
    with rows.acting_for(RECORDS):
        merged = sql.lookup(APP, "records_merged", records=records)
    one_of = pl.DataFrame(merged, schema=ONE_OF)
    if one_of.height:
        for column in ("person", "asked_person"):
            names = one_of.rename({"record": column, "person": "kept"})
            found = found.join(names, on=column, how="left", maintain_order="left")
            found = found.with_columns(pl.coalesce("kept", column).alias(column)).drop("kept")
        found = found.filter(pl.col("person") != pl.col("asked_person"))
    return found.select(meeting.MET)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
