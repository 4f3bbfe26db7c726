"""Writes of places, units, posts and assignments."""

from lianfang.apps.areas.operations.assignments import (
    AssignmentNotFound,
    PostHeld,
    PostNotEstablished,
    assign,
    assign_one,
    end_assignment,
)
from lianfang.apps.areas.operations.establishment import establish_posts, load_units
from lianfang.apps.areas.operations.files import AreaFileRefused, read_area_table
from lianfang.apps.areas.operations.loading import AreaTableRefused, EmptyAreaTable, load_areas
from lianfang.apps.areas.operations.recoding import RecodingRefused, recode

__all__ = [
    "AreaFileRefused",
    "AreaTableRefused",
    "AssignmentNotFound",
    "EmptyAreaTable",
    "PostHeld",
    "PostNotEstablished",
    "RecodingRefused",
    "assign",
    "assign_one",
    "end_assignment",
    "establish_posts",
    "load_areas",
    "load_units",
    "read_area_table",
    "recode",
]
