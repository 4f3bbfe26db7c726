"""Reports by programs: a filled spreadsheet, closings and days off; each with its permission."""

import io
import json
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories.access import token_of

from lianfang.apps.forms import queries
from lianfang.apps.forms.models import Closing, Report
from lianfang.apps.forms.terms import Expected, State
from lianfang.core.access.terms import SYSTEM
from lianfang.kernel.clock import ZONE

NEEDED = dict.fromkeys(("found", "found_risk", "fever", "fever_sent", "asked", "helped", "frail"), 0)
SAID = NEEDED | {"visited": 40, "on_duty": 6, "gates": 2}


@pytest.fixture
def silent(county) -> Expected:
    """A village that has not reported today."""
    today = county.at.astimezone(ZONE).date()
    asked = {"area": county.area, "from_day": today, "until_day": today, "by": SYSTEM, "at": county.at}
    found = queries.expected(**asked, form="village-daily")
    return next(one for one in found if one.state is State.DUE)


def call(method: str, address: str, body: Any = None, *, role: str, area: str) -> Any:
    headers = {"Authorization": f"Bearer {token_of(role, area)}"}
    given = json.dumps(body) if body is not None else ""
    return Client().generic(
        method, f"/api/{address}", given, content_type="application/json", headers=headers
    )


def hand_in(content: bytes, *, area: str, role: str = "village_secretary", **given: str) -> Any:
    headers = {"Authorization": f"Bearer {token_of(role, area)}"}
    file = SimpleUploadedFile("日报.xlsx", content)
    return Client().post("/api/spreadsheets", {"file": file} | given, headers=headers)


def filled(slot: Expected, county: Any, **others: object) -> bytes:
    """The template of one village, filled in."""
    asked = {"on": slot.period_on, "slot": slot.slot, "by": SYSTEM, "at": county.at}
    book = openpyxl.load_workbook(io.BytesIO(queries.spreadsheet(slot.form, area=slot.area, **asked)))
    for row in book["填报"].iter_rows(min_row=4):
        code = str(row[0].value or "").partition("=")[0]
        if code in SAID | others:
            row[5].value = (SAID | others)[code]
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_filled_spreadsheet_is_handed_in_once_and_refused_by_reason(county, silent):
    content = filled(silent, county)
    first, again = (hand_in(content, area=silent.area) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    ((told,), (same,)) = (first.json(), again.json())
    assert told["submitted"]["uid"] == same["submitted"]["uid"]
    assert (told["submitted"]["again"], same["submitted"]["again"]) == (False, True)
    report = Report.objects.get(reporter=silent.reporter, period_on=silent.period_on)
    assert queries.values(report)["visited"] == 40.0
    bad = hand_in(filled(silent, county, found="一个"), area=silent.area, reason="改")
    assert (bad.status_code, bad.json()["code"]) == (422, "forms.report_refused")
    assert "不是整数" in bad.json()["detail"]


def test_a_number_of_the_ledger_typed_over_is_refused(county, silent):
    answer = hand_in(filled(silent, county, held="7777"), area=silent.area)
    assert answer.status_code == 422
    assert "由台账生成" in answer.json()["detail"]
    assert not Report.objects.filter(reporter=silent.reporter, period_on=silent.period_on).exists()


def test_what_is_no_template_or_of_another_village_is_refused(county, silent):
    assert hand_in(b"PK", area=silent.area).status_code in {415, 422}
    assert hand_in(filled(silent, county), area="990121999001").status_code == 404
    assert hand_in(filled(silent, county), area=county.area, role="inspector").status_code == 403


def test_closings_and_days_off_by_programs(county, silent):
    given = {"reporter": silent.reporter, "from_on": silent.period_on.isoformat(), "reason": "整村转移"}
    town = {"role": "town_clerk", "area": silent.area[:9]}
    made = call("POST", "closings", given, **town)
    assert made.status_code == 200, made.content
    uid = made.json()["uid"]
    assert call("POST", "closings", given, **town).status_code == 422
    listed = call("GET", f"closings?on={silent.period_on}", **town).json()["items"]
    assert [one["uid"] for one in listed] == [uid]
    ended = call("POST", f"closings/{uid}/end", {"until_on": given["from_on"]}, **town)
    assert ended.json()["until_on"] == given["from_on"]
    assert call("POST", "closings", given, role="village_secretary", area=silent.area).status_code == 403
    assert Closing.objects.filter(reporter=silent.reporter).count() == 1
    day = {"on": "2022-07-15", "holiday": True, "name": "抗洪停工"}
    office = {"role": "headquarters", "area": county.area}
    assert call("POST", "days-off", day, **office).json() == day
    assert day in call("GET", "days-off?year=2022", **office).json()
    assert call("POST", "days-off", day, **town).status_code == 403
