"""Who comes together: a child with one grown-up of the household who waits too; everybody else alone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from lianfang.apps.facilities.rules.companies import CARER_AGES, CHILD_UNTIL
from lianfang.apps.facilities.terms import Company, NotPlaced, PartyReason, WhyNot

NOBODY: Final = 0
"""The household of who is registered in none."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who waits for a room."""

    person: str
    household: int
    birth_date: date | None


@dataclass(frozen=True, slots=True)
class Formed:
    """Parties in the order in which their first member waited, and children without a carer, and why."""

    companies: tuple[Company, ...]
    uncared: tuple[NotPlaced, ...]


def age(born: date | None, on: date) -> int | None:
    """Years completed on a day; None where the birth date is not known."""
    if born is None:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def form(guests: Sequence[Guest], *, on: date) -> Formed:
    """Pair children with who may care for them; an unknown age is taken for a grown-up's who is no carer."""
    ages = {one.person: age(one.birth_date, on) for one in guests}
    children = [one for one in guests if _is_child(ages[one.person])]
    adults = [one for one in guests if ages[one.person] in CARER_AGES]
    carers = _pair(children, adults)
    busy = set(carers.values())
    companies = [
        Company((one.person, carers[one.person]), PartyReason.CHILD)
        if one.person in carers
        else Company((one.person,))
        for one in guests
        if one.person not in busy and (one.person in carers or not _is_child(ages[one.person]))
    ]
    uncared = [_uncared(one, adults) for one in children if one.person not in carers]
    return Formed(tuple(companies), tuple(uncared))


def _uncared(child: Guest, adults: Iterable[Guest]) -> NotPlaced:
    """Why a child has no carer: nobody of its household may be one, or who may cares for another child."""
    busy = child.household != NOBODY and any(one.household == child.household for one in adults)
    return NotPlaced(child.person, WhyNot.CARER_BUSY if busy else WhyNot.NO_CARER)


def _is_child(years: int | None) -> bool:
    return years is not None and years <= CHILD_UNTIL


def _pair(children: Iterable[Guest], adults: Iterable[Guest]) -> dict[str, str]:
    """For each child somebody of its household, each for one child only."""
    free: dict[int, list[str]] = defaultdict(list)
    for one in adults:
        if one.household != NOBODY:
            free[one.household].append(one.person)
    return {one.person: free[one.household].pop(0) for one in children if free[one.household]}
