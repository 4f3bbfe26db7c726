"""Hours of care: by default with a source, or set for a place from a day on, on a ground, by who may."""

from datetime import timedelta

import pytest
from tests.factories import facilities as made
from tests.factories.access import token_of

from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.rules.hours import HoursImpossible
from lianfang.apps.facilities.terms import NEEDS, NeedKind
from lianfang.core.access import rows
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.audit.models import AuditEvent
from lianfang.kernel.errors import NotAllowed

pytestmark = pytest.mark.django_db
HOUR, DAY, FOOD = made.HOUR, timedelta(days=1), NeedKind.FOOD


@pytest.fixture(autouse=True)
def _county(db):
    made.build()


def put(area=made.COUNTY, *, by=made.OFFICE, at=made.AT, **other):
    facts = {"acknowledged": HOUR / 2, "answered": 2 * HOUR, "from_day": made.DAY, "ground": "指挥部第3号令"}
    return operations.set_hours(FOOD, area=area, by=by, at=at, **facts | other)


def hours(area, at=made.AT, by=made.OFFICE):
    return queries.care_hours(area=area, by=by, at=at)[FOOD]


def test_hours_are_those_of_the_nearest_place_that_set_them_or_the_default_with_its_source():
    assert (hours(made.VILLAGE).answered, hours(made.VILLAGE).by) == (NEEDS[FOOD].answered, "")
    assert "传染病防治法" in hours(made.VILLAGE).source
    put()
    assert (hours(made.VILLAGE).answered, hours(made.VILLAGE).source) == (2 * HOUR, "指挥部第3号令")
    put(made.TOWN, answered=HOUR)
    put(made.TOWN, answered=3 * HOUR, from_day=made.DAY + timedelta(days=2))
    assert [hours(made.VILLAGE, made.AT + n * DAY).answered for n in (0, 1, 2)] == [HOUR, HOUR, 3 * HOUR]
    assert hours("990121200").answered == 2 * HOUR
    village = made.actor("grid_worker", made.VILLAGE)
    with rows.acting(village):
        assert hours(made.VILLAGE, by=village).answered == HOUR  # the row of the town above is read
    logged = AuditEvent.objects.filter(action="care.hours_set").order_by("id").first()
    assert logged.facts["before"] == [str(NEEDS[FOOD].acknowledged), str(NEEDS[FOOD].answered)]


def test_what_is_asked_from_then_on_has_the_new_clock_and_what_was_asked_keeps_its_own():
    person = str(made.control.person("甲").uid)
    before = operations.ask_need(person, FOOD, by=made.OFFICE, at=made.AT)
    put(at=made.AT + HOUR)
    after = operations.ask_need(person, FOOD, by=made.OFFICE, at=made.AT + HOUR)
    assert (before.due_at - made.AT, after.due_at - made.AT) == (NEEDS[FOOD].answered, 3 * HOUR)
    assert queries.need(before.uid, by=made.OFFICE, at=made.AT + HOUR).due_at == before.due_at


@pytest.mark.parametrize(
    "wrong",
    [
        {"ground": " "},
        {"from_day": made.DAY - timedelta(days=1)},
        {"acknowledged": 3 * HOUR},
        {"acknowledged": timedelta(minutes=1)},
        {"answered": timedelta(days=8)},
    ],
)
def test_hours_that_cannot_be_are_refused_and_nothing_changes(wrong):
    with pytest.raises(HoursImpossible):
        put(**wrong)
    assert hours(made.COUNTY).by == ""


def test_who_may_set_them_and_where():
    with pytest.raises(PermissionMissing):
        put(by=made.actor("grid_worker", made.VILLAGE), area=made.VILLAGE)
    with pytest.raises(NotAllowed):
        put(by=made.actor("town_clerk", made.TOWN), area=made.COUNTY)


def test_page_and_api_set_them_and_tell_what_is_wrong(signed_in, client, monkeypatch):
    monkeypatch.setenv("LIANFANG_NOW", made.AT.isoformat())
    office = signed_in("headquarters", made.COUNTY)
    typed = {"kind": "food", "acknowledged": "30", "answered": "3", "from_day": made.DAY.isoformat()}
    wrong = office.post("/care/hours/set/", typed | {"ground": ""})
    assert (wrong.status_code, "须写明依据" in wrong.content.decode()) == (422, True)
    assert (
        office.post("/care/hours/set/", typed | {"ground": "第5号令"}).headers["Location"] == "/care/hours/"
    )
    assert "第5号令" in office.get("/care/hours/").content.decode()
    assert "食物和饮水，3 小时" in office.get("/care/").content.decode()
    headers = {"Authorization": f"Bearer {token_of('headquarters', made.COUNTY)}"}
    told = {"headers": headers, "content_type": "application/json"}
    given = {"kind": "food", "area": made.TOWN, "acknowledged_minutes": 15, "answered_minutes": 60}
    given |= {"from_day": made.DAY.isoformat(), "ground": "第6号令"}
    answer = client.post("/api/facilities/care-hours", given, **told)
    food = next(one for one in answer.json() if one["kind"] == "food")
    assert (answer.status_code, food["source"], food["area"]) == (200, "第6号令", made.TOWN)
