"""Random reports of a small province, as events for the twin and as rows for the statement."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from tests.factories import directives as county
from tests.factories import forms as factory
from tests.reference.forms_twin import Due, expected
from tests.reference.rollup_twin import Decided, Key, Told

from lianfang.apps.areas.models import Unit
from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.models import Closing, Decision, Edition, Report, ReportPerson
from lianfang.apps.forms.terms import Handed
from lianfang.core.forms.terms import Field, Rollup

FIRST, LAST = date(2022, 6, 30), date(2022, 7, 1)
"""Two days, of two editions: on the second the fields stand in another order and one is new."""
VILLAGES = [f"{town}{n:03}" for town in ("990121100", "990121101", "990122100", "990221100") for n in (1, 2)]
GRIDS = [f"{village}{n:03}" for village in VILLAGES[:3] for n in (1, 2)]
PLACES = sorted({code[:length] for code in [*VILLAGES, *GRIDS] for length in (2, 4, 6, 9, 12, 15)})
PERSONS = [UUID(int=n + 1) for n in range(6)]
HEAD = """\
form: {form}
version: {version}
name: 试汇总
starts_on: {starts}
reporters: {reporters}
accepted_by: town
source: {{text: 试, certainty: C}}
zero: 没有
windows:
- {{slot: am, opens: "06:00", due: "11:00"}}
- {{slot: pm, opens: "12:00", due: "17:00"}}
sections:
- code: all
  name: 全部
  fields:
