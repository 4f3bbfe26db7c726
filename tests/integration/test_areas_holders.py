"""Posts, assignments over time, who is responsible here, and the vacancy as a gap."""

from datetime import timedelta
from uuid import uuid4

import polars as pl
import pytest
from tests.factories import places
from tests.factories.places import AT, BY, COUNTY, GRID, TOWN, VILLAGE, days

from lianfang.apps.areas import operations, queries, rules
from lianfang.apps.areas.models import Assignment, Officer, Post, Unit
from lianfang.apps.areas.operations.assignments import EndBeforeBegin
from lianfang.apps.areas.operations.establishment import UnknownUnitKind
from lianfang.apps.areas.terms import PostCode, post_of_unit
from lianfang.core.audit.models import AuditEvent
from lianfang.core.duty import engine, registry
from lianfang.kernel.errors import WrongCall

pytestmark = pytest.mark.django_db
VACANCIES = [registry.kind("post_filled")]
POSTS = (
    ("grid_worker", GRID),
    ("village_secretary", VILLAGE),
    ("village_cadre", VILLAGE),
    ("area_leader", TOWN),
    ("town_clerk", TOWN),
    ("county_office", COUNTY),
)


@pytest.fixture(autouse=True)
def county():
    places.build_county()
    places.establish(*POSTS)


def answer(post="grid_worker", area=GRID, at=AT, known_at=None):
    found = queries.responsible(area=area, post=post, at=at, known_at=known_at)
    return found and (found.holder, found.holder_post, found.holder_area, found.by_vacancy)


def vacate(post, area, *, ends, at=None):
    operations.end_assignment(post=post, area=area, ends_at=ends, by=BY, at=at or ends)


def test_the_holder_of_the_post_answers():
    places.hold("grid_worker", GRID, "王芳")
    assert answer() == ("王芳", "grid_worker", GRID, False)
    assert answer(area=GRID + "004") == ("王芳", "grid_worker", GRID, False)  # a building of the grid


def test_a_vacant_post_is_answered_for_up_the_ladder():
    places.hold("county_office", COUNTY, "县办")
    assert answer() == ("县办", "county_office", COUNTY, True)
    places.hold("town_clerk", TOWN, "镇办")
    assert answer() == ("镇办", "town_clerk", TOWN, True)
    places.hold("village_cadre", VILLAGE, "李强")
    assert answer() == ("李强", "village_cadre", VILLAGE, True)
    places.hold("village_secretary", VILLAGE, "赵敏")
    assert answer() == ("赵敏", "village_secretary", VILLAGE, True)


def test_doctors_and_police_have_ladders_of_their_own():
    places.establish(("health_centre_head", TOWN), ("police_station_head", TOWN))
    places.hold("village_secretary", VILLAGE, "赵敏")
    places.hold("health_centre_head", TOWN, "周医")
    places.hold("police_station_head", TOWN, "钱警")
    assert answer("村医", VILLAGE) == ("周医", "health_centre_head", TOWN, True)
    assert answer("police_officer", VILLAGE) == ("钱警", "police_station_head", TOWN, True)


def test_a_post_of_a_unit_is_held_in_that_unit_or_else_above():
    places.hold("town_clerk", TOWN, "镇办")
    finance, farming = (unit_with_head(name) for name in ("财政所", "农业站"))
    operations.assign_one(post="unit_head", area=TOWN, officer_name="钱所长", unit_uid=finance, by=BY, at=AT)
    asked = {name: post_of_unit(PostCode.UNIT_HEAD, uid) for name, uid in (("财", finance), ("农", farming))}
    found = queries.holders_of_duties(places=[(TOWN, post) for post in asked.values()], at=AT)
    held = {one.post: (one.holder, one.holder_post) for one in found}
    assert held == {asked["财"]: ("钱所长", "unit_head"), asked["农"]: ("镇办", "town_clerk")}


def unit_with_head(name):
    operations.add_unit(kind="department", name=name, area=TOWN, by=BY, at=AT)
    uid = Unit.objects.get(name=name).uid
    operations.establish_post(post="unit_head", area=TOWN, unit=uid, by=BY, at=AT)
    return uid


def test_nobody_up_to_the_county_is_no_answer():
    assert answer() is None
    assert queries.responsible_many(areas=[GRID, VILLAGE], post="grid_worker", at=AT) == []


