"""Gaps have holders: the one on the post, upward where it is vacant; kinds, holders, days can be chosen."""

from datetime import timedelta

import pytest
from tests.factories import control as factory
from tests.factories.control import BY, DAY, NOW, at

from lianfang.apps.areas.models import Assignment, Officer, Post
from lianfang.apps.control import operations
from lianfang.apps.control.duties import CALL, KINDS, NOTICE_SERVED, TEMPERATURE
from lianfang.core.duty import engine, registry
from lianfang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
BEFORE = at(DAY - timedelta(days=30))


def held(code: str, area: str, name: str) -> None:
    post = Post.objects.create(code=code, area=area, established_at=BEFORE)
    officer = Officer.objects.create(name=name)
    Assignment.objects.create(
        post=post, officer=officer, area=area, begins_at=BEFORE, begin_recorded_at=BEFORE
    )


@pytest.fixture(autouse=True)
def _county() -> None:
    factory.load_pack()
    held("county_office", factory.COUNTY, "县办")
    held("village_secretary", factory.VILLAGE, "书记")
    held("village_doctor", factory.VILLAGE, "村医")
    Post.objects.create(code="grid_worker", area=factory.GRID, established_at=BEFORE)


def listed(**more):
    view = engine.at_moment(area=factory.COUNTY, at=NOW)
    return list(engine.gaps(view=view, kinds=KINDS, **more))


def test_every_gap_names_its_holder_upward_where_a_post_is_vacant():
    factory.ordered(factory.person())
    factory.ordered(factory.person(area=factory.OTHER))
    found = {(gap.kind, gap.area): (gap.holder, gap.holder_post) for gap in listed()}
    assert found["temperature", factory.GRID] == ("村医", "village_doctor")
    assert found["first_visit", factory.GRID] == ("书记", "village_secretary")
    assert found["call", factory.GRID] == ("县办", "county_office")
    assert found["temperature", factory.OTHER] == ("县办", "county_office")


def test_nobody_holds_a_gap_where_nobody_is_known():
    Assignment.objects.all().delete()
    factory.ordered(factory.person())
    assert {(gap.holder, gap.holder_post) for gap in listed()} == {(None, None)}


def test_gaps_of_one_holder():
    factory.ordered(factory.person())
    assert {gap.kind for gap in listed(holder="村医")} == {"temperature", "test_taken"}


def test_a_holder_is_the_one_of_that_time():
    post = Post.objects.get(code="village_doctor")
    Assignment.objects.filter(post=post).update(ends_at=NOW, end_recorded_at=NOW)
    held_now = Officer.objects.create(name="新村医")
    Assignment.objects.create(
        post=post, officer=held_now, area=post.area, begins_at=NOW, begin_recorded_at=NOW
    )
    factory.ordered(factory.person(), when=NOW - timedelta(hours=1))
    earlier = engine.at_moment(area=factory.COUNTY, at=NOW - timedelta(minutes=1))
    assert {gap.holder for gap in engine.gaps(view=earlier, kinds=[TEMPERATURE])} == {"村医"}
    assert {gap.holder for gap in listed() if gap.kind == "temperature"} == {"新村医"}


def test_counts_are_the_lengths_of_the_lists():
    for _ in range(3):
        factory.ordered(factory.person())
    view = engine.at_moment(area=factory.COUNTY, at=NOW)
    counts = engine.gap_counts(view=view, kinds=KINDS)
    assert counts["notice_served"] == 3
    for kind in KINDS:
        assert counts[kind.code] == len(list(engine.gaps(view=view, kinds=[kind])))


def test_gaps_of_a_past_moment_are_those_still_open_then():
    (order,) = factory.ordered(factory.person())
    later = NOW + timedelta(hours=2)
    operations.serve_notice(order.pk, by=BY, at=later)
    for known_at, at_moment, gaps in [(NOW, NOW, 1), (later, NOW, 1), (later, later, 0)]:
        view = engine.at_moment(area=factory.COUNTY, at=at_moment, known_at=known_at)
        assert len(list(engine.gaps(view=view, kinds=[NOTICE_SERVED]))) == gaps


def test_a_series_is_the_coverage_day_by_day():
    factory.ordered(factory.person())
    days = [DAY + timedelta(days=ahead) for ahead in range(3)]
    found = engine.series(area=factory.COUNTY, kind=CALL, days=days, known_at=at(days[1], "18:00"))
    assert [[tally.due for tally in found[day]] for day in days] == [[2], [2], []]


def test_the_slots_of_a_view_are_what_its_tally_counts():
    factory.ordered(factory.person())
    view = engine.on_day(area=factory.COUNTY, day=DAY, known_at=at(DAY, "18:00"))
    (tally,) = engine.tallies(view=view, digits=6, kinds=[TEMPERATURE])
    assert len(engine.slots(view=view, kind=TEMPERATURE)) == tally.due == 2


def test_kinds_are_found_by_code_and_each_code_is_one_kind():
    assert registry.kind("temperature") is TEMPERATURE
    with pytest.raises(NotFound):
        registry.kind("nothing")
    codes = [kind.code for kind in registry.kinds()]
    assert len(codes) == len(set(codes))
    assert {"push_check", "forward_acknowledged", "post_filled", *(kind.code for kind in KINDS)} <= set(codes)
    assert all(kind.source and kind.phrase.startswith("应") for kind in registry.kinds())
