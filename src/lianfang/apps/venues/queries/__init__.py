"""Reads of venues: their cards, what was loaded; questions are operations, for each is logged."""

from lianfang.apps.venues.queries.places import count, loads, named, names, observed_by_day, venue, venues
from lianfang.apps.venues.queries.telling import cases_of, told, visitor_number, visitors

__all__ = [
    "cases_of",
    "count",
    "loads",
    "named",
    "names",
    "observed_by_day",
    "told",
    "venue",
    "venues",
    "visitor_number",
    "visitors",
]
