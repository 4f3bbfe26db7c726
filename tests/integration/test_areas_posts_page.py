"""Who holds what, on one page: given, handed over, stood in for, signed for; what the norms find lacking."""

from datetime import timedelta

import pytest
from tests.factories import places
from tests.factories.access import signed_in
from tests.factories.places import AT, BY, COUNTY, GRID, TOWN, VILLAGE

from lianfang.apps.areas import operations, queries
from lianfang.apps.areas.models import Assignment, Deputy, Officer, Pledge, Unit
from lianfang.core.access.terms import Actor
from lianfang.kernel.errors import NotAllowed

pytestmark = pytest.mark.django_db
EAST = "990121100001"
LATER = AT + timedelta(days=3)
PAGE = f"/areas/{TOWN}/posts/"


@pytest.fixture(autouse=True)
def _posts(monkeypatch):
    monkeypatch.setenv("LIANFANG_NOW", LATER.isoformat())
    places.build_county()
    places.establish(("town_clerk", TOWN), ("village_cadre", VILLAGE), ("village_cadre", EAST))
    places.hold("village_cadre", VILLAGE, "甲干部")
    places.hold("village_cadre", EAST, "乙干部")


def holder(area: str, post: str = "village_cadre") -> str | None:
    (found,) = [one for one in queries.board(area=area, at=LATER) if (one.area, one.post) == (area, post)]
    return found.holder


def officer(name: str) -> Officer:
    return Officer.objects.get(name=name)


def send(act: str, **cells: object):
    return signed_in("town_clerk", TOWN).post(f"{PAGE}change/", {"act": act, **cells})


def test_the_page_shows_holders_and_vacancies_of_the_place_and_of_those_below():
    page = signed_in("town_clerk", TOWN).get(PAGE).content.decode()
    assert "甲干部" in page
    assert "乙干部" in page
    (clerk,) = [one for one in queries.board(area=TOWN, at=LATER) if one.area == TOWN]
    assert (clerk.post, clerk.holder) == ("town_clerk", None)


def test_a_village_is_handed_to_another_cadre_and_the_old_time_stays_known():
    cells = {"post": "village_cadre", "area": VILLAGE, "officer": officer("乙干部").uid}
    answer = send("hand_over", **cells)
    assert answer.status_code == 302, answer.content.decode()
    assert holder(VILLAGE) == "乙干部"
    before = queries.responsible(area=VILLAGE, post="village_cadre", at=AT + timedelta(days=1))
    assert before.holder == "甲干部"
    assert Assignment.objects.filter(post__area=VILLAGE).count() == 2


def test_who_holds_a_village_already_is_not_given_it():
    with pytest.raises(operations.HeldAlready):
        operations.hand_over(
            post="village_cadre", area=VILLAGE, officer=officer("甲干部").uid, ground="", by=BY, at=LATER
        )


def test_a_vacant_post_is_given_and_ended():
    assert send("assign", post="town_clerk", area=TOWN, name="丙书记").status_code == 302
    assert holder(TOWN, "town_clerk") == "丙书记"


def test_somebody_stands_in_until_the_end_of_a_day():
    until = (LATER + timedelta(days=5)).date().isoformat()
    cells = {"post": "village_cadre", "area": VILLAGE, "officer": officer("乙干部").uid}
    assert send("stand_in", **cells, until=until, ground="隔离").status_code == 302
    (found,) = Deputy.objects.all()
    assert (found.officer.name, found.area, found.ground) == ("乙干部", VILLAGE, "隔离")
    shown = [one for one in queries.board(area=TOWN, at=LATER) if one.area == VILLAGE]
    assert (shown[0].holder, shown[0].deputy) == ("甲干部", "乙干部")


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ({"act": "assign", "post": "town_clerk", "area": TOWN, "name": " "}, 400),
        ({"act": "hand_over", "post": "village_cadre", "area": VILLAGE, "officer": "x"}, 400),
        ({"act": "dance"}, 400),
        ({"act": "assign", "post": "town_clerk", "area": "990121200", "name": "丁"}, 403),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(cells, status):
    answer = signed_in("town_clerk", TOWN).post(f"{PAGE}change/", cells)
    assert answer.status_code == status, answer.content.decode()
    assert Assignment.objects.count() == 2


