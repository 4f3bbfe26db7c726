"""Fan-out and duties of directives equal plain Python on random counties, papers and courses."""

import random
from datetime import date, datetime, time, timedelta

import pytest
from tests.factories import directives as factory
from tests.factories.directives import COUNTY, NOW, OFFICE
from tests.reference import directives_twin as twin

from lianfang.apps.areas import queries as areas
from lianfang.apps.areas.models import Post, Unit
from lianfang.apps.areas.terms import PostCode, UnitKind
from lianfang.apps.directives import duties, operations
from lianfang.apps.directives.models import Item, Task, TaskEvent
from lianfang.apps.directives.rules import rhythm
from lianfang.apps.directives.terms import TaskEventKind
from lianfang.core.duty import engine

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def random_county(rng: random.Random) -> list[str]:
    """Towns, villages and grids; posts established here and there; units of some kinds."""
    towns = [f"{COUNTY}{100 + town}" for town in range(3)]
    villages = [f"{town}{200 + village}" for town in towns for village in range(3)]
    places = [COUNTY, *towns, *villages, *(f"{village}001" for village in villages[::2])]
    factory.county(places)
    for place in places:
        for post in rng.sample(list(PostCode), 3):
            if post is not PostCode.UNIT_HEAD:
                Post.objects.create(code=post, area=place, established_at=factory.BEFORE)
        Unit.objects.create(kind=rng.choice(list(UnitKind)), name=f"单位{place}", area=place)
    return places


def random_item(rng: random.Random, index: int, places: list[str]):
    made = factory.item(index, f"{index}.", "要求。", "village_secretary")
    posts = [post.value for post in rng.sample(list(PostCode), 3) if post is not PostCode.UNIT_HEAD]
    kinds = [kind.value for kind in rng.sample(list(UnitKind), 2)]
    units = rng.sample(list(Unit.objects.values_list("uid", flat=True)), rng.randrange(2))
    ground = rng.sample(places, 1) if rng.random() < 0.3 else []
    return made, {"posts": posts, "unit_kinds": kinds, "units": units, "areas": ground}


@pytest.mark.parametrize("seed", range(6))
def test_every_item_goes_where_plain_python_sends_it(seed):
    rng = random.Random(seed)
    places = random_county(rng)
    given = [random_item(rng, index, places) for index in range(6)]
    uid = factory.kept(*(made for made, _ in given))
    for index, (_, to) in enumerate(given):
        Item.objects.filter(directive__uid=uid, index=index).update(**to)
    ground = rng.choice([COUNTY, places[1]])
    units = [
        twin.OfArea(str(one), kind, area)
        for one, kind, area in Unit.objects.values_list("uid", "kind", "area")
    ]
    posts = list(Post.objects.values_list("code", "area"))
    expected = {}
    for index, (_, to) in enumerate(given):
        asked = twin.Asked(to["posts"], to["unit_kinds"], [str(one) for one in to["units"]], to["areas"])
        expected[index] = twin.targets(
            asked, ground=ground, places=places, posts=posts, units=units, norms=areas.norm_levels()
        )
    Item.objects.filter(directive__uid=uid, index__in=[i for i, to in expected.items() if not to]).update(
        use="left_out"
    )
    operations.issue(uid, area=ground, by=OFFICE, at=NOW)
    found = {index: set() for index in expected}
    for index, area, post in Task.objects.values_list("item__index", "area", "post"):
        found[index].add((area, post))
    assert found == expected
    assert Task.objects.count() == sum(map(len, expected.values()))


