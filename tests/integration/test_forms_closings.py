"""Closings and days off by page and API: who may, what is refused, what is expected afterwards."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.models import Closing, DayOff
from lianfang.apps.forms.terms import Expected, State
from lianfang.core.access.terms import SYSTEM
from lianfang.core.audit.models import AuditEvent
from lianfang.kernel.clock import ZONE

PAGE, DAYS = "/reports/closings/", "/reports/days-off/"


@pytest.fixture
def silent(county) -> Expected:
    """A village that has not reported today."""
    today = county.at.astimezone(ZONE).date()
    asked = {"area": county.area, "from_day": today, "until_day": today, "by": SYSTEM, "at": county.at}
    found = queries.expected(**asked, form="village-daily")
    return next(one for one in found if one.state is State.DUE)


def expected_days(slot: Expected, county) -> set[date]:
    days = {"from_day": slot.period_on, "until_day": slot.period_on + timedelta(days=3)}
    found = queries.expected(area=slot.area, **days, by=SYSTEM, at=county.at, form=slot.form)
    return {one.period_on for one in found}


def test_a_clerk_closes_and_opens_again_and_nothing_is_expected_between(county, silent, signed_in):
    clerk = signed_in("town_clerk", silent.area[:9])
    given = {"reporter": silent.reporter, "on": silent.period_on.isoformat(), "reason": "整村转移安置"}
    told = clerk.post(PAGE, given, follow=True).content.decode()
    assert "整村转移安置" in told
    assert "停报中" in told
    assert expected_days(silent, county) == set()
    made = Closing.objects.get(reporter=silent.reporter)
    assert "已经登记过" in clerk.post(PAGE, given).content.decode()
    clerk.post(f"{PAGE}{made.uid}/end/", {"until": (silent.period_on + timedelta(days=1)).isoformat()})
    assert min(expected_days(silent, county)) == silent.period_on + timedelta(days=2)
    kinds = set(
        AuditEvent.objects.filter(subject=f"reporter:{silent.reporter}").values_list("action", flat=True)
    )
    assert kinds == {"reporter.closed", "reporter.reopened"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"reason": " "}, "请写明理由"),
        ({"until": "2022-01-01"}, "截止日不早于起始日"),
        ({"reporter": "没有这个村"}, "没有这个村"),
        ({"form": "no-such-form"}, "no-such-form"),
        ({"on": "七月"}, "不是日期"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_closed(county, silent, signed_in, change, says):
    given = {"reporter": silent.name, "on": silent.period_on.isoformat(), "reason": "转移"}
    answer = signed_in("town_clerk", silent.area[:9]).post(PAGE, given | change)
    assert answer.status_code in {404, 422, 400}
    assert says in answer.content.decode()
    assert not Closing.objects.filter(reporter=silent.reporter).exists()


def test_nobody_closes_out_of_sight_nor_what_one_signs_oneself(county, silent, signed_in):
    given = {"reporter": silent.reporter, "on": silent.period_on.isoformat(), "reason": "不想报"}
    elsewhere = signed_in("town_clerk", "990121999").post(PAGE, given)
    assert elsewhere.status_code == 404
    secretary = signed_in("village_secretary", silent.area)
    assert "登记停报</button>" not in secretary.get(PAGE).content.decode()
    assert secretary.post(PAGE, given).status_code in {403, 404}
    assert not Closing.objects.filter(reporter=silent.reporter).exists()
    own = replace(SYSTEM, name="书记", scopes=(silent.area,), role="village_secretary")
    said = {"from_on": silent.period_on, "until_on": None, "reason": "不想报"}
    with pytest.raises(operations.NotAbove):
        operations.close_reporter(silent.reporter, **said, by=own, at=county.at)


def test_a_day_said_before_anything_was_loaded_stands_among_those_of_its_year(county, signed_in):
    DayOff.objects.all().delete()
    office = signed_in("headquarters", county.area)
    told = office.post(DAYS, {"on": "2022-07-15", "kind": "off", "name": "抗洪停工"}, follow=True)
    text = told.content.decode()
    assert "抗洪停工" in text
    assert "国庆节" in text
    assert DayOff.objects.filter(period_on__year=2022).count() == 31 + 7 + 1
    assert "请写明" in office.post(DAYS, {"on": "2022-07-16", "kind": "off", "name": " "}).content.decode()
    assert "选放假或上班" in office.post(DAYS, {"on": "", "kind": "off", "name": "假"}).content.decode()
    looker = signed_in("town_clerk", f"{county.area}100")
    assert "抗洪停工" in looker.get(DAYS, {"year": "2022"}).content.decode()
    assert looker.post(DAYS, {"on": "2022-07-15", "kind": "worked", "name": "x"}).status_code in {403, 404}
