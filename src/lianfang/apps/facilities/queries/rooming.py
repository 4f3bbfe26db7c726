"""Which room for whom of all who wait, not written yet: what an assignment would do, and why not more."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lianfang.apps.facilities.queries.lodgings import Waiting, waiting
from lianfang.apps.facilities.queries.sites import rooms
from lianfang.apps.facilities.rules import admitting, parties, rooming
from lianfang.apps.facilities.rules.parties import Guest
from lianfang.apps.facilities.rules.rooming import Asked, Vacancy
from lianfang.apps.facilities.terms import Company, NotPlaced, RoomingDone, RoomState, RoomView, SiteView
from lianfang.core.access.terms import Actor
from lianfang.kernel.clock import ZONE


@dataclass(frozen=True, slots=True)
class Planned:
    """Who waits, which party is to come into which room, and who into none."""

    site: SiteView
    waiting: Mapping[str, Waiting]
    rooms: Sequence[tuple[Company, RoomView]]
    not_placed: tuple[NotPlaced, ...]

    def account(self, *, seconds: float = 0.0) -> RoomingDone:
        """Everybody who waits once: placed, or not and why."""
        floors: dict[str, set[tuple[str, int]]] = defaultdict(set)
        for company, room in self.rooms:
            floors[self.waiting[company.persons[0]].source].add((room.building, room.floor))
        return RoomingDone(
            site=self.site.uid,
            waiting=len(self.waiting),
            placed=sum(len(company.persons) for company, _ in self.rooms),
            rooms=len(self.rooms),
            sources=len(floors),
            split=sum(len(own) > 1 for own in floors.values()),
            not_placed=self.not_placed,
            seconds=seconds,
        )


def plan_rooms(
    site: SiteView, *, accessible: Iterable[str] = (), area: str = "", by: Actor, at: datetime
) -> Planned:
    """Who of an area would come into which free room of a site; `accessible` are who else needs such a room.

    Of a site no more rooms are used than were counted on the spot. Raises NotAllowed out of sight.
    """
    told = {one.person: one for one in waiting(area=area, by=by, at=at)}
    needing = set(accessible) | {one.person for one in told.values() if one.accessible}
    guests = [Guest(one.person, one.household, one.birth_date) for one in told.values()]
    formed = parties.form(guests, on=at.astimezone(ZONE).date())
    free = [room for room in rooms(site, at=at) if room.state is RoomState.FREE]
    free.sort(key=lambda room: (room.distance, room.id))
    asked = [_asked(company, told, needing) for company in formed.companies]
    vacancies = [_vacancy(room) for room in free]
    refused = admitting.admit(asked, vacancies, most=max(site.counts - site.held, 0))
    admitted = [place for place, why in enumerate(refused) if why is None]
    found = rooming.assign([asked[place] for place in admitted], vacancies)
    pairs = [(formed.companies[admitted[party]], free[room]) for party, room in sorted(found.items())]
    without = [
        NotPlaced(person, why)
        for company, why in zip(formed.companies, refused, strict=True)
        if why is not None
        for person in company.persons
    ]
    return Planned(site, told, pairs, (*without, *formed.uncared))


def _asked(company: Company, waiting: Mapping[str, Waiting], accessible: set[str]) -> Asked:
    needs = not accessible.isdisjoint(company.persons)
    return Asked(len(company.persons), waiting[company.persons[0]].source, accessible=needs)


def _vacancy(room: RoomView) -> Vacancy:
    return Vacancy((room.building, room.floor), room.beds, room.accessible, room.distance)
