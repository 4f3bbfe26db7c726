"""Who waits at a fever clinic, and what the homes of those from elsewhere are told."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings

from lianfang.apps.facilities.models import ClinicHold, ClinicLetter
from lianfang.apps.facilities.queries.references import area_range, uid_of
from lianfang.apps.facilities.terms import HoldView, LetterView
from lianfang.apps.people import queries as people
from lianfang.core import sql
from lianfang.core.access import rows as locks
from lianfang.core.access.terms import EVERYWHERE, Actor, Work, bound_to
from lianfang.kernel.errors import NotFound

APP: Final = "facilities"
SHOWN: Final = timedelta(days=2)
"""How long a hold that ended, or a letter that was acknowledged, stays on the list."""
CLINIC_KINDS: Final = ("hospital", "health_centre")
"""Kinds of unit that have a fever clinic."""
TAKING: Final = Work(
    "facilities.clinic", "a fever clinic takes whoever comes, and their result, wherever they live"
)


@contextmanager
def taking(by: Actor) -> Iterator[Actor]:
    """An actor who reaches somebody that came to the clinic, wherever they live; only for that one person."""
    with locks.acting_for(TAKING):
        yield replace(by, scopes=EVERYWHERE)


def clinics(*, by: Actor) -> list[tuple[str, str]]:
    """Units with a fever clinic in an actor's areas: uid and name."""
    lo, hi = area_range("", by=by)
    rows = sql.fetch(APP, "clinics", lo=lo, hi=hi, kinds=list(CLINIC_KINDS), own=bound_to(by))
    return [(str(row["uid"]), row["name"]) for row in rows]


def holds(*, by: Actor, at: datetime, uid: UUID | None = None) -> list[HoldView]:
    """Who waits at the fever clinics of an actor's areas, by the clock, then who went lately."""
    lo, hi = area_range("", by=by)
    asked = {"zone": settings.TIME_ZONE, "own": bound_to(by), "uid": uid, "since": at - SHOWN, "at": at}
    with taking(by):  # a result stands where its person lives
        rows = sql.fetch(APP, "clinic_holds", lo=lo, hi=hi, **asked)
    return [HoldView(**row) for row in rows if by.may_see(row["area"])]


def hold(uid: str | UUID, *, by: Actor, at: datetime) -> HoldView:
    """A hold at a fever clinic; raises NotFound, also out of sight."""
    found = holds(by=by, at=at, uid=uid_of(uid, what="发热门诊留观"))
    if not found:
        raise NotFound(what="发热门诊留观", value=uid)
    return found[0]


def hold_names(uids: Iterable[str]) -> dict[str, str]:
    """Names of those who wait at fever clinics, by the uids of holds; those out of sight are absent."""
    rows = ClinicHold.objects.filter(uid__in=list(uids)).values_list("uid", "person_uid")
    persons = {str(uid): str(person) for uid, person in rows}
    names = people.names_by_uid(persons.values())
    return {uid: names[person] for uid, person in persons.items() if person in names}


def letters(*, by: Actor, at: datetime, uid: UUID | None = None) -> list[LetterView]:
    """Letters of clinics that lie with an actor's areas, those that nobody acknowledged first."""
    lo, hi = area_range("", by=by)
    asked = {"own": bound_to(by), "uid": uid, "since": at - SHOWN}
    rows = sql.fetch(APP, "clinic_letters", lo=lo, hi=hi, **asked)
    return [LetterView(**row) for row in rows if by.may_see(row["area"])]


def letter(uid: str | UUID, *, by: Actor, at: datetime) -> LetterView:
    """A letter of a clinic; raises NotFound, also out of sight."""
    found = letters(by=by, at=at, uid=uid_of(uid, what="发热门诊协查函"))
    if not found:
        raise NotFound(what="发热门诊协查函", value=uid)
    return found[0]


def letter_names(uids: Iterable[str]) -> dict[str, str]:
    """Names of those whom letters are about, by the uids of letters; those out of sight are absent."""
    rows = ClinicLetter.objects.filter(uid__in=list(uids)).values_list("uid", "person_uid")
    persons = {str(uid): str(person) for uid, person in rows}
    names = people.names_by_uid(persons.values())
    return {uid: names[person] for uid, person in persons.items() if person in names}
