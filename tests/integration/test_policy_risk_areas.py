"""Risk areas: dated, of one grade at a time, as known at a moment; the nearest announced area decides."""

from datetime import date, timedelta

import pytest
from tests.factories import policy as factory

from lianfang.apps.policy import models, operations, queries
from lianfang.core.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
AT, BY = factory.AT, factory.BY
JULY = {day: date(2022, 7, day) for day in range(1, 32)}


def announce(place: str, level: str, day: int, at=AT, disease="covid19") -> str:
    return operations.announce_risk_area(
        place=place, level=level, disease=disease, announced_on=JULY[day], source="通告", by=BY, at=at
    )


def lift(place: str, day: int, at=AT) -> None:
    operations.lift_risk_area(place=place, disease="covid19", lifted_on=JULY[day], by=BY, at=at)


def level(place: str, day: int, known_at=AT) -> str:
    return queries.graded([place], disease="covid19", on=JULY[day], known_at=known_at)[0].level


def test_a_grade_holds_from_its_day_until_the_day_it_is_lifted():
    announce("990121100", "high", 3)
    lift("990121100", 10)
    assert [level("990121100", day) for day in (2, 3, 9, 10)] == ["", "high", "high", ""]


def test_the_nearest_announced_area_decides_and_what_lies_inside_is_said():
    announce("990121", "low", 1)
    announce("990121100001", "高风险区", 1)
    announce("缅甸", "medium", 1)
    wanted = ["990121100001", "990121100001003", "990121100002", "990121", "9901", "980101", "缅甸", "老挝"]
    found = queries.graded(wanted, disease="covid19", on=JULY[5], known_at=AT)
    assert [row.level for row in found] == ["high", "high", "low", "low", "", "", "medium", ""]
    assert [row.inside for row in found] == [(), (), (), ("high",), ("high", "low"), (), (), ()]
    assert found[1].graded_place == "990121100001"


def test_another_grade_ends_the_one_before_and_the_same_changes_nothing():
    assert announce("990121100", "high", 1) == "announced"
    assert announce("990121100", "high", 5) == "unchanged"
    assert announce("990121100", "medium", 8) == "announced"
    assert [level("990121100", day) for day in (7, 8)] == ["high", "medium"]
    assert models.RiskArea.objects.count() == AuditEvent.objects.count() == 2


def test_what_was_known_at_a_moment_can_be_asked():
    announce("990121100", "high", 1)
    later = AT + timedelta(days=2)
    lift("990121100", 5, at=later)
    assert level("990121100", 8, known_at=AT) == "high"
    assert level("990121100", 8, known_at=later) == ""
    assert level("990121100", 8, known_at=AT - timedelta(hours=1)) == ""


def test_diseases_are_graded_apart():
    announce("990121100", "high", 1, disease="dengue")
    assert level("990121100", 2) == ""


def test_a_code_with_padding_is_the_same_place():
    announce("990121100000", "high", 1)
    assert level("990121100", 2) == "high"


def test_what_can_not_be_is_refused():
    with pytest.raises(operations.RiskAreaNotInForce):
        lift("990121100", 3)
    with pytest.raises(operations.RiskAreaRefused, match="不是风险等级"):
        announce("990121100", "highest", 3)
    with pytest.raises(operations.RiskAreaRefused, match="不是地点"):
        announce(" ", "high", 3)
    announce("990121100", "high", 10)
    with pytest.raises(operations.RiskAreaOverlaps):
        announce("990121100", "low", 3)
    lift("990121100", 12)
    announce("990121100", "low", 12)
    assert [row["level"] for row in queries.list_risk_areas(on=JULY[12])] == ["low"]


def test_an_announcement_made_by_mistake_is_lifted_on_its_own_day():
    announce("990121100", "high", 3)
    lift("990121100", 3)
    announce("990121100", "medium", 3)
    assert level("990121100", 3) == "medium"