def test_posts_of_other_places_do_not_answer():
    places.establish(("grid_worker", VILLAGE + "002"), ("village_secretary", "990121200201"))
    places.hold("grid_worker", VILLAGE + "002", "邻格")
    places.hold("village_secretary", "990121200201", "邻村")
    assert answer() is None


def test_an_assignment_answers_from_its_beginning_to_its_end():
    places.hold("grid_worker", GRID, "王芳", begins=days(1))
    vacate("grid_worker", GRID, ends=days(3))
    places.hold("grid_worker", GRID, "孙丽", begins=days(5), at=days(5))
    seen = [answer(at=days(day), known_at=days(9)) for day in (0.5, 1, 2.9, 3, 4.9, 5, 8)]
    assert [found and found[0] for found in seen] == [None, "王芳", "王芳", None, None, "孙丽", "孙丽"]


def test_what_was_recorded_later_was_not_known_before():
    places.hold("grid_worker", GRID, "王芳", begins=days(0), at=days(2))  # recorded two days late
    vacate("grid_worker", GRID, ends=days(4), at=days(6))
    assert answer(at=days(1), known_at=days(1)) is None
    assert answer(at=days(1), known_at=days(2))[0] == "王芳"
    assert answer(at=days(5), known_at=days(5))[0] == "王芳"
    assert answer(at=days(5), known_at=days(6)) is None


def test_a_post_has_one_holder_at_a_time():
    places.hold("grid_worker", GRID, "王芳")
    with pytest.raises(operations.PostHeld):
        places.hold("grid_worker", GRID, "孙丽", begins=days(1))


def test_nobody_is_assigned_to_a_post_that_is_not_established():
    with pytest.raises(operations.PostNotEstablished, match="网格员"):
        places.hold("grid_worker", VILLAGE + "002", "王芳")
    assert Officer.objects.count() == 0


def test_an_end_needs_a_running_assignment_and_lies_after_its_beginning():
    with pytest.raises(operations.AssignmentNotFound):
        vacate("grid_worker", GRID, ends=days(1))
    places.hold("grid_worker", GRID, "王芳", begins=days(1))
    with pytest.raises(EndBeforeBegin):
        vacate("grid_worker", GRID, ends=days(1))


def test_bulk_assignment_is_idempotent_and_ends_what_the_table_ends():
    uid = str(uuid4())
    row = {
        "post": "grid_worker",
        "area": GRID,
        "officer_name": "王芳",
        "officer_uid": uid,
        "phone": "13800000000",
    }
    frame = pl.DataFrame([row])
    assert operations.assign(frame, by=BY, at=AT).created == 1
    assert operations.assign(frame.with_columns(begins_at=pl.lit(AT)), by=BY, at=days(1)).created == 0
    ended = frame.with_columns(begins_at=pl.lit(AT), ends_at=pl.lit(days(2)))
    assert operations.assign(ended, by=BY, at=days(2)).changed == 1
    assert Assignment.objects.get().ends_at == days(2)
    assert bytes(Officer.objects.get().phone_sealed)[:5] != b"13800"


def test_one_officer_holds_several_posts_under_one_identity():
    rows = [
        {"post": post, "area": area, "officer_name": "赵敏", "phone": "13800000001"}
        for post, area in (("village_secretary", VILLAGE), ("village_cadre", VILLAGE))
    ]
    operations.assign(pl.DataFrame(rows), by=BY, at=AT)
    assert Officer.objects.count() == 1
    operations.assign(pl.DataFrame(rows).with_columns(begins_at=pl.lit(AT)), by=BY, at=AT)
    assert Officer.objects.count() == 1
    assert Assignment.objects.count() == 2


def test_units_and_posts_are_written_once_and_hang_under_their_parents():
    upper = str(uuid4())
    units = pl.DataFrame(
        {
            "kind": ["town_office", "health_centre"],
            "name": ["城关镇政府", "城关镇卫生院"],
            "area": [TOWN, TOWN],
            "uid": [upper, None],
            "parent_uid": [None, upper],
        }
    )
    written = [operations.load_units(units, by=BY, at=AT) for _ in range(2)]
    assert [one.created for one in written] == [2, 0]
    centre = Unit.objects.get(kind="health_centre")
    assert centre.parent is not None
    assert str(centre.parent.uid) == upper
    posts = pl.DataFrame({"code": ["health_centre_head"], "area": [TOWN], "unit_uid": [str(centre.uid)]})
    assert [operations.establish_posts(posts, by=BY, at=AT).created for _ in range(2)] == [1, 0]
    assert Post.objects.get(code="health_centre_head").unit == centre


