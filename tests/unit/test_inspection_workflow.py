"""What may happen to a finding, who may not say so, by when; what a visit holds; when somebody is absent."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest

from lianfang.apps.inspection.rules import shifts, visit_form, workflow
from lianfang.apps.inspection.terms import (
    EVENT_NAMES,
    STATE_NAMES,
    CheckItem,
    FindingEventKind,
    FindingState,
    FindingView,
    Mode,
    VisitRecord,
)
from lianfang.core.access.terms import Actor
from lianfang.kernel.clock import ZONE

AT = datetime(2022, 7, 11, 10, tzinfo=ZONE)
HOUR = timedelta(hours=1)
FOUND = FindingView(
    uid=UUID(int=1),
    id=1,
    area="990121",
    place="澜砚县",
    kind="school",
    target="x",
    unit=None,
    name="学校",
    item="entrance",
    category="查验",
    text="没人",
    mode="at_once",
    severity="grave",
    by="甲",
    by_user=1,
    found_at=AT,
    recorded_at=AT,
    due_at=AT + HOUR,
    state="open",
    rounds=1,
    times=1,
    overdue=False,
    rectified_at=AT,
    rectified_by="乙",
    rectified_text="改了",
    closed_at=None,
)
ITEM = CheckItem("entrance", "入口有人", "看", "查验", "grave", 2, "通行要求", "M")


@pytest.mark.parametrize(("state", "kind"), list(product(FindingState, FindingEventKind)))
def test_every_state_says_what_may_happen_in_it(state, kind):
    found = replace(FOUND, state=str(state))
    if (state, kind) in workflow.NEXT:
        workflow.check_event(found, kind, act=EVENT_NAMES[kind])
        assert workflow.NEXT[state, kind] == workflow.STATE_AFTER.get(kind, state)
    else:
        with pytest.raises(workflow.NotNow, match=STATE_NAMES[state]):
            workflow.check_event(found, kind, act=EVENT_NAMES[kind])


def test_every_state_is_reached_and_the_closed_ones_end():
    assert set(workflow.NEXT.values()) == set(FindingState)
    assert {state for state, _ in workflow.NEXT} == set(FindingState) - {"closed", "withdrawn"}


@pytest.mark.parametrize(
    ("name", "user", "refused"),
    [
        ("甲", 1, True),
        ("改名", 1, True),
        ("乙", 2, True),
        ("丙", 3, False),
        ("甲", 3, False),
        ("甲", None, True),
        ("丙", None, False),
    ],
)
def test_accounts_are_compared_and_names_where_there_is_none(name, user, refused):
    by = Actor(name, user=user)
    if refused:
        with pytest.raises(workflow.OwnCheck):
            workflow.check_other(FOUND, by=by, rectified_user=2)
    else:
        workflow.check_other(FOUND, by=by, rectified_user=2)


@pytest.mark.parametrize(
    ("mode", "days", "due"),
    [
        (Mode.AT_ONCE, 5, AT + 24 * HOUR),
        (Mode.BY_DATE, 2, datetime(2022, 7, 14, tzinfo=ZONE)),
        (Mode.BY_DATE, 0, datetime(2022, 7, 13, tzinfo=ZONE)),
        (Mode.COUNTY, 2, AT + 7 * 24 * HOUR),
    ],
)
def test_the_usual_time_limits(mode, days, due):
    assert workflow.due_of(mode, days=days, found_at=AT) == due


def test_a_typed_day_is_its_end():
    assert workflow.read_due("2022-07-11", found_at=AT) == datetime(2022, 7, 12, tzinfo=ZONE)
    for wrong in ("2022-07-10", "2023-07-11", "明天", ""):
        with pytest.raises(workflow.DueImpossible):
            workflow.read_due(wrong, found_at=AT)


def read(**values: str) -> visit_form.Read:
    given = {"answer-entrance": "unmet", "note-entrance": "没人，门开着", "signed_by": "王某"} | values
    record = VisitRecord(str(uuid4()), str(uuid4()), AT, given)
    return visit_form.read_visit(record, [ITEM], by="甲", at=AT)


def test_what_was_not_met_is_found_by_the_date_of_its_item():
    (found,) = read().found
    assert (found.text, found.mode, found.due_at) == (
        "没人，门开着",
        Mode.BY_DATE,
        datetime(2022, 7, 14, tzinfo=ZONE),
    )


def test_the_form_decides_how_and_by_when():
    (found,) = read(**{"mode-entrance": "county", "due-entrance": "2022-07-20"}).found
    assert (found.mode, found.due_at) == (Mode.COUNTY, datetime(2022, 7, 21, tzinfo=ZONE))
    (found,) = read(**{"mode-entrance": "at_once", "due-entrance": "2022-07-20"}).found
    assert found.due_at == AT + 24 * HOUR


def test_what_no_list_foresaw_is_found_too():
    assert [one.item.code for one in read(**{"note-other": "灭火器过期"}).found] == ["entrance", "other"]
    assert read(**{"answer-entrance": "met", "note-entrance": ""}).found == ()


def test_two_records_of_one_identity_are_the_same_only_where_they_say_the_same():
    record = VisitRecord("a", "b", AT, {"x": "1", "y": "2"})
    same = replace(record, happened_at=AT - HOUR, values={"y": "2", "x": "1"})
    assert visit_form.digest_of(record, by="甲") == visit_form.digest_of(same, by="甲")
    assert visit_form.digest_of(record, by="甲") != visit_form.digest_of(record, by="乙")


@pytest.mark.parametrize(
    ("after", "came", "excused", "state"),
    [
        (-1, False, False, "ahead"),
        (0, False, False, "waited"),
        (29, False, False, "waited"),
        (30, False, False, "absent"),
        (30, True, False, "came"),
        (30, False, True, "excused"),
    ],
)
def test_where_a_shift_stands(after, came, excused, state):
    told = {"begins_at": AT, "ends_at": AT + 8 * HOUR, "at": AT + timedelta(minutes=after)}
    assert shifts.state_of(came=came, excused=excused, **told) == state
