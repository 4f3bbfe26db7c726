"""What happens to an order: served, moved, released, lapsed, revoked, appealed; each an event that stays."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.factories import control as factory
from tests.factories.control import BY, DAY, NOW, at

from lianfang.apps.control import operations, queries
from lianfang.apps.control.models import Measure, MeasureEvent
from lianfang.apps.control.rules.monitoring import NotYet
from lianfang.apps.control.rules.release import ReasonMissing, ReleaseNotDue
from lianfang.apps.control.rules.workflow import LongerThanRule, MeasureNotInForce, NotLonger, PastItsEnd
from lianfang.apps.control.terms import Approval, EventKind, Receipt, ReleaseGround, Result
from lianfang.core.access.terms import Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.kernel.errors import NotFound

OTHER = Actor(name="复核员")
pytestmark = pytest.mark.django_db
END = DAY + timedelta(days=7)


@pytest.fixture(autouse=True)
def _pack() -> None:
    factory.load_pack()


@pytest.fixture
def home() -> Measure:
    """An order at home for seven days, with tests on days 1, 4 and 7."""
    (order,) = factory.ordered(factory.person())
    return order


def events(order: Measure) -> list[str]:
    return list(MeasureEvent.objects.filter(measure=order).order_by("id").values_list("kind", flat=True))


def all_negative(order: Measure) -> None:
    for day in order.test_dates:
        operations.add_result(
            person=order.person_id, result=Result.NEGATIVE, sampled_on=day, by=BY, at=at(day, "18:00")
        )


def test_one_notice_serves_the_whole_series_and_keeps_its_receipt():
    first, second = factory.ordered(factory.person(), "close_contact")
    receipt = Receipt("家属某", "妻子", ("甲", "乙"))
    happened = NOW + timedelta(hours=2)
    served = operations.serve_notice(
        first.pk, by=BY, at=NOW + timedelta(hours=5), happened_at=happened, receipt=receipt
    )
    assert served == [first.pk, second.pk]
    second.refresh_from_db()
    assert (second.served_at, second.served_recorded_at) == (happened, NOW + timedelta(hours=5))
    event = MeasureEvent.objects.get(measure=second)
    assert event.details == {
        "signed_by": "家属某",
        "relation": "妻子",
        "officers": ["甲", "乙"],
        "refused": False,
    }
    with pytest.raises(MeasureNotInForce, match="已送达"):
        operations.serve_notice(first.pk, by=BY, at=NOW + timedelta(hours=6))


def test_two_different_officers_serve(home):
    with pytest.raises(operations.OfficersMissing):
        operations.serve_notice(home.pk, by=BY, at=NOW, receipt=Receipt("某", "本人", ("甲", "甲")))
    assert events(home) == []


def test_an_order_is_named_by_number_uid_or_the_person(home):
    for reference in (home.pk, str(home.uid), str(home.person_uid)):
        assert queries.measure_for(reference, event=EventKind.SERVED).id == home.pk
    with pytest.raises(NotFound):
        queries.measure_for(home.pk, event=EventKind.SERVED, scope="990122")


def test_nothing_happens_before_it_is_recorded(home):
    with pytest.raises(NotYet):
        operations.serve_notice(home.pk, by=BY, at=NOW, happened_at=NOW + timedelta(seconds=1))


def test_a_person_is_released_when_days_and_tests_are_fulfilled(home):
    with pytest.raises(ReleaseNotDue) as refusal:
        operations.release(home.pk, by=BY, at=at(END - timedelta(days=1)))
    assert len(refusal.value.missing) == 4
    assert "还有1天" in refusal.value.missing[0]
    all_negative(home)
    operations.release(home.pk, by=BY, at=at(END, "09:00"))
    home.refresh_from_db()
    assert (home.ended_at, home.released_at, home.end_ground) == (
        at(END, "09:00"),
        at(END, "09:00"),
        "released",
    )


def test_a_positive_result_is_no_release(home):
    all_negative(home)
    operations.add_result(
        person=home.person_id, result=Result.POSITIVE, sampled_on=END, by=BY, at=at(END, "08:00")
    )
    with pytest.raises(ReleaseNotDue, match="阳性"):
        operations.release(home.pk, by=BY, at=at(END, "09:00"))


def test_another_ground_ends_the_series_and_says_why():
    first, second = factory.ordered(factory.person(), "close_contact")
    with pytest.raises(ReasonMissing):
        operations.release(first.pk, ground=ReleaseGround.BECAME_CASE, by=BY, at=NOW)
    ended = operations.release(first.pk, ground=ReleaseGround.BECAME_CASE, reason="确诊", by=BY, at=NOW)
    assert ended == [first.pk, second.pk]


def test_an_order_past_its_end_lapses_and_still_owes_its_release(home):
    assert operations.lapse(area="990121", by=BY, at=at(END - timedelta(days=1), "23:59")) == 0
    assert operations.lapse(area="990121", by=BY, at=at(END, "02:00")) == 1
    home.refresh_from_db()
    assert (home.end_ground, home.ended_at, home.released_at) == ("lapsed", at(END, "00:00"), None)
    with pytest.raises(MeasureNotInForce, match="到期失效"):
        operations.extend(home.pk, until=END + timedelta(days=1), reason="x", by=BY, at=at(END, "03:00"))
    operations.release(home.pk, by=BY, at=at(END, "15:00"))
    home.refresh_from_db()
    assert (home.end_ground, home.ended_at, home.released_at) == (
        "lapsed",
        at(END, "00:00"),
        at(END, "15:00"),
    )
    assert events(home) == ["lapsed", "released"]
    assert operations.lapse(area="990121", by=BY, at=at(END, "16:00")) == 0


def test_an_extension_beyond_the_rule_needs_an_approver(home):
    longer = END + timedelta(days=2)
    with pytest.raises(LongerThanRule):
        operations.extend(home.pk, until=longer, reason="同住者阳性", by=BY, at=NOW)
    approval = Approval("某县长", "同住者阳性")
    operations.extend(home.pk, until=longer, reason="同住者阳性", approval=approval, by=BY, at=NOW)
    home.refresh_from_db()
    assert (home.ends_on, home.ordered_until, home.ends_by) == (longer, END, longer)
    assert (home.ends_known, home.ends_recorded) == ([longer], [NOW])


def test_moving_an_end_moves_the_beginning_of_the_next_step():
    first, second = factory.ordered(factory.person(), "close_contact")
    earlier = first.ends_on - timedelta(days=2)
    operations.shorten(first.pk, until=earlier, reason="政策调整", by=BY, at=NOW)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.ends_on, second.duties_from) == (earlier, earlier)
    operations.extend(first.pk, until=END, reason="更正", by=BY, at=NOW + timedelta(hours=1))
    second.refresh_from_db()
    assert second.duties_from == END


def test_an_extension_over_a_whole_next_step_supersedes_it():
    first, second = factory.ordered(factory.person(), "close_contact")
    approval = Approval("某县长", "x")
    operations.extend(first.pk, until=second.ends_on, reason="x", approval=approval, by=BY, at=NOW)
    second.refresh_from_db()
    assert (second.end_ground, second.ended_at) == ("superseded", NOW)


def test_an_end_moves_only_in_the_direction_named(home):
    with pytest.raises(NotLonger):
        operations.extend(home.pk, until=END, reason="x", by=BY, at=NOW)
    with pytest.raises(NotLonger):
        operations.shorten(home.pk, until=DAY, reason="x", by=BY, at=NOW)
    with pytest.raises(PastItsEnd):
        operations.extend(home.pk, until=END + timedelta(days=1), reason="x", by=BY, at=at(END))
    with pytest.raises(ReasonMissing):
        operations.extend(home.pk, until=END + timedelta(days=1), reason=" ", by=BY, at=NOW)


def test_a_revoked_decision_ends_whole():
    first, second = factory.ordered(factory.person(), "close_contact")
    assert operations.revoke(second.pk, reason="认定有误", by=BY, at=NOW) == [second.pk, first.pk]
    with pytest.raises(MeasureNotInForce):
        operations.serve_notice(first.pk, by=BY, at=NOW)


def test_an_appeal_never_suspends_and_waits_for_an_answer(home):
    with pytest.raises(operations.NoAppeal):
        operations.answer_appeal(home.pk, text="x", by=BY, at=NOW)
    operations.appeal(home.pk, text="我没有去过", by=BY, at=NOW)
    home.refresh_from_db()
    assert home.ended_at is None
    assert operations.answer_appeal(home.pk, text="经复核维持", by=OTHER, at=NOW + timedelta(hours=3)) == []
    home.refresh_from_db()
    assert home.ended_at is None
    assert events(home) == ["appealed", "appeal_answered"]


def test_whoever_issued_or_prolonged_an_order_decides_no_appeal_against_it(home):
    operations.appeal(home.pk, text="我没有去过", by=BY, at=NOW)
    with pytest.raises(operations.OwnDecision):
        operations.answer_appeal(home.pk, text="维持", by=BY, at=NOW)
    longer = home.ends_on + timedelta(days=1)
    approval = Approval("某县长", "x")
    operations.extend(home.pk, until=longer, reason="x", approval=approval, by=OTHER, at=NOW)
    with pytest.raises(operations.OwnDecision):
        operations.answer_appeal(home.pk, text="维持", by=OTHER, at=NOW)


def test_an_appeal_that_is_upheld_ends_the_whole_decision_at_once():
    first, second = factory.ordered(factory.person(), "close_contact")
    operations.appeal(first.pk, text="认错了人", by=BY, at=NOW)
    later = NOW + timedelta(hours=3)
    assert operations.answer_appeal(first.pk, text="查明认错", upheld=True, by=OTHER, at=later) == [
        first.pk,
        second.pk,
    ]
    for order in (first, second):
        order.refresh_from_db()
        assert (order.end_ground, order.ended_at) == ("revoked", later)


def test_orders_and_events_are_never_altered(home):
    operations.serve_notice(home.pk, by=BY, at=NOW)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Measure.objects.filter(pk=home.pk).update(issued_at=NOW - timedelta(days=1))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        MeasureEvent.objects.filter(measure=home).update(happened_at=NOW)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        home.delete()


def test_a_change_leaves_one_audit_line_and_stays_in_the_actors_area(home):
    before = AuditEvent.objects.count()
    operations.serve_notice(home.pk, by=BY, at=NOW)
    assert AuditEvent.objects.count() == before + 1
    with pytest.raises(NotFound):
        operations.revoke(home.pk, reason="x", by=Actor("某", ("990122",)), at=NOW)
