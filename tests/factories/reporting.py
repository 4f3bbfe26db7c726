"""A day of a small county, written straight into the tables: two towns, three villages, six persons.

The day is 20 July 2022 at Shanghai, the cut-off 17:00; what is recorded after it must not be counted before.
"""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from lianfang.apps.areas.models import Area, Assignment, Edition, Officer, Post, Unit
from lianfang.apps.control.models import Encounter, Measure, MeasureEvent, Reading, TestResult
from lianfang.apps.intake.models import Batch, Check, Forward, ReviewDecision, Row
from lianfang.apps.people.models import Person

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2022, 7, 20)
COUNTY, EAST, WEST = "990121", "990121100", "990121200"
STREET, HILL, WILLOW = f"{EAST}001", f"{EAST}201", f"{WEST}201"
PLACES = {
    COUNTY: "澜砚县",
    EAST: "城关镇",
    WEST: "柳林乡",
    STREET: "东街社区",
    HILL: "北山村",
    WILLOW: "柳林村",
}
VILLAGE_POSTS = ("grid_worker", "village_doctor", "village_secretary", "village_cadre")


def at(hour: float, *, day: date = DAY) -> datetime:
    """A moment of the day by its hour."""
    return datetime(day.year, day.month, day.day, tzinfo=ZONE) + timedelta(hours=hour)


CUT_OFF = at(17)
BEFORE = at(8, day=DAY - timedelta(days=30))


def build_county() -> dict[str, Person]:
    """Write the whole day and return its persons by their short names."""
    build_places()
    people = {name: _person(name, area) for name, area in RESIDENTS.items()}
    build_measures(people)
    build_observations(people)
    build_lists(people)
    return people


RESIDENTS = {
    "甲": f"{STREET}001",
    "乙": f"{STREET}001",
    "丙": f"{HILL}001",
    "丁": f"{WILLOW}001",
    "戊": f"{WILLOW}002",
    "己": f"{WILLOW}002",
}


def build_places() -> None:
    """Areas, offices, posts and holders; nobody is village doctor at 柳林村."""
    edition = Edition.objects.create(label="测试", content_hash="x", areas=6, deepest=5, loaded_at=BEFORE)
    levels = {6: 3, 9: 4, 12: 5}
    for code, name in PLACES.items():
        Area.objects.create(code=code, level=levels[len(code)], name=name, from_edition=edition)
    Unit.objects.create(kind="headquarters", name="澜砚县疫情防控指挥部", area=COUNTY)
    posts = [("county_office", COUNTY)]
    posts += [(code, town) for town in (EAST, WEST) for code in ("town_clerk", "health_centre_head")]
    posts += [(code, village) for village in (STREET, HILL, WILLOW) for code in VILLAGE_POSTS]
    for code, area in posts:
        _post(code, area, held=(code, area) != ("village_doctor", WILLOW))


def _post(code: str, area: str, *, held: bool) -> None:
    post = Post.objects.create(code=code, area=area, established_at=BEFORE)
    if held:
        officer = Officer.objects.create(name=f"{PLACES[area][:2]}{len(code)}号")
        Assignment.objects.create(
            post=post, officer=officer, area=area, begins_at=BEFORE, begin_recorded_at=BEFORE
        )


def _person(name: str, area: str) -> Person:
    made = Person.objects.create(name=f"测{name}", name_key="ce", area=area, recorded_at=BEFORE)
    made.refresh_from_db()
    return made


def build_measures(people: dict[str, Person]) -> None:
    """甲乙丙 under measure, 丁 ended and not released, 戊 released today, 己 ordered today."""
    order(people["甲"], "home_isolation", "home", starts=-2, days=7)
    order(people["乙"], "central_isolation", "central", starts=-5, days=14)
    order(people["丙"], "home_monitoring", "home_monitor", starts=-1, days=3)
    order(people["丁"], "home_isolation", "home", starts=-8, days=7)
    released = order(people["戊"], "home_isolation", "home", starts=-7, days=7)
    event(released, "released", at(9))
    order(people["己"], "home_isolation", "home", starts=0, days=7)


def order(person: Person, measure: str, place: str, *, starts: int, days: int) -> Measure:
    """An order issued at 8:00 on its first day."""
    first = DAY + timedelta(days=starts)
    issued = at(8, day=first)
    return Measure.objects.create(
        series=uuid4(),
        step=1,
        last=True,
        person=person,
        person_uid=person.uid,
        area=person.area,
        disease="covid19",
        rule_id=1,
        category="high_risk_area",
        measure=measure,
        place=place,
        strictness=5,
        readings_per_day=2,
        calls_per_day=2,
        test_dates=[first],
        starts_on=first,
        ordered_until=first + timedelta(days=days),
        issuer="县疾控中心",
        issued_at=issued,
        recorded_at=issued,
        duties_from=first,
        ends_on=first + timedelta(days=days),
        ends_by=first + timedelta(days=days),
    )


