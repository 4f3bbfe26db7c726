"""Duties that lists bring: checks of pushed persons, decisions, acknowledgements, as known at a moment."""

from datetime import date

import pytest
from tests.factories import intake as lists
from tests.factories import people
from tests.factories.intake import BY, HERE, NOW, hours, row
from tests.factories.places import COUNTY, GRID, VILLAGE

from lianfang.apps.intake import operations
from lianfang.apps.intake.duties import FORWARD_ACKNOWLEDGED, PUSH_CHECK, REVIEW_DECIDED
from lianfang.apps.intake.models import Batch, Forward
from lianfang.apps.intake.terms import CheckOutcome, Decision, Receipt
from lianfang.core.duty import engine
from lianfang.core.duty.terms import Tally

pytestmark = pytest.mark.django_db

ELSEWHERE = "远方省白石市青山县"


@pytest.fixture(autouse=True)
def _county() -> None:
    lists.build_county()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "名单.csv"


def gaps(kind, at, *, known=None, area=COUNTY):
    view = engine.at_moment(area=area, at=at, known_at=known)
    return [(gap.subject, gap.area, gap.opens_at, gap.due_at) for gap in engine.gaps(view=view, kinds=[kind])]


def check(person, after, *, known=None, outcome=CheckOutcome.FOUND_CONTROLLED):
    at = hours(after if known is None else known)
    operations.record_check(person=person, outcome=outcome, happened_at=hours(after), by=BY, at=at)


def test_a_pushed_person_is_due_from_receipt_for_48_hours(path):
    uid, number = lists.resident("张伟")
    lists.receive(path, row("张伟", number=number, address=HERE))
    assert gaps(PUSH_CHECK, hours(-0.01)) == []
    slot = (uid, GRID, NOW, hours(48))
    assert gaps(PUSH_CHECK, NOW) == [slot]
    assert gaps(PUSH_CHECK, hours(100)) == [slot]
    assert gaps(PUSH_CHECK, NOW, area=lists.WILLOW) == []


def test_lists_from_below_bring_no_duty_to_check(path):
    _, number = lists.resident("张伟")
    lists.receive(path, row("张伟", number=number, address=HERE), channel="self_report")
    assert gaps(PUSH_CHECK, hours(1)) == []


def test_a_list_recorded_later_is_not_known_before(path):
    uid, number = lists.resident("张伟")
    lists.write(path, row("张伟", number=number))
    receipt = Receipt(channel="police_push", area=COUNTY, received_at=NOW)
    operations.receive(path, receipt=receipt, by=BY, at=hours(10))
    assert gaps(PUSH_CHECK, hours(9)) == []
    assert gaps(PUSH_CHECK, hours(9), known=hours(10)) == [(uid, GRID, NOW, hours(48))]


def test_a_person_pushed_twice_is_due_once_by_the_first_clock_and_both_lists_are_named(path, tmp_path):
    uid, number = lists.resident("张伟")
    first = lists.receive(path, row("张伟", number=number))
    again = row("张伟", number=number, contact="2022-07-09")
    second = lists.receive(tmp_path / "二.csv", again, channel="upper_push", at=hours(4))
    assert [slot[2] for slot in gaps(PUSH_CHECK, hours(5))] == [NOW]
    (slot,) = engine.slots(view=engine.at_moment(area=COUNTY, at=hours(5)), kind=PUSH_CHECK)
    assert all(str(lists.batch(account).uid) in slot["evidence"] for account in (first, second))
    check(uid, 2, known=5)
    assert [slot[2] for slot in gaps(PUSH_CHECK, hours(5))] == [hours(4)]
    check(uid, 6)
    assert gaps(PUSH_CHECK, hours(6)) == []


def test_the_day_counts_done_late_and_open_checks(path):
    known = [lists.resident("张伟", sequence=n, phones=[f"1390000000{n}"]) for n in (1, 2, 3)]
    lists.receive(path, *(row("张伟", number=number) for _, number in known))
    check(known[0][0], 47)
    check(known[1][0], 49)
    check(known[2][0], 50, outcome=CheckOutcome.WRONG_NUMBER)
    day = date(2022, 7, 12)
    view = engine.on_day(area=COUNTY, day=day, known_at=hours(50))
    assert engine.tallies(view=view, digits=12, kinds=[PUSH_CHECK]) == [
        Tally(VILLAGE, "push_check", due=3, done=2, on_time=1, late=1, gap=1, overdue=1)
    ]


