"""When a message may leave, whom a ladder names, and what a text says."""

from datetime import datetime, timedelta

import pytest

from lianfang.apps.alerts import rules
from lianfang.apps.alerts.rules.ladders import LADDERS
from lianfang.apps.alerts.terms import Channel, Line, Nature
from lianfang.apps.areas.terms import PostCode
from lianfang.kernel.clock import ZONE

KINDS = {"temperature": "每日测温", "call": "每日两次通话"}


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("at", "urgent", "leaves"),
    [
        ("2022-07-31 16:00", False, "2022-07-31 16:00"),
        ("2022-07-31 21:59", False, "2022-07-31 21:59"),
        ("2022-07-31 22:00", False, "2022-08-01 07:00"),
        ("2022-07-31 23:59", True, "2022-07-31 23:59"),
        ("2022-08-01 00:00", False, "2022-08-01 07:00"),
        ("2022-12-31 22:30", False, "2023-01-01 07:00"),
        ("2022-08-01 07:00", False, "2022-08-01 07:00"),
    ],
)
def test_nothing_rings_at_night_but_what_is_urgent(at, urgent, leaves):
    assert rules.not_before(moment(at), urgent=urgent) == moment(leaves)


def test_what_opens_stays_in_the_pages_unless_it_is_urgent():
    assert rules.channels_of(Nature.OPENED, urgent=False) == ()
    assert rules.channels_of(Nature.OPENED, urgent=True) == (Channel.SMS,)
    assert Channel.EMAIL in rules.channels_of(Nature.ESCALATED, urgent=False)


@pytest.mark.parametrize("kind", sorted(LADDERS))
def test_a_ladder_goes_up_later_and_later(kind):
    steps = rules.ladder_of(kind, post=PostCode.VILLAGE_SECRETARY)
    levels = [step.level for step in steps]
    assert levels == sorted(set(levels))
    late = [step.after for step in steps if step.nature in {Nature.OVERDUE, Nature.ESCALATED}]
    assert late == sorted(set(late))
    assert [step for step in steps if step.nature is Nature.OVERDUE]
    assert all(step.post and step.hold > timedelta(0) for step in steps if step.nature is Nature.ESCALATED)


def test_a_kind_without_its_own_ladder_goes_to_the_post_above_then_to_the_county():
    steps = rules.ladder_of("something new", post=PostCode.VILLAGE_DOCTOR)
    above = [step.post for step in steps if step.nature is Nature.ESCALATED]
    assert above == [PostCode.HEALTH_CENTRE_HEAD, PostCode.COUNTY_OFFICE]


def test_forty_gaps_are_one_line():
    at = moment("2022-07-31 16:05")
    due = moment("2022-07-31 16:00")
    lines = [Line("temperature", "overdue", 25, due), Line("temperature", "overdue", 15, due)]
    text = rules.message_text(lines, KINDS, at=at)
    assert text == "【联防】每日测温已逾期40项（最早16:00到期）。请登录系统办理并签收。"


def test_a_text_leads_with_what_presses_most_and_sums_up_the_rest():
    due = moment("2022-08-01 10:00")
    lines = [Line(f"kind{n}", "reminder", 1, due) for n in range(5)] + [Line("call", "escalated", 2, due)]
    text = rules.message_text(lines, KINDS, at=moment("2022-07-31 16:00"))
    assert text.startswith("【联防】每日两次通话逾期上报2项（最早08-01 10:00到期）")
    assert "另有2项" in text
