"""The lake: stays by the million in Parquet, a folder a day and kind; a file counts if a `Part` names it.

It holds numbers of records and of venues, seconds and seats: without the database it tells of nobody.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl
from django.conf import settings
from django.db.models import QuerySet

from lianfang.apps.venues.models import Part
from lianfang.core.keeping import FileMissing

SCHEMA: Final = pl.Schema(
    {
        "person": pl.Int64,
        "place": pl.Int64,
        "kind": pl.String,
        "begins": pl.Int64,
        "ends": pl.Int64,
        "seat": pl.String,
    }
)
FILES: Final = "day=*/kind=*/*.parquet"


def folder() -> Path:
    """Where the lake lies."""
    home: Path = settings.HOME.lake
    return home


def parts(since: date, until: date) -> list[Path]:
    """The files of some days, first and last included, oldest first. Raises FileMissing."""
    return _files(Part.objects.filter(day__gte=since, day__lte=until))


def known(days: Iterable[date]) -> pl.LazyFrame:
    """Every stay that begins on some days. Raises FileMissing."""
    files = _files(Part.objects.filter(day__in=list(days)))
    return pl.scan_parquet(files, glob=False) if files else pl.LazyFrame(schema=SCHEMA)


def _files(found: QuerySet[Part]) -> list[Path]:
    """The files that rows name: nobody is told less because a copy of the lake lacks a day."""
    files = [folder() / name for name in found.order_by("day", "name").values_list("name", flat=True)]
    for file in files:
        if not file.is_file():
            raise FileMissing(path=file.relative_to(folder()))
    return files
