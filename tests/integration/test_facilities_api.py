"""The API of care, staff, the fever clinic and homes: the same operations as the pages, by a program."""

import pytest
from django.test import Client
from tests.factories import facilities as made
from tests.factories.access import token_of

from lianfang.apps.areas import operations as areas

pytestmark = pytest.mark.django_db
HOUR = made.HOUR


@pytest.fixture
def site(db, monkeypatch):
    made.build()
    hospital = {"kind": "hospital", "name": "县医院", "area": made.TOWN}
    areas.add_unit(**hospital, by=made.SYSTEM, at=made.places.AT)
    monkeypatch.setenv("LIANFANG_NOW", (made.AT + HOUR).isoformat())
    return made.active()


@pytest.fixture
def call(site):
    client, headers = Client(), {"Authorization": f"Bearer {token_of('headquarters', made.COUNTY)}"}

    def call(address: str, given: dict | None = None) -> tuple[int, dict | list]:
        told = {"headers": headers, "content_type": "application/json"}
        answer = client.get(f"/api/facilities/{address}", headers=headers)
        if given is not None:
            answer = client.post(f"/api/facilities/{address}", given, **told)
        return answer.status_code, answer.json()

    return call


def test_a_need_goes_its_way(site, call):
    person = str(made.control.person("甲").uid)
    status, need = call("needs", {"person": person, "kind": "dialysis", "every_hours": 56})
    assert (status, need["state"], need["every_hours"]) == (200, "asked", 56)
    steps = [("acknowledge", {}, "taken_up"), ("answer", {"note": "专车"}, "coming_back")]
    for step, given, state in [*steps, ("end", {"reason": "转入医院"}, "ended")]:
        assert call(f"needs/{need['uid']}/{step}", given)[1]["state"] == state
    status, problem = call(f"needs/{need['uid']}/answer", {})
    assert (status, problem["code"]) == (422, "facilities.need_impossible")
    assert [one["uid"] for one in call(f"needs?area={made.COUNTY}")[1]] == [need["uid"]]
    assert call("needs", {"person": person, "kind": "dialysis", "every_hours": 0})[0] == 422


def test_staff_meals_and_homes(site, call):
    nurse = str(made.control.person("护士").uid)
    status, entered = call(f"sites/{site.uid}/staff", {"person": nurse, "work": "medical"})
    assert status == 200
    twice = call(f"sites/{site.uid}/staff", {"person": nurse, "work": "medical"})
    assert (twice[0], twice[1]["code"]) == (422, "facilities.staff_elsewhere")
    assert call(f"staff/{entered['uid']}/temperature", {"celsius": "37.9"})[1] == {"fever": True}
    (member,) = call(f"sites/{site.uid}/staff")[1]
    assert (member["person"], member["fever"], member["tested_every"]) == (nurse, True, 1)
    assert call(f"staff/{entered['uid']}/leave", {})[1] == {"left": True}
    assert call(f"sites/{site.uid}/meals", {"meal": "dinner", "served": 3})[0] == 200
    _, checked = call("home-checks", {"person": nurse, "answers": {"own_toilet": True}})
    assert checked["recommended"] == "site"
    assert "没有单独的卫生间" not in checked["reasons"]
    assert call(f"home-checks?person={nurse}")[1] == [checked]


def test_the_fever_clinic(site, call):
    person = str(made.control.person("甲").uid)
    given = {"person": person, "clinic": str(made.unit("县医院")), "ground": "fever"}
    status, held = call("clinic/holds", given)
    assert (status, held["ended_at"]) == (200, None)
    assert call("clinic/holds", given)[1]["code"] == "facilities.held_already"
    again = call(f"clinic/holds/{held['uid']}/result", {"result": "inconclusive"})[1]
    assert again["ground"] == "retest"
    assert call(f"clinic/holds/{again['uid']}/free", {})[1]["code"] == "facilities.end_unsaid"
    assert call(f"clinic/holds/{again['uid']}/free", {"note": "急诊"})[1]["end"] == "without_result"
    assert {one["end"] for one in call("clinic/holds")[1]} == {"inconclusive", "without_result"}
