"""Reads of the hotline: matters, their events, what the caller sees, openings, fact sheets."""

from lianfang.apps.hotline.queries.facts import fact_sheet, fact_sheets
from lianfang.apps.hotline.queries.matters import (
    OPEN,
    NoSuchReceipt,
    code_digest,
    events_of,
    holds,
    matter,
    matter_by_number,
    matter_names,
    matters,
    public_status,
)
from lianfang.apps.hotline.queries.openings import opening, openings_for, openings_of
from lianfang.apps.hotline.queries.places import PlaceUnknown, counties, place_in, towns

__all__ = [
    "OPEN",
    "NoSuchReceipt",
    "PlaceUnknown",
    "code_digest",
    "counties",
    "events_of",
    "fact_sheet",
    "fact_sheets",
    "holds",
    "matter",
    "matter_by_number",
    "matter_names",
    "matters",
    "opening",
    "openings_for",
    "openings_of",
    "place_in",
    "public_status",
    "towns",
]