def test_a_doubtful_row_is_due_a_day_and_ends_with_its_decision(path):
    uid, number = lists.resident("张伟")
    batch = lists.batch(lists.receive(path, row("刘洋", number=number, address=HERE)))
    assert gaps(REVIEW_DECIDED, hours(-0.01)) == []
    assert gaps(REVIEW_DECIDED, hours(1)) == [(f"{batch.uid}:1:2", VILLAGE, NOW, hours(24))]
    assert gaps(PUSH_CHECK, hours(1)) == []
    operations.decide(
        batch=batch, sheet_no=1, row_no=2, decision=Decision.SAME_AS, person=uid, by=BY, at=hours(5)
    )
    assert gaps(REVIEW_DECIDED, hours(5)) == []
    assert len(gaps(REVIEW_DECIDED, hours(4))) == 1


def test_a_doubtful_row_decided_is_checked_on_the_clock_of_its_push(path):
    uid, number = lists.resident("张伟")
    batch = lists.batch(lists.receive(path, row("刘洋", number=number, address=HERE)))
    facts = {"batch": batch, "sheet_no": 1, "row_no": 2, "by": BY}
    operations.decide(decision=Decision.SAME_AS, person=uid, at=hours(5), **facts)
    assert gaps(PUSH_CHECK, hours(4)) == []
    assert gaps(PUSH_CHECK, hours(5)) == [(uid, VILLAGE, NOW, hours(48))]
    check(uid, 6)
    assert gaps(PUSH_CHECK, hours(6)) == []


def test_a_row_decided_anew_is_due_for_the_last_person_only(path):
    uid, number = lists.resident("张伟")
    other, _ = lists.resident("刘洋", sequence=2)
    batch = lists.batch(lists.receive(path, row("刘洋", number=number, address=HERE)))
    facts = {"batch": batch, "sheet_no": 1, "row_no": 2, "by": BY}
    operations.decide(decision=Decision.SAME_AS, person=uid, at=hours(1), **facts)
    operations.decide(decision=Decision.SAME_AS, person=other, at=hours(2), **facts)
    assert [slot[0] for slot in gaps(PUSH_CHECK, hours(1))] == [uid]
    assert [slot[0] for slot in gaps(PUSH_CHECK, hours(2))] == [other]


def test_a_row_rejected_on_second_thought_is_nobodys_check(path):
    uid, number = lists.resident("张伟")
    batch = lists.batch(lists.receive(path, row("刘洋", number=number, address=HERE)))
    facts = {"batch": batch, "sheet_no": 1, "row_no": 2, "by": BY}
    operations.decide(decision=Decision.SAME_AS, person=uid, at=hours(1), **facts)
    operations.decide(decision=Decision.REJECT, reason="号码停机", at=hours(2), **facts)
    assert gaps(PUSH_CHECK, hours(3)) == []


def test_a_forwarded_row_is_due_a_day_until_somebody_takes_it_over(path):
    lists.receive(path, row("郑五", number=people.citizen_number(), address=ELSEWHERE))
    forward = Forward.objects.get()
    slot = (str(forward.uid), COUNTY, NOW, hours(24))
    assert gaps(FORWARD_ACKNOWLEDGED, hours(-0.01)) == []
    assert gaps(FORWARD_ACKNOWLEDGED, hours(1)) == [slot]
    operations.acknowledge(forward=str(forward.uid), happened_at=hours(3), by=BY, at=hours(6))
    assert gaps(FORWARD_ACKNOWLEDGED, hours(5)) == [slot]
    assert gaps(FORWARD_ACKNOWLEDGED, hours(5), known=hours(6)) == []
    assert gaps(FORWARD_ACKNOWLEDGED, hours(7)) == []


def test_an_unfinished_list_brings_no_duty(path):
    _, number = lists.resident("张伟")
    account = lists.receive(path, row("张伟", number=number), row("刘洋", number=number))
    Batch.objects.filter(pk=account.batch).update(state="received")
    assert gaps(PUSH_CHECK, hours(1)) == gaps(REVIEW_DECIDED, hours(1)) == []