def test_wrong_frames_are_refused():
    with pytest.raises(UnknownUnitKind):
        operations.load_units(pl.DataFrame({"kind": ["tent"], "name": ["甲"], "area": [TOWN]}), by=BY, at=AT)
    with pytest.raises(rules.UnknownPost):
        places.establish(("king", TOWN))
    with pytest.raises(WrongCall, match="area"):
        operations.establish_posts(pl.DataFrame({"code": ["grid_worker"]}), by=BY, at=AT)


def test_every_write_leaves_one_line_in_the_log():
    before = AuditEvent.objects.count()
    places.hold("grid_worker", GRID, "王芳")
    vacate("grid_worker", GRID, ends=days(1))
    actions = list(AuditEvent.objects.order_by("id").values_list("action", flat=True))[before:]
    assert actions == ["areas.assigned", "areas.assignment_ended"]


def gaps(at, known_at=None, area=COUNTY):
    view = engine.at_moment(area=area, at=at, known_at=known_at)
    found = engine.gaps(view=view, kinds=VACANCIES)
    return {(gap.area, gap.ref.split()[0]): gap for gap in found}


def test_a_vacancy_is_a_gap_of_whoever_fills_posts_above():
    places.hold("village_secretary", VILLAGE, "赵敏")
    places.hold("town_clerk", TOWN, "镇办")
    found = gaps(days(2))
    assert {area for area, _ in found} == {GRID, VILLAGE, TOWN, COUNTY}
    grid = found[GRID, "grid_worker"]
    assert (grid.holder, grid.holder_post) == ("镇办", "town_clerk")  # a village names nobody
    assert grid.subject == str(Post.objects.get(area=GRID).uid)
    assert grid.ref == "grid_worker 2022-07-01 08:00"
    assert (grid.opens_at, grid.due_at) == (AT, AT + timedelta(hours=24))
    assert found[VILLAGE, "village_cadre"].holder == "镇办"
    assert found[TOWN, "area_leader"].holder is None  # the county office is vacant too


def test_a_filled_post_is_no_gap_and_a_vacated_one_is_again():
    places.hold("grid_worker", GRID, "王芳", begins=days(0.5), at=days(0.5))
    assert (GRID, "grid_worker") in gaps(days(0.4))
    assert (GRID, "grid_worker") not in gaps(days(1))
    vacate("grid_worker", GRID, ends=days(3))
    assert gaps(days(4))[GRID, "grid_worker"].opens_at == days(3)
    places.hold("grid_worker", GRID, "孙丽", begins=days(5), at=days(6))
    assert (GRID, "grid_worker") in gaps(days(5.5))  # not known yet
    assert (GRID, "grid_worker") not in gaps(days(5.5), known_at=days(6))


def test_a_successor_without_a_break_leaves_no_gap():
    places.hold("grid_worker", GRID, "王芳")
    vacate("grid_worker", GRID, ends=days(2))
    places.hold("grid_worker", GRID, "孙丽", begins=days(2), at=days(2))
    assert (GRID, "grid_worker") not in gaps(days(2.5))


def test_the_days_account_of_vacancies_balances():
    places.hold("grid_worker", GRID, "王芳", begins=days(0.9), at=days(0.9))
    places.hold("town_clerk", TOWN, "镇办", begins=days(1.1), at=days(1.1))
    view = engine.on_day(area=COUNTY, day=days(1).date(), known_at=days(3))
    (tally,) = engine.tallies(view=view, digits=6, kinds=VACANCIES)
    assert (tally.due, tally.done, tally.on_time, tally.late, tally.gap) == (6, 2, 1, 1, 4)


def test_posts_of_an_area_with_their_holders():
    places.hold("village_secretary", VILLAGE, "赵敏")
    found = queries.post_holders(area=VILLAGE, at=AT)
    assert [(one.post, one.name, one.holder) for one in found] == [
        ("village_cadre", "包村干部", None),
        ("village_secretary", "村（社区）书记", "赵敏"),
    ]
