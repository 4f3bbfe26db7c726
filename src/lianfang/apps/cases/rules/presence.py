"""What being at the same place means by the table of close contacts: which kind, how many rows apart.

A check-in has no end that could be trusted: whoever is at the place within the window of it counts as having
been there with it. Where ends are known (visits, tickets), who came after the case had left was exposed to
what it left behind; who had got off before it got on was not.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lianfang.apps.cases.terms import LeftOut, Situation, Vehicle
from lianfang.apps.venues.terms import VEHICLES as MOVING
from lianfang.apps.venues.terms import PresenceKind, Together, VenueCard, VenueKind

SEAT: Final = re.compile(r"(?:0*(?P<coach>[0-9]+)车(?:厢)?)?\s*(?:0*(?P<row>[0-9]+))?")
WITHOUT_END: Final = frozenset({PresenceKind.CHECK_IN, PresenceKind.PASS})
PLACES: Final[Mapping[VenueKind, Situation]] = {
    VenueKind.RESTAURANT: Situation.MEAL,
    VenueKind.ENTERTAINMENT: Situation.MEAL,
    **dict.fromkeys(
        (
            *(VenueKind.MARKET, VenueKind.SHOP, VenueKind.MALL, VenueKind.HOTEL, VenueKind.SCHOOL),
            *(VenueKind.MEDICAL, VenueKind.PHARMACY, VenueKind.WORKPLACE, VenueKind.WORSHIP),
            *(VenueKind.OFFICE_HALL, VenueKind.STATION, VenueKind.OTHER),
        ),
        Situation.SAME_ROOM,
    ),
}
"""Kinds of place where being there together is a kind of the table; a compound and a checkpoint are none."""


@dataclass(frozen=True, slots=True)
class Nearby:
    """What the table calls a meeting at a place: its kind, and in a vehicle how many rows apart."""

    situation: Situation
    vehicle: Vehicle | None = None
    rows_apart: int | None = None


def nearby(met: Together, venue: VenueCard) -> Nearby | LeftOut:
    """The kind of the table that a meeting at a venue is, or why it is none."""
    if venue.kind in MOVING:
        return _aboard(met, venue)
    if venue.kind not in PLACES:
        return LeftOut.PASSING
    if venue.enclosed is False:
        return LeftOut.OPEN_AIR
    after = not met.overlap and met.apart > 0 and met.kind not in WITHOUT_END
    return Nearby(Situation.ENVIRONMENT if after else PLACES[venue.kind])


def _aboard(met: Together, venue: VenueCard) -> Nearby | LeftOut:
    if not met.overlap and met.apart < 0 and met.kind not in WITHOUT_END:
        return LeftOut.BEFORE
    vehicle = vehicle_of(venue)
    apart = rows_apart(met.seat, met.other_seat, vehicle)
    return LeftOut.OTHER_COACH if apart is False else Nearby(Situation.VEHICLE, vehicle, apart)


def vehicle_of(venue: VenueCard) -> Vehicle:
    """Which vehicle of the table a venue is; one whose windows nobody told of counts as sealed."""
    if venue.kind is VenueKind.TRAIN:
        return Vehicle.OPEN_TRAIN if venue.enclosed is False else Vehicle.SEALED_TRAIN
    if venue.kind in {VenueKind.BUS, VenueKind.COACH}:
        return Vehicle.VENTILATED_BUS if venue.ventilated else Vehicle.SEALED_COACH
    told = {VenueKind.AIRCRAFT: Vehicle.PLANE, VenueKind.SHIP: Vehicle.SHIP}
    return told.get(venue.kind, Vehicle.CAR)


def rows_apart(seat: str, other: str, vehicle: Vehicle) -> int | bool | None:
    """Rows between two seats; None where that is not known, False for another carriage or cabin."""
    if not seat or not other:
        return None
    if vehicle is Vehicle.SHIP:
        return 0 if seat == other else False
    (coach, row), (other_coach, other_row) = _read(seat), _read(other)
    if coach is not None and other_coach is not None and coach != other_coach:
        return False
    return None if row is None or other_row is None else abs(row - other_row)


def _read(seat: str) -> tuple[int | None, int | None]:
    """Carriage and row of a seat as tickets write it: 05车03A, 12C, 7排2座."""
    found = SEAT.match(seat)
    coach, row = (found["coach"], found["row"]) if found else (None, None)
    return int(coach) if coach else None, int(row) if row else None
