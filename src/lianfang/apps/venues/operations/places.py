"""Register venues from a file, or bring known ones up to it: what each row says, or why it can't be used."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

import polars as pl
from django.db import transaction

from lianfang.apps.areas import queries as areas
from lianfang.apps.venues.models import Venue
from lianfang.apps.venues.operations import rejecting
from lianfang.apps.venues.rules import reading
from lianfang.apps.venues.rules.reading import VENUE_KINDS, VENUES, Column
from lianfang.apps.venues.terms import FileAccount, RowFault, VenueKind
from lianfang.core import keeping
from lianfang.core.access import rows
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor, Work
from lianfang.core.audit import operations as audit
from lianfang.core.exports import returned

YES_NO: Final = {"是": True, "封闭": True, "有": True, "1": True, "否": False, "无": False, "0": False}
CODES: Final = Work("venues.codes", "a code stands once in the whole register, wherever its venue is")
FIELDS: Final = ("area", "name", "kind", "address", "enclosed", "ventilated")


def load_venues(path: Path, *, by: Actor, at: datetime, rejects: Path | None = None) -> FileAccount:
    """Register the venues of a file by their code; one that is known gets what the file says.

    Raises PermissionMissing, WrongCall for `rejects`, FileMissing, a FileRefused, NotObservations; nothing is
    written then.
    """
    check(by, Permission.LOAD_PRESENCE)
    returned.check_target(rejects)
    content = keeping.hash_of(path)
    whole = pl.concat(list(reading.chunks(path, VENUES)))
    found = _checked(whole, by=by)
    rejected = found.filter(pl.col("fault").is_not_null()).select(*whole.columns, "fault", "column")
    taken = _register(found.filter(pl.col("fault").is_null()), content, by=by, at=at)
    account = FileAccount(
        file=path.name,
        rows=found.height,
        taken=taken,
        unchanged=found.height - taken - rejected.height,
        rejected=rejected.height,
        first=rejecting.first_of(rejected),
    )
    if rejected.height and rejects is not None:
        rejecting.write(rejects, rejected, VENUES, file=path.name)
        return replace(account, rejects=str(rejects))
    return account


def _checked(whole: pl.DataFrame, *, by: Actor) -> pl.DataFrame:
    codes = set(whole[Column.AREA].unique())
    known = areas.names(codes)
    seen = [code for code in codes if code in known and by.may_see(code)]
    kind = pl.col(Column.KIND).str.to_lowercase().replace_strict(VENUE_KINDS, default="")
    read = whole.with_columns(
        pl.when(pl.col(Column.KIND) == "").then(pl.lit(VenueKind.OTHER.value)).otherwise(kind).alias("kind")
    )
    elsewhere = pl.col(Column.VENUE).is_in(_taken_elsewhere(whole[Column.VENUE], by=by))
    faults = (
        (pl.col(Column.VENUE) == "", RowFault.CODE_MISSING, Column.VENUE),
        (pl.col(Column.VENUE_NAME) == "", RowFault.NAME_MISSING, Column.VENUE_NAME),
        (~pl.col(Column.AREA).is_in(list(known)), RowFault.AREA_WRONG, Column.AREA),
        (~pl.col(Column.AREA).is_in(seen), RowFault.OUTSIDE, Column.AREA),
        (elsewhere, RowFault.OUTSIDE, Column.VENUE),
        (pl.col("kind") == "", RowFault.KIND_UNKNOWN, Column.KIND),
        (~pl.col(Column.VENUE).is_first_distinct(), RowFault.TWICE, Column.VENUE),
    )
    return reading.with_faults(read, faults)


def _taken_elsewhere(codes: pl.Series, *, by: Actor) -> list[str]:
    with rows.acting_for(CODES):
        held = Venue.objects.filter(code__in=list(codes.unique())).values_list("code", "area")
        return [code for code, area in held if not by.may_see(area)]


@transaction.atomic
def _register(good: pl.DataFrame, content: str, *, by: Actor, at: datetime) -> int:
    """Write what is new or says something else; how many those are."""
    wanted = [_venue(row, by=by, at=at) for row in good.iter_rows(named=True)]
    codes = [one.code for one in wanted]
    known = {one.code: one for one in Venue.objects.filter(code__in=codes)}
    changed = [one for one in wanted if one.code not in known or _facts(one) != _facts(known[one.code])]
    Venue.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[*FIELDS, "by", "recorded_at"],
    )
    audit.record(
        "venues.loaded", subject=f"file:{content}", by=by, at=at, rows=good.height, taken=len(changed)
    )
    return len(changed)


def _venue(row: dict[str, str], *, by: Actor, at: datetime) -> Venue:
    return Venue(
        code=row[Column.VENUE],
        area=row[Column.AREA],
        name=row[Column.VENUE_NAME],
        kind=row["kind"],
        address=row[Column.ADDRESS],
        enclosed=YES_NO.get(row[Column.ENCLOSED]),
        ventilated=YES_NO.get(row[Column.VENTILATED]),
        by=by.name,
        recorded_at=at,
    )


def _facts(venue: Venue) -> tuple[object, ...]:
    return tuple(getattr(venue, name) for name in FIELDS)
