"""Who may go: an order at home for seven days from 10 July, tests on days 1, 4 and 7, decided at 8:00 then.

Each line: the day asked, the samples (day of July and result: - negative, + positive, ? doubtful, with a Ct
value where one is told), the rule's own condition, and what is still missing.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from tests.factories.measures import NOW, VIEW, ZONE

from lianfang.apps.control.rules.release import (
    CONDITIONS,
    Course,
    ReasonMissing,
    ReleaseNotDue,
    check_may_release,
    missing_for_release,
)
from lianfang.apps.control.terms import ReleaseGround, Sampled
from lianfang.apps.policy.terms import RELEASES

RESULTS = {"-": "negative", "+": "positive", "?": "inconclusive"}
TABLE = """
day | samples           | condition               | missing
17  | 10- 13- 16-       |                         |
16  | 10- 13- 16-       |                         | 还有1天
12  | 10-               |                         | 还有5天; 2022-07-13应做; 2022-07-16应做
17  | 10- 16-           |                         | 2022-07-13应做
17  | 10- 14- 16-       |                         |
17  | 10- 13- 17-       |                         |
17  | 10- 13? 16-       |                         | 2022-07-13应做
17  | 10- 13- 16+       |                         | 2022-07-16采样结果阳性; 2022-07-16应做
17  |                   |                         | 2022-07-10应做; 2022-07-13应做; 2022-07-16应做
17  | 10- 13- 16-       | double_sample           | 双采双检
17  | 10- 13- 16- 16-   | double_sample           |
17  | 10- 13- 13- 16-   | double_sample           | 双采双检
17  | 10- 13- 16-       | last_test_negative      |
17  | 10- 13- 16- 17?   | last_test_negative      | 末次检测
17  | 10- 13- 16- 17-   | two_negatives_24h_apart |
17  | 10- 13- 16- 16-   | two_negatives_24h_apart | 连续两次
17  | 10- 13- 16- 17?   | two_negatives_24h_apart | 连续两次
17  | 10- 13- 16- 17?36 | ct_ge_35                |
17  | 10- 13- 16- 17?34 | ct_ge_35                | Ct值
"""


def sample(text: str) -> Sampled:
    mark = next(mark for mark in RESULTS if mark in text)
    day, _, ct = text.partition(mark)
    return Sampled(date(2022, 7, int(day)), RESULTS[mark], Decimal(ct) if ct else None)


def lines() -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()[1:]]


@pytest.mark.parametrize(("day", "samples", "condition", "missing"), lines())
def test_what_is_missing_for_release(day, samples, condition, missing):
    course = Course(tuple(sample(text) for text in samples.split()))
    at = datetime(2022, 7, int(day), 9, tzinfo=ZONE)
    found = missing_for_release(VIEW, condition=condition, course=course, at=at)
    wanted = [part.strip() for part in missing.split(";") if part.strip()]
    assert len(found) == len(wanted)
    for phrase, word in zip(found, wanted, strict=True):
        assert word in phrase


@pytest.mark.parametrize(("condition", "hours"), [("afebrile_24h", 24), ("symptom_free_48h", 48)])
def test_fever_must_have_been_gone_for_its_hours(condition, hours):
    at = datetime(2022, 7, 17, 9, tzinfo=ZONE)
    view = replace(VIEW, test_dates=())
    gone = Course(alerts=(at - timedelta(hours=hours),))
    recent = Course(alerts=(at - timedelta(hours=hours - 1),))
    assert missing_for_release(view, condition=condition, course=gone, at=at) == ()
    assert len(missing_for_release(view, condition=condition, course=recent, at=at)) == 1


def test_tests_of_days_before_the_decision_are_not_asked_for():
    late = replace(VIEW, issued_at=NOW + timedelta(days=4))
    at = datetime(2022, 7, 17, 9, tzinfo=ZONE)
    missing = missing_for_release(late, condition="", course=Course(), at=at)
    assert missing == ("2022-07-16应做的检测没有阴性结果",)


def test_an_order_that_lapsed_asks_for_nothing_more():
    lapsed = replace(VIEW, ended_at=NOW, end_ground="lapsed")
    assert missing_for_release(lapsed, condition="double_sample", course=Course(), at=NOW) == ()


def test_every_condition_that_policy_names_is_known():
    assert set(CONDITIONS) == set(RELEASES)


def test_the_refusal_lists_what_is_missing_and_other_grounds_need_a_reason():
    told = {"condition": "", "course": Course(), "at": NOW}
    with pytest.raises(ReleaseNotDue, match="还有7天"):
        check_may_release(VIEW, ground=ReleaseGround.COMPLETED, reason="", **told)
    with pytest.raises(ReasonMissing):
        check_may_release(VIEW, ground=ReleaseGround.DECEASED, reason="", **told)
    check_may_release(VIEW, ground=ReleaseGround.POLICY_CHANGED, reason="二十条", **told)