def test_a_pledge_is_signed_once_and_with_the_holders_own_name():
    held = Assignment.objects.get(post__area=VILLAGE)
    village = Actor("甲干部", (VILLAGE,))
    with pytest.raises(operations.SignedByAnother):
        operations.sign_pledge(assignment=held.uid, signed_as="乙干部", by=village, at=LATER)
    signed = signed_in("village_secretary", VILLAGE).post(
        f"/areas/{VILLAGE}/posts/pledge/", {"assignment": held.uid, "signed_as": "甲干部"}
    )
    assert signed.status_code == 302, signed.content.decode()
    assert Pledge.objects.get().signed_at == LATER
    with pytest.raises(operations.PledgeSigned):
        operations.sign_pledge(assignment=held.uid, signed_as="甲干部", by=village, at=LATER)


def test_a_pledge_of_another_village_is_not_ones_to_sign():
    held = Assignment.objects.get(post__area=VILLAGE)
    with pytest.raises(NotAllowed):
        operations.sign_pledge(assignment=held.uid, signed_as="甲干部", by=Actor("乙", (EAST,)), at=LATER)


def test_the_norms_find_what_is_not_established_and_what_is_vacant():
    lacking = {(one.area, one.post): one for one in queries.shortfalls(area=TOWN, at=LATER)}
    assert (VILLAGE, "village_cadre") not in lacking
    assert lacking[TOWN, "town_clerk"].established_enough
    assert not lacking[VILLAGE, "village_doctor"].established_enough
    assert (GRID, "grid_worker") in lacking
    assert not any(area.startswith("990121200") for area, _ in lacking)
    assert all(one.lacking == one.asked - one.held > 0 for one in lacking.values())


def test_who_may_not_manage_sees_no_forms_and_is_refused():
    client = signed_in("village_secretary", VILLAGE)
    page = client.get(f"/areas/{VILLAGE}/posts/").content.decode()
    assert "结束任职" not in page
    assert client.post(f"/areas/{VILLAGE}/posts/change/", {"act": "end"}).status_code == 403
    assert client.get(f"/areas/{COUNTY}/posts/").status_code == 403


def test_a_stand_in_ends_before_its_time_with_a_reason():
    cells = {"post": "village_cadre", "area": VILLAGE, "officer": officer("乙干部").uid}
    send("stand_in", **cells, until=f"{LATER + timedelta(days=5):%Y-%m-%d}", ground="病假")
    deputy = Deputy.objects.get()
    assert str(deputy.uid) in signed_in("town_clerk", TOWN).get(PAGE).content.decode()
    refused = send("end_stand_in", deputy=deputy.uid, ground=" ")
    assert refused.status_code == 422
    assert "请写明理由" in refused.content.decode()
    assert send("end_stand_in", deputy=deputy.uid, ground="已返岗").status_code == 302
    deputy.refresh_from_db()
    assert deputy.ends_at == LATER


def test_a_post_and_a_unit_are_set_up_once():
    missing = {"post": "village_doctor", "area": VILLAGE}
    assert send("establish", **missing).status_code == 302
    assert holder(VILLAGE, "village_doctor") is None
    again = send("establish", **missing)
    assert again.status_code == 422
    assert "已设有岗位" in again.content.decode()
    school = {"kind": "school", "unit": "第一小学", "area": VILLAGE}
    assert send("unit", **school).status_code == 302
    assert Unit.objects.get(name="第一小学").area == VILLAGE
    assert "已有单位" in send("unit", **school).content.decode()
    assert 'value="第一小学"' in send("unit", **school).content.decode()
    assert send("unit", **school | {"unit": " "}).status_code == 422


def test_nothing_is_set_up_beyond_ones_area():
    assert send("establish", post="town_clerk", area="990121101").status_code == 403


def test_a_refused_appointment_comes_back_with_what_was_typed():
    places.establish(("village_doctor", VILLAGE))
    answer = send("assign", post="village_doctor", area=VILLAGE, name=" ", phone="13800000009")
    assert answer.status_code == 400
    assert 'value="13800000009"' in answer.content.decode()
