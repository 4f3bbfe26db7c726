"""Reads of reporting: roll-ups, the account that a daily brief prints, and the trace of a saved brief."""

from lianfang.apps.reporting.queries.accounts import account_of
from lianfang.apps.reporting.queries.briefs import list_briefs
from lianfang.apps.reporting.queries.places import PlaceUnknown, check_sight, place_of
from lianfang.apps.reporting.queries.rollups import rollup
from lianfang.apps.reporting.queries.tracing import BriefUnknown, trace

__all__ = [
    "BriefUnknown",
    "PlaceUnknown",
    "account_of",
    "check_sight",
    "list_briefs",
    "place_of",
    "rollup",
    "trace",
]
