"""The duty engine against plain Python: random weeks of a small county, seen from any moment of knowledge.

Checked of every view: slot by slot the same; due = done + gap, done = on time + late; children sum to their
parent; the gap of a day at its last moment is the gap list of that moment; and what was known at a moment is
never changed by what is recorded later.
"""

import random
from collections.abc import Callable
from dataclasses import astuple
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from tests.factories import control as factory
from tests.factories.control import BY, COUNTY, at
from tests.reference import duty_twin as twin

from lianfang.apps.control import models, operations
from lianfang.apps.control.duties import KINDS
from lianfang.apps.control.terms import (
    Approval,
    EncounterKind,
    EncounterOutcome,
    ReleaseGround,
    Result,
    Slot,
)
from lianfang.apps.people.models import Person
from lianfang.core.access.terms import Actor
from lianfang.core.duty import engine
from lianfang.kernel.errors import DomainError

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FIRST = date(2022, 7, 1)
AREAS = [
    f"{COUNTY}{town}{village}{grid}"
    for town in ("100", "200")
    for village in ("001", "002")
    for grid in ("001",)
]
EXPOSURES = (
    "close_contact",
    "secondary_contact",
    "high_risk_area",
    "medium_risk_area",
    "low_risk_area",
    "overseas",
)
Act = Callable[[random.Random, Person, datetime], object]


def reading(draw: random.Random, person: Person, now: datetime) -> object:
    taken = now - timedelta(minutes=draw.choice([0, 0, 30, 300]))
    return operations.add_reading(
        person=person.pk,
        slot=draw.choice(list(Slot)),
        celsius=Decimal(draw.choice(["36.5", "36.7", "37.3", "38.4"])),
        symptoms=draw.choice(["", "", "", "咳嗽"]),
        happened_at=draw.choice([None, taken]),
        day=draw.choice([None, None, now.date() - timedelta(days=1)]),
        by=BY,
        at=now,
    )


def encounter(draw: random.Random, person: Person, now: datetime) -> object:
    return operations.add_encounter(
        person=person.pk,
        kind=draw.choice(list(EncounterKind)),
        outcome=EncounterOutcome(draw.choice(["reached", "reached", "no_answer", "arrived"])),
        happened_at=now - timedelta(minutes=draw.choice([0, 90, 600])),
        by=BY,
        at=now,
    )


def result(draw: random.Random, person: Person, now: datetime) -> object:
    return operations.add_result(
        person=person.pk,
        result=draw.choice([Result.NEGATIVE, Result.NEGATIVE, Result.POSITIVE]),
        sampled_on=now.date() - timedelta(days=draw.choice([0, 0, 1, 2])),
        laboratory=draw.choice(["甲", "乙"]),
        disease=draw.choice(["", "covid19", "measles"]),
        by=BY,
        at=now,
    )


def exposed(draw: random.Random, person: Person, now: datetime) -> object:
    batch = factory.batch(at=now)
    seen = now.date() - timedelta(days=draw.randint(0, 6))
    for _ in range(draw.choice([1, 1, 2])):
        factory.exposure(batch, person, draw.choice(EXPOSURES), seen)
    return factory.issue(batch, when=now)


def serve(draw: random.Random, person: Person, now: datetime) -> object:
    before = now - timedelta(minutes=draw.choice([0, 200]))
    return operations.serve_notice(str(person.uid), by=BY, at=now, happened_at=before)


def release(draw: random.Random, person: Person, now: datetime) -> object:
    ground = draw.choice([ReleaseGround.COMPLETED, ReleaseGround.COMPLETED, ReleaseGround.POLICY_CHANGED])
    before = now - timedelta(minutes=draw.choice([0, 200]))
    return operations.release(
        str(person.uid), ground=ground, reason="政策调整", by=BY, at=now, happened_at=before
    )


def extend(draw: random.Random, person: Person, now: datetime) -> object:
    until = now.date() + timedelta(days=draw.randint(1, 12))
    return operations.extend(
        str(person.uid), until=until, reason="x", approval=Approval("某", "x"), by=BY, at=now
    )


def shorten(draw: random.Random, person: Person, now: datetime) -> object:
    return operations.shorten(
        str(person.uid), until=now.date() + timedelta(days=draw.randint(1, 6)), reason="x", by=BY, at=now
    )


def revoke(draw: random.Random, person: Person, now: datetime) -> object:
    return operations.revoke(str(person.uid), reason="x", by=BY, at=now)


def appeal(draw: random.Random, person: Person, now: datetime) -> object:
    if draw.random() < 0.5:
        return operations.appeal(str(person.uid), text="x", by=BY, at=now)
    return operations.answer_appeal(str(person.uid), text="x", by=Actor(name="复核员"), at=now)


