"""Who is to act and by when, from what was read; a paper as runs of its items."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest

from lianfang.apps.directives.rules import evidence, limits, showing, workflow
from lianfang.apps.directives.rules.reading import read
from lianfang.apps.directives.terms import (
    Actor,
    ActorKind,
    Deadline,
    DeadlineKind,
    Extent,
    Item,
    ItemKind,
    Limit,
    Recurrence,
    Span,
    TaskEventKind,
    TaskState,
)
from lianfang.kernel.clock import ZONE

SPAN = Span(0, 1)
AT = datetime(2022, 7, 11, 9, tzinfo=ZONE)
UNIT = UUID(int=5)


def item(**said: object) -> Item:
    known = {"index": 0, "paper": 0, "number": "1.", "level": 1, "parent": None, "kind": ItemKind.DEMAND}
    words = {"area_of_work": "", "title": "", "text": "要求。", "span": SPAN}
    return Item(**known | words | said)  # type: ignore[arg-type]


def deadline(kind: DeadlineKind, **said: object) -> Deadline:
    return Deadline("…", SPAN, "test", kind, **said)  # type: ignore[arg-type]


def named(
    text: str, *codes: str, by: str = "责任人", kind: ActorKind = ActorKind.POST, **more: object
) -> Actor:
    return Actor(text, SPAN, kind, by, "test", codes=codes, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "limit"),
    [
        ({"deadlines": (deadline(DeadlineKind.AT_ONCE),)}, Limit(within=workflow.AT_ONCE)),
        ({"deadlines": (deadline(DeadlineKind.WITHIN, within=timedelta(days=2)),)}, Limit(timedelta(days=2))),
        (
            {"deadlines": (deadline(DeadlineKind.WITHIN, within=timedelta(days=2), anchor="会后"),)},
            Limit(timedelta(days=2)),
        ),
        (
            {"deadlines": (deadline(DeadlineKind.WITHIN, within=timedelta(14), anchor="自到达之日起"),)},
            Limit(),
        ),
        (
            {"deadlines": (deadline(DeadlineKind.BY_DATE, on=date(2022, 7, 20)),)},
            Limit(due_at=datetime(2022, 7, 20, 18, tzinfo=ZONE)),
        ),
        ({"deadlines": (deadline(DeadlineKind.BY_CLOCK, clock=time(16)),)}, Limit()),
        ({}, Limit()),
    ],
)
def test_the_limit_of_an_item(said, limit):
    assert limits.limits_of(item(**said)) == (limit,)


def test_of_several_rhythms_the_closest_counts_with_the_clock_that_is_told():
    rhythms = (Recurrence("每天", SPAN, "t", 1, 1), Recurrence("每日两次", SPAN, "t", 2, 1))
    by_clock = deadline(DeadlineKind.BY_CLOCK, clock=time(16))
    (found,) = limits.limits_of(item(recurrences=rhythms, deadlines=(by_clock,)))
    assert (found.times, found.days, found.clocks) == (2, 1, (time(12), time(16)))


def demand(text: str) -> Item:
    """The one demand of a paper of the eleventh of July."""
    content = f"关于加强管理的通知\n\n一、{text}\n\n测试县指挥部\n2022年7月11日\n"
    found = read("通知.txt", content.encode(), today=AT.date())
    return next(one for one in found.items if one.kind is ItemKind.DEMAND)


DAILY = (1, 1)
"""Once in every day."""


@pytest.mark.parametrize(
    ("text", "told", "over"),
    [
        ("各村每日消毒一次，7月14日前建立名册。", [DAILY, "07-14"], []),
        ("各村7月14日前建立名册，此后每日消毒一次。", [DAILY, "07-14"], []),
        ("各村三日内完成补登，每日更新台账。", [DAILY, 3], []),
        ("各村会后立即传达，每日报送进展。", [DAILY, 0], []),
        ("各村每日排查一次，发现异常的，2小时内报告镇防控办。", [DAILY], []),
        ("各村每日排查一次，遇有突发情况随时报告。", [DAILY], []),
        ("即日起至7月31日，各单位每日消毒一次。", [DAILY], ["即日起至7月31日"]),
        ("各村每日巡查一次，问题3日内整改。", [DAILY], ["3日内"]),
        ("各村每日巡查一次，7月14日前建立名册，7月20日前报送总结。", [DAILY, "07-14"], ["7月20日前"]),
        ("各村7月15日前完成自查，7月16日前书面报告。", ["07-15"], ["7月16日前"]),
        ("各村发现阳性立即上报，7月14日前建立名册。", ["07-14"], []),
        ("各村7月14日前建立名册。7月14日前报镇防控办。", ["07-14"], []),
    ],
)
def test_a_rhythm_and_a_deadline_are_two_limits_and_what_is_passed_over_is_doubted(text, told, over):
    found = demand(text)
    assert [shown(limit) for limit in limits.limits_of(found)] == told
    doubted = [one for one in found.doubts if one.code == "limit_passed_over"]
    assert [one.text for one in limits.passed_over(found)] == over
    assert [one.span for one in doubted] == [one.span for one in limits.passed_over(found)]
    assert (found.confidence < 1) is bool(over)


def shown(limit: Limit) -> object:
    """A rhythm as times and days, a moment as its day, a time as its days."""
    if limit.recurs:
        return (limit.times, limit.days)
    return f"{limit.due_at:%m-%d}" if limit.due_at else limit.within.days if limit.within else None


def test_lines_of_responsibility_count_before_the_sentence():
    said = item(
        actors=(
            named("农户", "grid_worker", by="主语"),
            named("村书记", "village_secretary"),
            named("各村", "village_committee", by="责任单位", kind=ActorKind.UNIT, extent=Extent.EACH),
        )
    )
    found = limits.targets_of(said, named={}, town=False)
    assert (found.posts, found.unit_kinds) == (("village_secretary",), ("village_committee",))


def test_a_unit_that_only_its_name_tells_is_looked_up_or_doubted():
    said = item(actors=(named("财政所所长", "unit_head"), named("畜牧站", "department", kind=ActorKind.UNIT)))
    assert limits.names_to_find(said) == ["财政所", "畜牧站"]
    known = {"财政所": [UNIT]}
    assert limits.targets_of(said, named=known, town=False).units == (UNIT,)
    assert limits.unknown_of(said, named=known) == ["畜牧站"]


def test_a_towns_paper_means_the_towns_own_headquarters():
    said = item(
        actors=(named("指挥部", "headquarters", kind=ActorKind.UNIT), named("办公室", "county_office"))
    )
    found = limits.targets_of(said, named={}, town=True)
    assert (found.posts, found.unit_kinds) == (("town_clerk",), ("town_office",))


def test_receipt_is_asked_for_within_half_of_a_short_limit():
    assert limits.receive_by(None, at=AT) == AT + workflow.RECEIVED_WITHIN
    assert limits.receive_by(AT + timedelta(hours=2), at=AT) == AT + timedelta(hours=1)
    assert limits.receive_by(AT + timedelta(days=9), at=AT) == AT + workflow.RECEIVED_WITHIN


def test_a_text_is_shown_whole_each_run_with_its_innermost_item():
    runs = list(showing.runs("甲乙丙丁戊", [(0, 0, 4), (1, 1, 3)], [("boilerplate", 4, 5)]))
    assert "".join(run.text for run in runs) == "甲乙丙丁戊"
    assert [(run.text, run.item) for run in runs] == [("甲", 0), ("乙丙", 1), ("丁", 0), ("戊", None)]
    assert [run.first for run in runs] == [True, True, False, False]
    assert runs[-1].left_out


def test_the_state_follows_from_the_events():
    kind = TaskEventKind
    course = [kind.RECEIVED, kind.PROGRESS, kind.DONE, kind.SENT_BACK, kind.DONE, kind.SIGNED_OFF]
    states = [workflow.state_after(course[:n], recurs=False) for n in range(len(course) + 1)]
    assert states == [
        TaskState.ISSUED,
        TaskState.RECEIVED,
        TaskState.RECEIVED,
        TaskState.DONE,
        TaskState.SENT_BACK,
        TaskState.DONE,
        TaskState.SIGNED_OFF,
    ]
    assert workflow.state_after([kind.DONE], recurs=True) is TaskState.RECEIVED


def test_evidence_is_known_by_its_first_bytes():
    assert evidence.media_type("a.bin", b"\xff\xd8\xff\xe0") == "image/jpeg"
    assert evidence.media_type("a.docx", b"PK\x03\x04").endswith("wordprocessingml.document")
    with pytest.raises(evidence.NoEvidence):
        evidence.media_type("a.zip", b"PK\x03\x04")
    with pytest.raises(evidence.EvidenceTooLarge):
        evidence.media_type("a.jpg", b"\xff\xd8\xff" + b"x" * evidence.LARGEST)
