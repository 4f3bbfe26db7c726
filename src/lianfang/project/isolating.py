"""The isolation of the demonstration: two sites, one of them in use by some of those who are ordered there.

With it what people need there and at home, who works there, who waits at the
fever clinic, which home will do.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from lianfang.apps.control import operations as control
from lianfang.apps.control.terms import Result
from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.terms import (
    CONDITIONS,
    BuildingPlan,
    Company,
    Custodian,
    HandedOver,
    HoldGround,
    Journey,
    LivesThere,
    Meal,
    NeedKind,
    NeedStep,
    Readiness,
    SiteView,
    StaffWork,
    TransferWhy,
)
from lianfang.apps.people import queries as people
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.terms import Actor

OFFICE: Final = Actor(name="演示：隔离点专班", role="rehearsal", permissions=EVERY)
HOUR: Final = timedelta(hours=1)
OFFICERS: Final = ("程远", "苏禾")
REPORTED: Final = 240
"""What both sites together were reported to have; what was counted is less."""
BUILDINGS: Final = (
    BuildingPlan("1号楼", floors=4, rooms_per_floor=12, accessible=2, doubles=2, distance=40),
    BuildingPlan("2号楼", floors=4, rooms_per_floor=12, doubles=2, distance=90),
)
LODGED: Final = 18
RESIDENTS: Final = 8


@transaction.atomic
def build(*, area: str, at: datetime) -> int:
    """Open, lay out, verify, activate, and lodge some, all before a moment; how many are lodged."""
    began = at - 20 * HOUR
    units = [unit for unit, name in queries.units_for_sites(by=OFFICE) if "隔离点" in name]
    first, second = (_opened(unit, at=began) for unit in sorted(units)[:2])
    operations.set_readiness(second.uid, Readiness.ACTIVATABLE, by=OFFICE, at=began)
    for plan in BUILDINGS:
        operations.add_building(first.uid, plan, by=OFFICE, at=began)
    operations.add_building(second.uid, BUILDINGS[0], by=OFFICE, at=began)
    met = ("apart", "three_zones", "single_rooms", "air", "bins", "meals", "protection")
    told = {"officers": OFFICERS, "counted": 92, "met": met, "by": OFFICE, "at": began + HOUR}
    operations.verify(first.uid, note="4间漏水，不能住人", **told)  # type: ignore[arg-type]
    operations.set_readiness(first.uid, Readiness.ACTIVE, by=OFFICE, at=began + 2 * HOUR)
    lodged = _lodge(first, at=began + 14 * HOUR)
    _move(first, until=at)
    residents = [row[0] for row in next(people.export_persons(area=area, clear=False))[-RESIDENTS:]]
    _care(first, residents[:2], until=at)
    _staff(first, residents[2:5], until=at)
    _clinic(residents[5:8], until=at)
    _homes(residents[:2], until=at)
    return lodged


def _move(site: SiteView, *, until: datetime) -> None:
    """Two on the way: one whose clock has run out before a vehicle came, one in the vehicle."""
    waiting = queries.waiting(area=site.area, by=OFFICE, at=until)[:2]
    for one, before in zip(waiting, (9 * HOUR, HOUR), strict=False):
        at = until - before
        journey = Journey(TransferWhy.CLOSE_CONTACT, "村（社区）值班人员", "村（社区）", site=site.uid)
        made = operations.request_transfer(one.person, journey, by=OFFICE, at=at)
        if before == HOUR:
            crew = HandedOver(Custodian.CREW, "转运专班一组", "虚A·转07")
            operations.hand_over(made.uid, crew, by=OFFICE, at=at + HOUR / 2)


def _care(site: SiteView, at_home: Sequence[str], *, until: datetime) -> None:
    """In the site something taken up, something late, a meal; at home what comes back, and what is new."""
    inside = [person for room in queries.rooms(site, at=until) if room.arrived for person in room.persons]
    early = until - 3 * HOUR
    operations.bring_meal(site.uid, Meal.BREAKFAST, served=len(inside), by=OFFICE, at=early)
    first = operations.ask_need(inside[0], NeedKind.MEDICINE, text="降压药", by=OFFICE, at=early)
    operations.step_need(first.uid, NeedStep.ACKNOWLEDGED, by=OFFICE, at=early + HOUR / 2)
    operations.ask_need(inside[1], NeedKind.DOCTOR, text="牙痛", by=OFFICE, at=early)
    begun, weekly = early - 12 * HOUR, 56 * HOUR
    dialysis = operations.ask_need(at_home[0], NeedKind.DIALYSIS, every=weekly, by=OFFICE, at=begun)
    operations.step_need(dialysis.uid, NeedStep.ANSWERED, note="专车往返", by=OFFICE, at=early - 9 * HOUR)
    operations.ask_need(at_home[1], NeedKind.FOOD, text="米面", by=OFFICE, at=until - HOUR / 2)


def _staff(site: SiteView, persons: Sequence[str], *, until: datetime) -> None:
    """Three in the closed loop, one of them tested; the temperatures of the morning."""
    works = (StaffWork.MEDICAL, StaffWork.CLEANING, StaffWork.GUARD)
    for person, work in zip(persons, works, strict=True):
        period = operations.enter_loop(site.uid, person, work, by=OFFICE, at=until - 16 * HOUR)
        operations.take_temperature(period, "36.6", by=OFFICE, at=until - 3 * HOUR)
    control.add_result(person=persons[0], result=Result.NEGATIVE, by=OFFICE, at=until - HOUR)


def _clinic(persons: Sequence[str], *, until: datetime) -> None:
    """One waits for the result, one waits too long, one was negative and went."""
    clinic = queries.clinics(by=OFFICE)[0][0]
    grounds = (HoldGround.FEVER, HoldGround.SYMPTOMS, HoldGround.FEVER)
    held = [
        operations.hold_at_clinic(person, clinic, ground, by=OFFICE, at=until - hours * HOUR)
        for person, ground, hours in zip(persons, grounds, (2, 7, 5), strict=True)
    ]
    operations.tell_result(held[2].uid, Result.NEGATIVE, by=OFFICE, at=until - HOUR)


def _homes(persons: Sequence[str], *, until: datetime) -> None:
    """One home would do, the other lacks a toilet of its own."""
    every = {code: True for code, one in CONDITIONS.items() if not one.of_members}
    for person, lacking in zip(persons, ({}, {"own_toilet": False}), strict=True):
        others = queries.household_of(person, by=OFFICE, at=until - HOUR).others
        members = [LivesThere(one.person, isolates=True) for one in others]
        operations.check_home(person, every | lacking, members=members, by=OFFICE, at=until - HOUR)


def _opened(unit: str, *, at: datetime) -> SiteView:
    return operations.open_site(unit, capacity=REPORTED // 2, by=OFFICE, at=at)


def _lodge(site: SiteView, *, at: datetime) -> int:
    """The first of those who wait, into the nearest rooms; most have arrived, one left again."""
    waiting = queries.waiting(area=site.area, by=OFFICE, at=at)[:LODGED]
    rooms = sorted(queries.rooms(site, at=at), key=lambda room: room.distance)
    stays = [
        operations.lodge(room.uid, Company((one.person,)), by=OFFICE, at=at)[0]
        for one, room in zip(waiting, rooms, strict=False)
    ]
    for stay in stays[: len(stays) * 3 // 4]:
        operations.arrive(stay, by=OFFICE, at=at + HOUR)
    for stay in stays[:1]:
        operations.leave(stay, note="转往定点医院", by=OFFICE, at=at + 2 * HOUR)
    return len(stays)
