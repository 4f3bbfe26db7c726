"""Contacts that left a trace: who lives with a case, who was where it was; noted beside whom it told of.

The same for the close contacts of a case, whose company are its secondary contacts.

1. *where*: the days that the table looks at; stays that the trajectory names by a registered venue join in.
2. *ask*: the household of the register; the lake, with a permission and a ground, in the log.
3. *name*: each meeting is a kind of the table, or says why it is none; strangers are kept, to be found.
4. *note*: what is not noted yet. What of it makes a contact, judging says.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import polars as pl
from django.db import transaction

from lianfang.apps.cases import queries
from lianfang.apps.cases.models import Case, Nearness
from lianfang.apps.cases.operations.stating import locked
from lianfang.apps.cases.rules import judging, presence
from lianfang.apps.cases.rules.presence import Nearby
from lianfang.apps.cases.terms import CaseCard, LeftOut, NearnessSource, Situation, Sought
from lianfang.apps.people import queries as people
from lianfang.apps.venues import operations as venues
from lianfang.apps.venues import queries as places
from lianfang.apps.venues.terms import LONGEST_LOOK, WINDOW, Answer, Asked, Engine, Stay
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import InputRefused


class NobodyClose(InputRefused):
    """No close contact stands whose company could be sought."""

    code = "cases.nobody_close"
    sentence = "病例{number}还没有判定的密接，不能查找次密接。请先判定密接。"


@dataclass(frozen=True, slots=True)
class _Source:
    """Whose company is sought, since when: the case, or a close contact of it (`through`).

    They live with their household until they are held apart (`apart_at`).
    """

    key: str
    person: int
    since: datetime
    apart_at: datetime
    through: int | None = None


def seek(
    reference: str | UUID,
    *,
    ground: str,
    by: Actor,
    at: datetime,
    window: timedelta = WINDOW,
    further: bool = False,
    engine: Engine | None = None,
) -> Sought:
    """Note who was near a case by the register's households and by observations; the account.

    `further` seeks the company of its close contacts instead, from each one's first meeting with the case
    on. Asked again it notes only what is new. Raises PermissionMissing, NotFound, GroundMissing,
    WindowImpossible, EngineUnknown, NobodyClose.
    """
    check(by, Permission.INVESTIGATE_CASE)
    card = queries.case(reference, by=by, known_at=at)
    itself = _itself(card, at=at)
    sources = list(_close(card, at=at)) if further else [itself]
    stays = [] if further else list(_stays(card, itself.person, itself.since, at))
    asked = [Asked(one.key, one.person, one.since, min(at, one.since + LONGEST_LOOK)) for one in sources]
    told = f"病例{card.number}{'的密接' if further else ''}：{ground.strip()}" if ground.strip() else ""
    answer = venues.together(asked, window, ground=told, by=by, at=at, stays=stays, engine=engine)
    others = replace(answer, frame=answer.frame.filter(pl.col("person") != itself.person))
    return _note(card, sources, others, stays=len(stays), by=by, at=at)


def _itself(card: CaseCard, *, at: datetime) -> _Source:
    person = _kept(card.person)
    since = judging.start_of(judging.window_from(card, queries.window_of(card, at=at)))
    return _Source(card.number, person, since, min(card.diagnosed_at or card.stated_at, at))


def _close(card: CaseCard, *, at: datetime) -> Iterator[_Source]:
    """The close contacts that stand, each since the first meeting with the case. Raises NobodyClose."""
    standing = queries.contacts(card, known_at=at)
    close = [one for one in standing if one.holds and one.degree == judging.CLOSE and one.first_at < at]
    if not close:
        raise NobodyClose(number=card.number)
    for one in close:
        person = _kept(one.person)
        yield _Source(
            f"{card.number}:{person}", person, one.first_at, min(one.controlled_at or at, at), through=person
        )


def _kept(uid: UUID) -> int:
    number = people.person_id(uid)
    return people.canonical_ids([number])[number]


def _stays(card: CaseCard, person: int, since: datetime, at: datetime) -> Iterator[Stay]:
    """Stays of the trajectory whose place is the code or the name of a registered venue."""
    told = [one for one in queries.stays(card, known_at=at) if one.until >= since]
    known = places.named(one.place for one in told)
    for one in told:
        if venue := known.get(one.place):
            yield Stay(card.number, person, venue.id, max(one.since, since), one.until)


@transaction.atomic
def _note(
    card: CaseCard, sources: Sequence[_Source], answer: Answer, *, stays: int, by: Actor, at: datetime
) -> Sought:
    case, card = locked(card.uid, by=by, at=at)
    cohabiting = [near for one in sources for near in _housemates(case, one, by=by, at=at)]
    near, left_out, strangers = _named(case, sources, answer, by=by, at=at)
    known = [one for one in near if one.person_id > 0]
    fresh = _fresh(case, (*cohabiting, *known))
    unknown = _fresh(case, (one for one in near if one.person_id < 0))
    Nearness.objects.bulk_create([*fresh, *unknown])
    sought = Sought(
        meetings=len(answer) + len(cohabiting),
        noted=len(fresh),
        known=len(cohabiting) + len(known) - len(fresh),
        left_out={str(reason): count for reason, count in left_out.items()},
        strangers=tuple(places.told(Answer(answer.frame[strangers], answer.engine, answer.ms))),
        stays=stays,
    )
    facts = {"noted": sought.noted, "known": sought.known, "strangers": len(unknown)}
    audit.record("cases.sought", subject=f"cases_case:{case.pk}", by=by, at=at, area=case.area, **facts)
    return sought


def _named(
    case: Case, sources: Sequence[_Source], answer: Answer, *, by: Actor, at: datetime
) -> tuple[list[Nearness], Counter[LeftOut], list[int]]:
    """Meetings as the table names them; those that are none; which of them are with strangers."""
    rows = list(answer)
    through = {one.key: one.through for one in sources}
    venues_of = places.names(one.place for one in rows)
    near: list[Nearness] = []
    left_out = Counter[LeftOut]()
    strangers: list[int] = []
    for number, one in enumerate(rows):
        venue = venues_of[one.place]
        found = presence.nearby(one, venue)
        if isinstance(found, LeftOut):
            left_out[found] += 1
            continue
        strangers += [number] if one.person < 0 else []
        times = (min(one.begins, at), min(one.ends, at))
        between = through[one.case]
        near.append(_row(case, one.person, found, venue.name, times, through=between, by=by, at=at))
    return near, left_out, strangers


def _row(
    case: Case,
    person: int,
    found: Nearby,
    place: str,
    times: tuple[datetime, datetime],
    *,
    by: Actor,
    at: datetime,
    through: int | None,
    source: NearnessSource = NearnessSource.PRESENCE,
) -> Nearness:
    return Nearness(
        case=case,
        person_id=person,
        through_id=through,
        source=source,
        situation=found.situation,
        vehicle=found.vehicle or "",
        rows_apart=found.rows_apart,
        place=place,
        since=times[0],
        until=times[1],
        by=by.name,
        recorded_at=at,
    )


def _housemates(case: Case, source: _Source, *, by: Actor, at: datetime) -> Iterator[Nearness]:
    """Whoever lives with somebody sought is with them until they are held apart; the case is not met."""
    times = (min(source.since, source.apart_at), source.apart_at)
    found, home = Nearby(Situation.HOUSEHOLD), NearnessSource.HOUSEHOLD
    for person in people.housemates(source.person):
        if person != case.person_id:
            yield _row(case, person, found, "", times, through=source.through, by=by, at=at, source=home)


def _fresh(case: Case, near: Iterable[Nearness]) -> Sequence[Nearness]:
    """What is not noted of a case yet, each once."""
    names = ("person_id", "through_id", "source", "situation", "place", "since", "until", "rows_apart")
    noted = list(Nearness.objects.filter(case=case).values_list(*names))
    one_of = queries.standing_for({each for row in noted for each in row[:2] if each and each > 0})
    held = {(one_of.get(row[0], row[0]), one_of.get(row[1], row[1]), *row[2:]) for row in noted}
    wanted = {tuple(getattr(one, name) for name in names): one for one in near}
    return [one for key, one in wanted.items() if key not in held]
