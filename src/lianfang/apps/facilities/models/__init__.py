"""Tables of facilities."""

from lianfang.apps.facilities.models.care import CareClock, HomeCheck, MealRound, Need, NeedEvent
from lianfang.apps.facilities.models.clinic import ClinicHold, ClinicLetter
from lianfang.apps.facilities.models.sites import (
    Building,
    Room,
    Site,
    SiteEvent,
    Verification,
    VerificationPhotograph,
)
from lianfang.apps.facilities.models.staff import StaffPeriod
from lianfang.apps.facilities.models.stays import Lodging, LodgingEvent, Party
from lianfang.apps.facilities.models.transfers import HandOver, Transfer

__all__ = [
    "Building",
    "CareClock",
    "ClinicHold",
    "ClinicLetter",
    "HandOver",
    "HomeCheck",
    "Lodging",
    "LodgingEvent",
    "MealRound",
    "Need",
    "NeedEvent",
    "Party",
    "Room",
    "Site",
    "SiteEvent",
    "StaffPeriod",
    "Transfer",
    "Verification",
    "VerificationPhotograph",
]
