"""Norms of staff as a duty: due are the posts that the norm asks for, done those established, held or vacant.

Who is lacking in a post that stands is lacking under `post_filled`: nobody twice.
"""

from datetime import timedelta

import pytest
from tests.factories import places
from tests.factories.places import AT, BY, COUNTY, GRID, TOWN, VILLAGE, days

from lianfang.apps.areas import operations, queries
from lianfang.apps.areas.models import Post
from lianfang.apps.areas.rules import staffing
from lianfang.core.duty import engine, registry
from lianfang.core.duty.terms import Gap, Tally

pytestmark = pytest.mark.django_db
STAFFING, FILLED = registry.kind("staffing"), registry.kind("post_filled")
TOWNS, VILLAGES, GRIDS = 2, 3, 2
NORM = 3 * TOWNS + 3 * VILLAGES + GRIDS


@pytest.fixture(autouse=True)
def county():
    places.build_county()


def lacking(at, area=COUNTY, known_at=None) -> dict[tuple[str, str], Gap]:
    view = engine.at_moment(area=area, at=at, known_at=known_at)
    return {(gap.area, gap.ref.split()[0]): gap for gap in engine.gaps(view=view, kinds=[STAFFING])}


def account(at, area=COUNTY) -> Tally:
    view = engine.on_day(area=area, day=at.date(), known_at=at)
    (found,) = engine.tallies(view=view, digits=len(area), kinds=[STAFFING])
    return found


def held(post: str, area: str, name: str, *, begins=AT) -> None:
    places.establish((post, area))
    places.hold(post, area, name, begins=begins, at=begins)


def abolish(post: str, area: str, *, at) -> None:
    Post.objects.filter(code=post, area=area).update(abolished_at=at)


def vacant(at) -> set[tuple[str, str]]:
    view = engine.at_moment(area=COUNTY, at=at)
    return {(gap.area, gap.ref.split()[0]) for gap in engine.gaps(view=view, kinds=[FILLED])}


def test_the_norm_is_due_every_day_and_what_is_established_is_done():
    held("town_clerk", TOWN, "镇办")
    places.establish(("grid_worker", GRID))
    for day in (1, 2, 30):
        found = account(days(day))
        assert (found.due, found.done, found.on_time, found.gap) == (NORM, 2, 2, NORM - 2)


def test_what_the_page_of_posts_finds_lacking_is_lacking_under_one_kind_only():
    held("town_clerk", TOWN, "镇办")
    held("village_cadre", VILLAGE, "甲")
    places.establish(("village_doctor", VILLAGE))
    operations.end_assignment(post="village_cadre", area=VILLAGE, ends_at=days(2), by=BY, at=days(2))
    for at in (days(1), days(3)):
        found = {(one.area, one.post) for one in queries.shortfalls(area=COUNTY, at=at)}
        assert set(lacking(at)) | vacant(at) == found
        assert set(lacking(at)) & vacant(at) == set()


def test_a_post_that_was_never_set_up_is_late_a_week_after_its_place_is_known():
    gap = lacking(days(1))[VILLAGE, "village_doctor"]
    assert (gap.opens_at, gap.due_at) == (AT, AT + staffing.STAFFED_WITHIN)
    assert account(days(6)).overdue == 0
    assert account(days(8)).overdue == NORM


def test_a_post_abolished_is_lacking_from_that_moment_and_set_up_late_counts_as_late():
    places.establish(("grid_worker", GRID))
    abolish("grid_worker", GRID, at=days(10))
    assert (GRID, "grid_worker") not in lacking(days(9))
    assert lacking(days(11))[GRID, "grid_worker"].opens_at == days(10)
    places.establish(("grid_worker", GRID), at=days(20))
    filled = account(days(20.2))
    assert (filled.done, filled.on_time, filled.late) == (1, 0, 1)
    after = account(days(21))
    assert (after.done, after.on_time, after.late) == (1, 1, 0)


def test_a_post_left_is_no_matter_of_the_norm():
    held("grid_worker", GRID, "王芳")
    operations.end_assignment(post="grid_worker", area=GRID, ends_at=days(10), by=BY, at=days(10))
    assert (GRID, "grid_worker") not in lacking(days(11))
    assert (GRID, "grid_worker") in vacant(days(11))


def test_whoever_fills_posts_above_sets_up_the_post():
    held("village_secretary", VILLAGE, "赵敏")
    held("town_clerk", TOWN, "镇办")
    found = lacking(days(1), area=TOWN)
    assert found[GRID, "grid_worker"].holder == "镇办"
    assert found[VILLAGE, "village_cadre"].holder == "镇办"
    assert found[TOWN, "health_centre_head"].holder is None


def test_the_gap_of_a_moment_is_the_gap_of_the_days_account():
    places.establish(("grid_worker", GRID), at=days(0.1))
    held("town_clerk", TOWN, "镇办")
    for at in (AT, days(0.2), days(1), days(1) + timedelta(hours=15)):
        assert account(at).gap == len(lacking(at))