"""
FIELDS = {
    "asked": "{code: asked, name: 求助, type: count}",
    "helped": "{code: helped, name: 已解决, type: count}",
    "rate": "{code: rate, name: 解决率, type: number, rollup: share, numerator: helped, denominator: asked}",
    "hottest": "{code: hottest, name: 最高体温, type: temperature, required: false}",
    "stock": "{code: stock, name: 库存, type: count, rollup: last, required: false}",
    "seen": "{code: seen, name: 当日累计走访, type: count, rollup: daily, required: false}",
    "fevers": "{code: fevers, name: 发热, type: people, required: false}",
    "gate": "{code: gate, name: 卡口, type: yes_no, required: false}",
    "note": "{code: note, name: 说明, type: text, required: false}",
}
EARLIER = ("asked", "helped", "rate", "hottest", "stock", "seen", "fevers", "note")
LATER = ("gate", "fevers", "note", "stock", "helped", "seen", "asked", "rate", "hottest")


def form_text(form: str, version: int, starts: str, reporters: str, codes: Sequence[str]) -> str:
    """A form in YAML with some of the fields, in their order."""
    head = HEAD.format(form=form, version=version, starts=starts, reporters=reporters)
    return head + "".join(f"  - {FIELDS[code]}\n" for code in codes)


def province() -> None:
    """Places of six levels, units at several; a form of villages and one of units, two editions each."""
    county.county(PLACES)
    for number, area in enumerate((*GRIDS, *VILLAGES[2:4], "990121100", "990122", "9901")):
        Unit.objects.create(kind="school", name=f"{number}校", area=area)
    for form, reporters in (("by_village", "{level: village}"), ("by_unit", "{units: [school]}")):
        factory.load(
            form_text(form, 1, "2022-01-01", reporters, EARLIER),
            form_text(form, 2, "2022-07-01", reporters, LATER),
        )


@dataclass
class History:
    """What happened to the reports of a form: events, what was due, the fields of both editions by code."""

    form: str
    events: list[Told | Decided]
    due: list[Due]
    fields: list[Field] = field(default_factory=list)


def history(form: str, seed: int) -> History:
    """Random events of two days, written as rows too: late, corrected, decided, closed, never handed in."""
    rng = random.Random(seed)
    due = [one for one in expected(lo="", hi="z", from_day=FIRST, until_day=LAST) if one.form == form]
    editions = {one.version: one for one in Edition.objects.filter(form=form)}
    events: list[Told | Decided] = []
    for one in due:
        events += _of_period(one, editions[one.version], rng)
        events += _handed_over(one, editions[one.version], rng)
    closed = rng.choice(due)
    Closing.objects.create(
        reporter=closed.reporter, area=closed.area, from_on=LAST, reason="停", by="x", at=county.NOW
    )
    left = [one for one in due if one.reporter != closed.reporter or one.period_on < LAST]
    fields = {one.code: one for version in (1, 2) for one in queries.form_of(editions[version]).fields}
    told = [one for one in fields.values() if one.rollup is not Rollup.NONE]
    return History(form, events, left, told)


def _of_period(due: Due, edition: Edition, rng: random.Random) -> list[Told | Decided]:
    key: Key = (due.area, due.reporter, due.period_on, due.slot)
    moment = due.opens_at
    events: list[Told | Decided] = []
    kept: Report | None = None
    for sequence in range(1, rng.choice((0, 1, 1, 1, 2, 3)) + 1):
        moment += timedelta(minutes=rng.randrange(1, 400))
        told = _told(key, moment, rng)
        kept = _write(told, edition, sequence, kept)
        events.append(told)
        if rng.random() < 0.3:
            moment += timedelta(minutes=rng.randrange(1, 90))
            kind = rng.choice(("accepted", "returned"))
            _decide(kept, kind, moment)
            events.append(Decided(key, kind, moment))
    return events


def _handed_over(due: Due, edition: Edition, rng: random.Random) -> list[Told | Decided]:
    """What another server handed over of a period: seldom, and of some periods that were told here too."""
    key: Key = (due.area, due.reporter, due.period_on, due.slot)
    moment, first = due.opens_at, None
    events: list[Told | Decided] = []
    for sequence in range(1, rng.choice((0, 0, 0, 1, 2)) + 1):
        moment += timedelta(minutes=rng.randrange(31, 400))
        told = replace(_told(key, moment, rng), persons={"fevers": ()}, handed=True)
        first = first or told.happened_at
        reports = [_as_handed(told, edition, sequence, first)]
        operations.take_handed(reports, source=uuid4(), supplier="县平台", at=moment)
        events.append(told)
    return events


def _as_handed(told: Told, edition: Edition, sequence: int, first: datetime) -> Handed:
    return Handed(
        uid=uuid4(),
        form=edition.form,
        version=edition.version,
        reporter=told.reporter,
        name="x",
        area=told.area,
        on=told.on,
        slot=told.slot,
        sequence=sequence,
        zero=told.zero,
        values={
            code: value for code, value in told.values.items() if _has(edition, code) and value is not None
        },
        reported_at=first,
        accepted_at=told.recorded_at,
        accepted_digest="d",
    )


def _has(edition: Edition, code: str) -> bool:
    return code in queries.form_of(edition).by_code


def _told(key: Key, moment: datetime, rng: random.Random) -> Told:
    persons = tuple(rng.sample(PERSONS, rng.randrange(0, 4)))
    values: dict[str, float | None] = {
        "asked": rng.choice((None, 0.0, 3.0, 8.0)),
        "helped": rng.choice((None, 0.0, 2.0)),
        "hottest": rng.choice((None, 36.5, 37.4)),
        "stock": rng.choice((None, 10.0, 20.0)),
        "seen": rng.choice((None, 4.0, 7.0)),
        "fevers": rng.choice((float(len(persons)), float(len(persons)), 2.0)),
        "gate": rng.choice((None, 0.0, 1.0)) if key[2] >= LAST else None,
    }
    named = persons if values["fevers"] == len(persons) else ()
    happened = moment - timedelta(minutes=rng.randrange(0, 30))
    return Told(
        *key,
        max(happened, moment - timedelta(minutes=30)),
        moment,
        rng.random() < 0.2,
        values,
        {"fevers": named},
    )


def _write(told: Told, edition: Edition, sequence: int, before: Report | None) -> Report:
    if before is not None:
        before.superseded_at = told.recorded_at
        before.save(update_fields=["superseded_at"])
    form = queries.form_of(edition)
    made = Report.objects.create(
        edition=edition,
        form=edition.form,
        reporter=told.reporter,
        area=told.area,
        period_on=told.on,
        slot=told.slot,
        sequence=sequence,
        reason="更正" if sequence > 1 else "",
        zero=told.zero,
        numbers=[told.values[field.code] for field in form.numeric],
        happened_at=told.happened_at,
        recorded_at=told.recorded_at,
        client=uuid4(),
        by="x",
    )
    ReportPerson.objects.bulk_create(
        ReportPerson(report=made, area=made.area, field=code, person=person)
        for code, persons in told.persons.items()
        for person in persons
    )
    return made


def _decide(report: Report, kind: str, at: datetime) -> None:
    told = {"digest": "x"} if kind == "accepted" else {"reason": "请核对"}
    Decision.objects.create(
        report=report, area=report.area, kind=kind, happened_at=at, recorded_at=at, by="x", **told
    )
