"""Writes of places, units, posts and assignments."""

from lianfang.apps.areas.operations.assignments import (
    AssignmentNotFound,
    PostHeld,
    PostNotEstablished,
    assign,
    assign_one,
    end_assignment,
)
from lianfang.apps.areas.operations.deputies import (
    DeputyNotFound,
    OfficerNotFound,
    PeriodTooLong,
    end_stand_in,
    stand_in,
)
from lianfang.apps.areas.operations.establishment import (
    PostEstablished,
    UnitKnown,
    add_unit,
    establish_post,
    establish_posts,
    load_units,
)
from lianfang.apps.areas.operations.files import AreaFileRefused, read_area_table
from lianfang.apps.areas.operations.handing_over import (
    HeldAlready,
    PledgeSigned,
    SignedByAnother,
    hand_over,
    sign_pledge,
)
from lianfang.apps.areas.operations.loading import AreaTableRefused, EmptyAreaTable, load_areas
from lianfang.apps.areas.operations.recoding import RecodingRefused, recode

__all__ = [
    "AreaFileRefused",
    "AreaTableRefused",
    "AssignmentNotFound",
    "DeputyNotFound",
    "EmptyAreaTable",
    "HeldAlready",
    "OfficerNotFound",
    "PeriodTooLong",
    "PledgeSigned",
    "PostEstablished",
    "PostHeld",
    "PostNotEstablished",
    "RecodingRefused",
    "SignedByAnother",
    "UnitKnown",
    "add_unit",
    "assign",
    "assign_one",
    "end_assignment",
    "end_stand_in",
    "establish_post",
    "establish_posts",
    "hand_over",
    "load_areas",
    "load_units",
    "read_area_table",
    "recode",
    "sign_pledge",
    "stand_in",
]
