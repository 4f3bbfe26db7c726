"""Writes of facilities: sites, what was verified of them, stays in their rooms."""

from lianfang.apps.facilities.operations.caring import ask_need, bring_meal, step_need
from lianfang.apps.facilities.operations.handing import hand_over
from lianfang.apps.facilities.operations.holding import (
    EndUnsaid,
    HoldOver,
    free,
    hold_at_clinic,
    take_newcomer,
    tell_result,
)
from lianfang.apps.facilities.operations.homes import check_home
from lianfang.apps.facilities.operations.hours import set_hours
from lianfang.apps.facilities.operations.lodging import (
    SiteFull,
    SiteNotActive,
    StepImpossible,
    arrive,
    cancel,
    clean,
    leave,
    lodge,
)
from lianfang.apps.facilities.operations.newcomers import (
    LetterAcknowledged,
    NewcomerOther,
    NewcomerUnnamed,
    acknowledge_letter,
)
from lianfang.apps.facilities.operations.refusing import (
    HeldAlready,
    MealBrought,
    PersonLodged,
    RoomTaken,
    StaffElsewhere,
    TransferOpen,
)
from lianfang.apps.facilities.operations.releasing import hold, let_go, release_due
from lianfang.apps.facilities.operations.rooming import assign_rooms
from lianfang.apps.facilities.operations.sites import (
    BuildingKnown,
    SiteKnown,
    add_building,
    open_site,
    set_readiness,
)
from lianfang.apps.facilities.operations.staffing import enter_loop, leave_loop, take_temperature
from lianfang.apps.facilities.operations.transferring import cancel_transfer, request_transfer
from lianfang.apps.facilities.operations.verifying import photograph, verify

__all__ = [
    "BuildingKnown",
    "EndUnsaid",
    "HeldAlready",
    "HoldOver",
    "LetterAcknowledged",
    "MealBrought",
    "NewcomerOther",
    "NewcomerUnnamed",
    "PersonLodged",
    "RoomTaken",
    "SiteFull",
    "SiteKnown",
    "SiteNotActive",
    "StaffElsewhere",
    "StepImpossible",
    "TransferOpen",
    "acknowledge_letter",
    "add_building",
    "arrive",
    "ask_need",
    "assign_rooms",
    "bring_meal",
    "cancel",
    "cancel_transfer",
    "check_home",
    "clean",
    "enter_loop",
    "free",
    "hand_over",
    "hold",
    "hold_at_clinic",
    "leave",
    "leave_loop",
    "let_go",
    "lodge",
    "open_site",
    "photograph",
    "release_due",
    "request_transfer",
    "set_hours",
    "set_readiness",
    "step_need",
    "take_newcomer",
    "take_temperature",
    "tell_result",
    "verify",
]