def lapse(draw: random.Random, person: Person, now: datetime) -> object:
    return operations.lapse(area=person.area[:12], by=BY, at=now)


ACTS: list[tuple[Act, int]] = [
    (reading, 40), (encounter, 30), (result, 15), (exposed, 12), (serve, 8), (release, 6), (extend, 3),
    (shorten, 3), (revoke, 2), (appeal, 4), (lapse, 4),
]  # fmt: skip


def views(draw: random.Random, now: datetime) -> engine.View:
    """A moment or a day of the past weeks, as known then, later, or now."""
    begun = at(FIRST, "07:00")
    moment = begun + (now - begun) * draw.random()
    known = draw.choice([moment, now, moment + (now - moment) * draw.random()])
    area = draw.choice([COUNTY, COUNTY, f"{COUNTY}100", AREAS[0][:12]])
    if draw.random() < 0.5:
        return engine.at_moment(area=area, at=moment, known_at=known)
    return engine.on_day(area=area, day=moment.date(), known_at=known)


def live(
    draw: random.Random, people: list[Person], acts: int
) -> tuple[datetime, list[tuple[engine.View, object]]]:
    """Let things happen, mostly in the day; looks now and then at what is known."""
    now, looks = at(FIRST, "07:00"), []
    kinds, weights = zip(*ACTS, strict=True)
    for number in range(acts):
        now += timedelta(minutes=draw.choice([1, 7, 40, 150, 400]))
        act = exposed if number < len(people) else draw.choices(kinds, weights)[0]
        try:
            act(draw, people[number % len(people)] if act is exposed else draw.choice(people), now)
        except DomainError:
            continue  # refused as it should be; nothing happened
        if draw.random() < 0.05:
            view = draw.choice([engine.at_moment(area=COUNTY, at=now), views(draw, now)])
            looks.append((view, seen(view)))
    return now, looks


def seen(view: engine.View) -> list[object]:
    return [[astuple(tally) for tally in engine.tallies(view=view, digits=12, kinds=KINDS)], *gaps(view)]


def gaps(view: engine.View) -> list[tuple[object, ...]]:
    found = engine.gaps(view=view, kinds=KINDS)
    return [(gap.kind, gap.subject, gap.ref, gap.area, gap.opens_at, gap.due_at) for gap in found]


def world() -> twin.World:
    def rows(model: type) -> list[dict[str, object]]:
        return list(model.objects.order_by("id").values())

    names = (models.Measure, models.MeasureEvent, models.Reading, models.Encounter, models.TestResult)
    uids = {person.pk: str(person.uid) for person in Person.objects.all()}
    return twin.World(*(rows(name) for name in names), uids)


def check_view(facts: twin.World, view: engine.View) -> None:
    open_slots = []
    for kind in KINDS:
        every = twin.slots(facts, kind.code, area=view.area, known_at=view.known_at)
        counted = twin.account(every, from_at=view.from_at, until_at=view.until_at)
        rows = engine.slots(view=view, kind=kind)
        got = {
            (row["subject_id"], row["ref"]): (row["area"], row["opens_at"], row["due_at"], row["done_at"])
            for row in rows
        }
        want = {
            (slot.subject, slot.ref): (slot.area, slot.opens_at, slot.due_at, slot.done_at)
            for slot in counted
        }
        assert (len(rows), got) == (len(counted), want), kind.code
        check_tallies(view, kind, counted)
        missing = twin.gap(every, at=view.until_at)
        open_slots += [(kind.code, s.subject, s.ref, s.area, s.opens_at, s.due_at) for s in missing]
    at_end = engine.at_moment(area=view.area, at=view.until_at, known_at=view.known_at)
    assert sorted(gaps(at_end)) == sorted(open_slots)


def check_tallies(view: engine.View, kind: object, counted: list[twin.Slot]) -> None:
    for digits in (len(view.area), 9, 12, 15):
        found = engine.tallies(view=view, digits=digits, kinds=[kind])
        got = {t.area: (t.due, t.done, t.on_time, t.late, t.gap, t.overdue) for t in found}
        assert got == twin.tally(counted, digits=digits, until_at=view.until_at)
        assert sum(t.due for t in found) == len(counted)
        assert all(t.due == t.done + t.gap and t.done == t.on_time + t.late for t in found)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_set_based_slots_are_those_of_plain_python_for_any_view(seed):
    draw = random.Random(seed)
    factory.load_pack()
    factory.load_diseases()
    people = [factory.person(area=draw.choice(AREAS)) for _ in range(8)]
    now, looks = live(draw, people, acts=220)
    facts = world()
    assert len(facts.orders) > 8
    for _ in range(12):
        check_view(facts, views(draw, now))
    assert looks
    for view, before in looks:
        assert seen(view) == before
