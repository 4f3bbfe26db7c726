"""Codes that change between editions: proposals, what follows, chains, and what is refused."""

import pytest
from tests.factories import places
from tests.factories.places import AT, BY, COUNTY, GRID, ROWS, TOWN, VILLAGE, days

from lianfang.apps.areas import operations, queries, rules
from lianfang.apps.areas.models import Area, Assignment, Post, Recoding, Unit
from lianfang.apps.areas.terms import Recode
from lianfang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db


def proposals(edition):
    closed, opened = queries.closed_and_opened(edition=edition)
    return rules.propose(closed, opened, recorded=queries.recodings_of(edition=edition))


def renumbered(old, new, rows=ROWS):
    return [(new + code[len(old) :] if code.startswith(old) else code, name) for code, name in rows]


def load(rows, at=AT):
    return places.load(rows, at=at).edition


def recode(pairs, edition, at=AT):
    recodes = [Recode(old, new, "", "批复") for old, new in pairs]
    return operations.recode(recodes, edition=edition, by=BY, at=at)


def test_a_renumbered_town_takes_villages_grids_posts_and_units_along():
    places.build_county()
    places.establish(("village_secretary", VILLAGE), ("grid_worker", GRID))
    places.hold("grid_worker", GRID, "王芳")
    Unit.objects.create(kind="market", name="北山集市", area=VILLAGE)
    edition = load(renumbered(TOWN, "990121300"))
    result = operations.recode(proposals(edition), edition=edition, by=BY, at=days(1))
    assert (result.recorded, result.below, result.posts, result.units) == (3, 2, 2, 1)
    moved = "990121300201"
    assert queries.current_code(GRID) == moved + "001"
    assert Area.objects.get(code=moved + "001", until_edition=None).name == "第一网格"
    assert set(Post.objects.values_list("area", flat=True)) == {moved, moved + "001"}
    assert Assignment.objects.get().area == moved + "001"
    assert Unit.objects.get().area == moved
    assert queries.responsible(area=moved + "001", post="grid_worker", at=days(1)).holder == "王芳"


def test_recording_again_changes_nothing():
    places.build_county()
    places.establish(("grid_worker", GRID))
    edition = load(renumbered(TOWN, "990121300"))
    pairs = [(one.old_code, one.new_code) for one in proposals(edition)]
    recode(pairs, edition)
    again = recode(pairs, edition)
    assert (again.recorded, again.below, again.posts) == (0, 0, 0)
    assert proposals(edition) == []
    assert Recoding.objects.count() == 5


def test_villages_that_exchange_codes_exchange_what_hangs_on_them():
    places.load([*ROWS, ("990121100202", "南坡村")])
    places.load([(VILLAGE + "001", "北山网格"), ("990121100202001", "南坡网格")], scope=TOWN, label="网格")
    places.establish(("village_secretary", VILLAGE), ("village_secretary", "990121100202"))
    places.hold("village_secretary", VILLAGE, "北书记")
    places.hold("village_secretary", "990121100202", "南书记")
    edition = load(
        [*(row for row in ROWS if row[0] != VILLAGE), (VILLAGE, "南坡村"), ("990121100202", "北山村")]
    )
    operations.recode(proposals(edition), edition=edition, by=BY, at=AT)
    assert queries.responsible(area=VILLAGE, post="village_secretary", at=AT).holder == "南书记"
    assert queries.responsible(area="990121100202", post="village_secretary", at=AT).holder == "北书记"
    assert queries.names([VILLAGE + "001"]) == {VILLAGE + "001": "南坡网格"}
    assert queries.names(["990121100202001"]) == {"990121100202001": "北山网格"}


def test_of_posts_that_meet_in_a_merged_village_one_stays():
    places.load()
    places.establish(("village_secretary", VILLAGE), ("village_secretary", "990121100001"))
    places.hold("village_secretary", VILLAGE, "北书记")
    places.hold("village_secretary", "990121100001", "东书记")
    gone = (VILLAGE, "990121100001")
    edition = load([*(row for row in ROWS if row[0] not in gone), ("990121100005", "北街社区")])
    assert proposals(edition) == []  # a merger is no guess
    result = recode([(old, "990121100005") for old in gone], edition, at=days(1))
    assert (result.recorded, result.posts, result.posts_abolished) == (2, 1, 1)
    assert queries.responsible(area="990121100005", post="village_secretary", at=days(2)).holder == "东书记"
    assert Assignment.objects.get(officer__name="北书记").ends_at == days(1)


def test_an_old_code_leads_through_every_later_edition():
    places.load()
    first = load(renumbered(TOWN, "990121300"))
    operations.recode(proposals(first), edition=first, by=BY, at=AT)
    second = load(renumbered("990121300", "990121400", renumbered(TOWN, "990121300")))
    operations.recode(proposals(second), edition=second, by=BY, at=AT)
    assert queries.current_code(VILLAGE) == "990121400201"
    assert queries.current_code("990121300201", since_edition=first) == "990121400201"
    assert queries.require_area(VILLAGE) == "990121400201"
    assert queries.area(VILLAGE).asked == VILLAGE


def test_within_one_edition_a_chain_does_not_run_on():
    rows = [*ROWS, ("990121100202", "南坡村")]
    places.load(rows)
    edition = load(
        [*(row for row in ROWS if row[0] != VILLAGE), ("990121100202", "北山村"), ("990121100203", "南坡村")]
    )
    operations.recode(proposals(edition), edition=edition, by=BY, at=AT)
    assert queries.current_code(VILLAGE) == "990121100202"
    assert queries.current_code("990121100202", since_edition=edition - 1) == "990121100203"
    assert queries.require_area("990121100202") == "990121100202"  # current: no translation


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (COUNTY, "990121300", "停用"),
        (VILLAGE, "990121999999", "不存在"),
        ("990121100001", "990121300201", "另一个"),
    ],
)
def test_a_recoding_that_contradicts_the_edition_is_refused(old, new, reason):
    places.load()
    edition = load(renumbered(TOWN, "990121300"))
    recode([("990121100001", "990121300001")], edition)
    with pytest.raises(operations.RecodingRefused, match=reason):
        recode([(old, new)], edition)


def test_the_second_half_of_an_exchange_comes_too_late_alone():
    places.load([*ROWS, ("990121100202", "南坡村")])
    edition = load(
        [*(row for row in ROWS if row[0] != VILLAGE), (VILLAGE, "南坡村"), ("990121100202", "北山村")]
    )
    recode([(VILLAGE, "990121100202")], edition)
    with pytest.raises(operations.RecodingRefused, match="同一次"):
        recode([("990121100202", VILLAGE)], edition)


def test_a_code_that_leads_nowhere_is_not_found():
    places.load()
    load([row for row in ROWS if row[0] != VILLAGE])
    assert queries.current_code(VILLAGE) is None
    with pytest.raises(NotFound):
        queries.require_area(VILLAGE)