def random_course(rng: random.Random, task: twin.Task, row: Task) -> None:
    """Events as the workflow allows them, happened and recorded at random moments in order."""
    at = task.issued_at
    for _ in range(rng.randrange(7)):
        at += timedelta(minutes=rng.randrange(1, 2000))
        kinds = twin.allowed(task, at=at)
        kinds = [kind for kind in kinds if kind is not TaskEventKind.WITHDRAWN or rng.random() < 0.2]
        if not kinds:
            return
        kind = rng.choice(kinds)
        slot = _slot(rng, task, at) if kind in {TaskEventKind.DONE, TaskEventKind.SENT_BACK} else ""
        if slot is None:
            continue
        ends = kind in {TaskEventKind.SIGNED_OFF, TaskEventKind.WITHDRAWN}
        recorded = at if ends else at + timedelta(minutes=rng.choice([0, 0, rng.randrange(600)]))
        task.events.append(twin.Event(kind, slot, at, recorded))
        said = {"slot": slot, "note": "x", "by": "x", "happened_at": at, "recorded_at": recorded}
        TaskEvent.objects.create(task=row, area=row.area, kind=kind, **said)
        if ends:
            Task.objects.filter(pk=row.pk).update(ended_at=at, end_recorded_at=at)
            return


def _slot(rng: random.Random, task: twin.Task, at: datetime) -> str | None:
    if task.starts_on is None:
        return ""
    on = at.astimezone(rhythm.ZONE).date()
    slots = rhythm.slots_of(
        on, starts_on=task.starts_on, days=task.days, clocks=task.clocks, issued_at=task.issued_at
    )
    return rng.choice([slot.ref for slot in slots] or [None])


@pytest.mark.parametrize("seed", range(8))
def test_every_duty_is_the_one_that_plain_python_finds(seed):
    rng = random.Random(seed)
    factory.staffed()
    rhythms = [
        factory.daily(rng.randrange(1, 4), days=rng.choice([1, 1, 2, 7])),
        factory.daily(1, time(rng.randrange(8, 20)), days=7, weekday=rng.randrange(1, 8)),
        factory.within(timedelta(hours=rng.randrange(1, 100))),
        factory.daily(rng.randrange(1, 4)) | factory.within(timedelta(hours=rng.randrange(24, 100))),
        {},
    ]
    items = [
        factory.item(place, f"{place}.", "要求。", "village_secretary", **said)
        for place, said in enumerate(rhythms)
    ]
    factory.issued(*items)
    tasks = []
    for row in Task.objects.order_by("id"):
        clocks = list(row.clocks)
        task = twin.Task(
            str(row.uid), row.area, row.issuer_area, row.issued_at, row.receive_by, row.due_at, row.starts_on,
            row.days, clocks,
        )  # fmt: skip
        random_course(rng, task, row)
        tasks.append(task)
    for _ in range(12):
        at = NOW + timedelta(minutes=rng.randrange(0, 60 * 24 * 9))
        known_at = at + timedelta(minutes=rng.choice([0, rng.randrange(-300, 3000)]))
        area = rng.choice([COUNTY, factory.TOWN, factory.VILLAGE])
        view = engine.at_moment(area=area, at=at, known_at=known_at)
        found = [
            (gap.kind, gap.subject, gap.ref, gap.area) for gap in engine.gaps(view=view, kinds=duties.KINDS)
        ]
        assert len(found) == len(set(found))
        assert set(found) == twin.gaps(tasks, area=area, at=at, known_at=known_at)


def test_a_period_begins_after_the_weekday_on_which_the_last_one_ended():
    monday = date(2022, 7, 11)
    assert rhythm.first_day(monday, days=7, weekday=1) == date(2022, 7, 5)
    assert rhythm.first_day(monday, days=7, weekday=7) == monday
    assert rhythm.first_day(monday, days=7, weekday=None) == monday


@pytest.mark.parametrize(
    ("times", "told", "expected"),
    [
        (1, [], [18]),
        (2, [], [12, 18]),
        (2, [16], [12, 16]),
        (2, [10], [10, 10]),
        (3, [9, 15], [9, 9, 15]),
        (6, [], [10, 12, 14, 16, 18, 20]),
    ],
)
def test_a_clock_for_each_time(times, told, expected):
    assert [clock.hour for clock in rhythm.clocks_of(times, [time(hour) for hour in told])] == expected
