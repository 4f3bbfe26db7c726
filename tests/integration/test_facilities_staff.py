"""Staff in a closed loop: one site at a time, tests on schedule. Fever clinic: held until the result."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from psycopg.types.range import TimestamptzRange
from tests.factories import facilities as made

from lianfang.apps.areas import operations as areas
from lianfang.apps.control import models as observed
from lianfang.apps.control import operations as control
from lianfang.apps.control.terms import Result
from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.models import ClinicHold, StaffPeriod
from lianfang.apps.facilities.terms import RESULT_WITHIN, HoldEnd, HoldGround, StaffWork
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.duty import engine, registry
from lianfang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
HOUR = made.HOUR
CLINIC = "县人民医院发热门诊"


@pytest.fixture
def site(db):
    made.build()
    return made.active()


@pytest.fixture
def clinic(db):
    made.build()
    told = {"kind": "hospital", "name": CLINIC, "area": made.TOWN, "by": made.SYSTEM, "at": made.places.AT}
    areas.add_unit(**told)
    return made.unit(CLINIC)


def gaps(code, at):
    view = engine.at_moment(area=made.COUNTY, at=at)
    return list(engine.gaps(view=view, kinds=[registry.kind(code)]))


def enter(site, person, work=StaffWork.MEDICAL, *, at=made.AT, by=made.OFFICE):
    return operations.enter_loop(site.uid, str(person.uid), work, by=by, at=at)


def sampled(person, at, result=Result.NEGATIVE):
    control.add_result(person=str(person.uid), result=result, by=made.OFFICE, at=at)


def test_nobody_is_in_two_closed_loops_at_once(site):
    other, nurse = made.active("柳林集中隔离点"), made.control.person("护士")
    period = enter(site, nurse)
    with pytest.raises(operations.StaffElsewhere):
        enter(other, nurse, at=made.AT + HOUR)
    operations.leave_loop(period, by=made.OFFICE, at=made.AT + 2 * HOUR)
    enter(other, nurse, at=made.AT + 2 * HOUR)
    kept = StaffPeriod.objects.get(uid=period)
    kept.pk, kept.uid = None, made.UUID(int=7)
    kept.during = TimestamptzRange(made.AT + HOUR, made.AT + 3 * HOUR)
    with pytest.raises(IntegrityError, match="staff_one_site"), transaction.atomic():
        kept.save(force_insert=True)
    with pytest.raises(NotFound):
        operations.leave_loop(period, by=made.OFFICE, at=made.AT + 3 * HOUR)


def test_who_touches_people_is_tested_daily_and_others_every_third_day(site):
    nurse, guard = made.control.person("护士"), made.control.person("保安")
    enter(site, nurse)
    enter(site, guard, StaffWork.GUARD)
    morning = made.AT + timedelta(days=1)
    assert len(gaps("staff_tested", made.AT + HOUR)) == 2
    sampled(nurse, made.AT + HOUR)
    sampled(guard, made.AT + HOUR)
    assert gaps("staff_tested", made.AT + 2 * HOUR) == []
    (gap,) = gaps("staff_tested", morning)
    assert gap.subject == str(nurse.uid)
    assert [(one.work, one.test_on - made.DAY) for one in queries.staff(site, at=morning)] == [
        ("medical", timedelta(days=1)),
        ("guard", timedelta(days=3)),
    ]
    assert {gap.subject for gap in gaps("staff_tested", made.AT + timedelta(days=3))} == {
        str(nurse.uid),
        str(guard.uid),
    }


def test_who_left_the_loop_owes_no_test(site):
    period = enter(site, made.control.person("护士"))
    operations.leave_loop(period, by=made.OFFICE, at=made.AT + HOUR)
    assert gaps("staff_tested", made.AT + 2 * HOUR) == []
    assert queries.staff(site, at=made.AT + 2 * HOUR) == []


def test_a_fever_of_staff_is_seen_at_the_site_and_moved_within_two_hours(site):
    nurse = made.control.person("护士")
    period = enter(site, nurse)
    told = {"by": made.CLERK, "at": made.AT + HOUR}
    assert operations.take_temperature(period, "36.6", **told) is False
    assert gaps("fever_transfer", made.AT + HOUR) == []
    assert operations.take_temperature(period, "38.1", **told | {"at": made.AT + 2 * HOUR}) is True
    (one,) = queries.staff(site, at=made.AT + 2 * HOUR)
    assert (one.celsius, one.fever) == (38.1, True)
    (gap,) = gaps("fever_transfer", made.AT + 2 * HOUR)
    assert (gap.subject, gap.due_at - gap.opens_at) == (str(nurse.uid), 2 * HOUR)


def test_a_clerk_runs_the_loop_of_the_own_site_only(site):
    nurse = made.control.person("护士")
    other = made.actor("site_clerk", unit=made.unit("柳林集中隔离点"))
    with pytest.raises(NotFound):
        enter(site, nurse, by=other)
    period = enter(site, nurse, by=made.actor("site_clerk", unit=made.unit()))
    with pytest.raises(NotFound):
        operations.leave_loop(period, by=other, at=made.AT + HOUR)
    with pytest.raises(PermissionMissing):
        enter(site, nurse, by=made.actor("grid_worker"))


def hold(clinic, person, *, at=made.AT, by=made.OFFICE, ground=HoldGround.FEVER):
    return operations.hold_at_clinic(str(person.uid), clinic, ground, by=by, at=at)


def tell(held, result, *, at, to_place=""):
    return operations.tell_result(held.uid, result, to_place=to_place, by=made.OFFICE, at=at)


def test_somebody_is_held_until_the_result_and_not_after_it(clinic):
    person = made.control.person("发热的人")
    held = hold(clinic, person)
    (gap,) = gaps("clinic_result", made.AT)
    assert (gap.subject, gap.due_at) == (str(held.uid), made.AT + RESULT_WITHIN)
    with pytest.raises(operations.HeldAlready):
        hold(clinic, person, at=made.AT + HOUR)
    freed = tell(held, Result.NEGATIVE, at=made.AT + 4 * HOUR)
    assert (freed.ended_at, freed.end) == (made.AT + 4 * HOUR, HoldEnd.NEGATIVE)
    assert observed.TestResult.objects.get(person=person).result == "negative"
    for code in ("clinic_result", "clinic_left"):
        assert gaps(code, made.AT + 8 * HOUR) == []
    with pytest.raises(operations.HoldOver):
        tell(held, Result.NEGATIVE, at=made.AT + 5 * HOUR)


def test_a_result_by_another_door_makes_letting_go_due(clinic):
    person = made.control.person("发热的人")
    held = hold(clinic, person)
    sampled(person, made.AT + 3 * HOUR)
    assert gaps("clinic_result", made.AT + 3 * HOUR) == []
    (gap,) = gaps("clinic_left", made.AT + 3 * HOUR)
    assert gap.due_at == made.AT + 4 * HOUR
    assert queries.hold(held.uid, by=made.OFFICE, at=made.AT + 3 * HOUR).result == "negative"
    freed = operations.free(held.uid, by=made.OFFICE, at=made.AT + 5 * HOUR)
    assert (freed.end, gaps("clinic_left", made.AT + 5 * HOUR)) == (HoldEnd.NEGATIVE, [])


def test_whoever_is_positive_is_moved_from_that_moment_and_a_doubtful_one_is_sampled_again(clinic):
    ill, doubtful = made.control.person("阳性的人"), made.control.person("可疑的人")
    held = hold(clinic, ill)
    with pytest.raises(operations.EndUnsaid):
        tell(held, Result.POSITIVE, at=made.AT + HOUR)
    assert not observed.TestResult.objects.exists()
    tell(held, Result.POSITIVE, at=made.AT + HOUR, to_place="定点医院")
    (moved,) = queries.transfers(by=made.OFFICE, at=made.AT + HOUR)
    assert (moved.from_place, moved.to_place, moved.custodian_name) == (CLINIC, "定点医院", CLINIC)
    again = tell(hold(clinic, doubtful), Result.INCONCLUSIVE, at=made.AT + HOUR)
    assert (again.ground, again.ended_at, again.result) == (HoldGround.RETEST, None, "")
    assert [gap.subject for gap in gaps("clinic_result", made.AT + 2 * HOUR)] == [str(again.uid)]
    tell(again, Result.NEGATIVE, at=made.AT + 2 * HOUR)
    assert not ClinicHold.objects.filter(ended_at=None).exists()


def test_whoever_goes_without_a_result_has_a_reason_and_lapses(clinic):
    held = hold(clinic, made.control.person("走的人"))
    with pytest.raises(operations.EndUnsaid):
        operations.free(held.uid, by=made.OFFICE, at=made.AT + HOUR)
    gone = operations.free(held.uid, note="急诊入院", by=made.OFFICE, at=made.AT + HOUR)
    assert (gone.end, gone.end_note) == (HoldEnd.WITHOUT_RESULT, "急诊入院")
    assert gaps("clinic_result", made.AT + 9 * HOUR) == []


def test_a_hold_without_an_end_said_and_one_without_permission_are_refused(clinic):
    held = hold(clinic, made.control.person("甲"))
    with pytest.raises(IntegrityError, match="clinic_hold_end_said"), transaction.atomic():
        ClinicHold.objects.filter(uid=held.uid).update(ended_at=made.AT + HOUR)
    with pytest.raises(PermissionMissing):
        hold(clinic, made.control.person("乙"), by=made.actor("grid_worker"))
    other = made.actor("unit_clerk", unit=made.unit())
    with pytest.raises(NotFound):
        hold(clinic, made.control.person("丙"), by=other)
    assert queries.holds(by=other, at=made.AT) == []
