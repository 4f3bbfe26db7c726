"""Risk areas of the demonstration outbreak: towns of the neighbourhood, each with its grade and dates."""

from datetime import date, timedelta

import polars as pl

from lianfang.demo import places

# Town by county and place within it, grade, days before the lists at which it was announced.
GRADES: tuple[tuple[str, int, str, int], ...] = (
    ("980101", 0, "high", 12),
    ("980101", 1, "high", 9),
    ("980201", 0, "high", 10),
    ("990201", 0, "high", 8),
    ("980101", 2, "medium", 11),
    ("980102", 0, "medium", 10),
    ("980281", 1, "medium", 9),
    ("990201", 1, "medium", 8),
    ("990301", 0, "medium", 11),
    ("980102", 1, "low", 10),
    ("980102", 2, "low", 10),
    ("980201", 1, "low", 10),
    ("980201", 2, "low", 10),
    ("980281", 0, "low", 9),
    ("980281", 2, "low", 9),
    ("990201", 2, "low", 8),
    ("990301", 1, "low", 11),
    ("990301", 2, "low", 11),
)
OVERSEAS = ("缅甸", "越南", "日本", "泰国", "美国", "俄罗斯")


def risk_areas(on: date) -> pl.DataFrame:
    """Columns code (of a town), name (in full), level (high, medium, low), announced_on, lifted_on."""
    rows = [
        (f"{county}{100 + town}", place_name(county, town), level, on - timedelta(days=days))
        for county, town, level, days in GRADES
    ]
    frame = pl.DataFrame(rows, schema=["code", "name", "level", "announced_on"], orient="row")
    return frame.with_columns(lifted_on=pl.lit(None, pl.Date))


def place_name(county: str, town: int) -> str:
    """A town of the outside with all that stands above it."""
    above = dict([places.PROVINCE, places.CITY]) | places.OUTSIDE
    return above[county[:2]] + above[county[:4]] + above[county] + places.OUTSIDE_TOWNS[town]