def event(measure: Measure, kind: str, happened_at: datetime, *, recorded_at: datetime | None = None) -> None:
    """Something that happened to an order, with its projection."""
    known = recorded_at or happened_at
    MeasureEvent.objects.create(
        measure=measure, area=measure.area, kind=kind, by="测", happened_at=happened_at, recorded_at=known
    )
    if kind == "released":
        Measure.objects.filter(pk=measure.pk).update(
            ended_at=happened_at,
            ended_recorded_at=known,
            end_ground="released",
            released_at=happened_at,
            released_recorded_at=known,
        )


def build_observations(people: dict[str, Person]) -> None:
    """Readings, a fever with transfer, symptoms without, results of tests."""
    reading(people["甲"], "am", "36.5", at(7.5))
    reading(people["乙"], "am", "38.1", at(8))
    reading(people["丙"], "am", "36.8", at(9), symptoms="咳嗽")
    reading(people["甲"], "pm", "36.6", at(15), recorded_at=at(18))
    moved = {
        "person": people["乙"],
        "area": people["乙"].area,
        "kind": "transfer",
        "on_date": DAY,
        "by": "测",
    }
    Encounter.objects.create(outcome="departed", happened_at=at(8.5), recorded_at=at(8.5), **moved)
    Encounter.objects.create(outcome="arrived", happened_at=at(9.5), recorded_at=at(9.6), **moved)
    for name, result in (("乙", "positive"), ("己", "negative")):
        TestResult.objects.create(
            person=people[name],
            area=people[name].area,
            disease="covid19",
            sampled_on=DAY,
            result=result,
            by="测",
            happened_at=at(10),
            recorded_at=at(16),
        )


def reading(
    person: Person,
    slot: str,
    celsius: str,
    happened_at: datetime,
    *,
    symptoms: str = "",
    recorded_at: datetime | None = None,
) -> None:
    """A temperature of the day; a second one of a slot corrects the first."""
    again = Reading.objects.filter(person=person, on_date=DAY, slot=slot).exists()
    Reading.objects.create(
        person=person,
        area=person.area,
        on_date=DAY,
        slot=slot,
        celsius=celsius,
        symptoms=symptoms,
        repeats=again,
        by="测",
        happened_at=happened_at,
        recorded_at=recorded_at or happened_at,
    )


OUTCOMES = ("matched", "matched", "created", "review", "rejected", "forwarded")


def build_lists(people: dict[str, Person]) -> None:
    """One list of six rows, one of each outcome but unchanged; a forward nobody acknowledged; two checks."""
    counts = {name: OUTCOMES.count(name) for name in dict.fromkeys(OUTCOMES)}
    batch = Batch.objects.create(
        channel="police_push",
        area=COUNTY,
        file_name="名单.xlsx",
        file_hash="h1",
        disease="covid19",
        state="done",
        received_at=at(9),
        recorded_at=at(9),
        done_at=at(9.1),
        by="测",
        rows=len(OUTCOMES),
        **counts,
    )
    for number, outcome in enumerate(OUTCOMES, start=2):
        Row.objects.create(
            batch=batch,
            sheet_no=1,
            row_no=number,
            outcome=outcome,
            reason="several" if outcome == "review" else "",
            area=(STREET, WILLOW)[number % 2],
            facts_digest=bytes([number]) * 16,
        )
    Forward.objects.create(
        batch=batch,
        sheet_no=1,
        row_no=7,
        from_area=COUNTY,
        area="980101",
        held_in=COUNTY,
        happened_at=at(9.2),
        recorded_at=at(9.2),
    )
    for name, outcome in (("甲", "found_controlled"), ("丁", "not_reachable")):
        Check.objects.create(
            person=people[name],
            area=people[name].area,
            outcome=outcome,
            by="测",
            happened_at=at(11),
            recorded_at=at(11),
        )


def decide(*, recorded_at: datetime, person: Person) -> None:
    """The row in review is found to be a person, decided and recorded at a moment."""
    row = Row.objects.get(outcome="review")
    ReviewDecision.objects.create(
        batch=row.batch,
        sheet_no=row.sheet_no,
        row_no=row.row_no,
        part=row.part,
        area=row.area,
        decision="same_as",
        person=person,
        by="测",
        happened_at=recorded_at,
        recorded_at=recorded_at,
    )


def row_id(number: int, uid: UUID) -> str:
    """The identity of a row of a list as the trace names it."""
    return f"{uid}/1/{number}/0"
