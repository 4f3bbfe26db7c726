"""A positive pool holds its members by an order at once; a negative re-test or a correction lets them go."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import control
from tests.factories import testing as made
from tests.reference.testing_twin import Holding

from lianfang.apps.control import operations as observed
from lianfang.apps.control.models import Measure, MeasureEvent
from lianfang.apps.control.models import TestResult as Kept
from lianfang.apps.control.terms import Result
from lianfang.apps.testing import jobs, operations
from lianfang.apps.testing.models import Hold, Sample, Tube
from lianfang.apps.testing.terms import TubeFault, TubeKind, TubeResult
from lianfang.core.access import rows
from lianfang.core.audit.models import AuditEvent
from lianfang.core.duty import engine, registry

pytestmark = pytest.mark.django_db
NEGATIVE, POSITIVE, UNCLEAR = Result.NEGATIVE, Result.POSITIVE, Result.INCONCLUSIVE
SINGLE = TubeKind.SINGLE


def in_force():
    return set(
        Measure.objects.filter(measure="held_in_place", ended_at=None).values_list("person_id", flat=True)
    )


def corrected(code, result, *, at):
    found = TubeResult(code, result, at, laboratory="县实验室")
    operations.correct(found, reason="标本弄混", by=made.LABORATORY, at=at)


def test_members_are_held_at_once_by_the_policy_in_force_and_the_order_expires():
    made.build()
    people, other = made.people(3), made.people(1)[0]
    code = made.with_result(people, POSITIVE)
    assert in_force() == {one.pk for one in people}
    assert other.pk not in in_force()
    order = Measure.objects.filter(person_id=people[0].pk).get()
    assert (order.category, order.place, order.disease) == ("pool_member", "home", "covid19")
    assert (order.issued_at, (order.ends_on - order.starts_on).days) == (made.AT + made.HOUR, 2)
    assert order.issuer
    assert Hold.objects.filter(tube__code=code, ended_at=None).count() == 3
    assert AuditEvent.objects.filter(action="measures.issued").exists()


def test_a_negative_single_lets_go_at_once_a_positive_one_does_not():
    made.build()
    well, ill, absent = made.people(3)
    made.with_result([well, ill, absent], POSITIVE)
    later = made.AT + 2 * made.HOUR
    made.with_result([well], NEGATIVE, at=later, kind=SINGLE)
    made.with_result([ill], POSITIVE, at=later, kind=SINGLE)
    assert in_force() == {ill.pk, absent.pk}
    view = engine.at_moment(area=made.COUNTY, at=later + 2 * made.HOUR)
    told = {gap.subject for gap in engine.gaps(view=view) if gap.kind == "pool_held"}
    assert told == {str(ill.uid), str(absent.uid)}
    released = MeasureEvent.objects.get(measure__person_id=well.pk, kind="released")
    assert released.ground == "retest_negative"
    assert released.recorded_at == later + made.HOUR
    assert "单采复核阴性" in released.note


@pytest.mark.parametrize(("told", "freed"), [((NEGATIVE,), 1), ((NEGATIVE, POSITIVE), 0), ((UNCLEAR,), 0)])
def test_a_hospital_s_result_without_a_tube_lets_go_within_the_minute(told, freed):
    made.build()
    well, absent = made.people(2)
    made.with_result([well, absent], POSITIVE)
    later = made.AT + 2 * made.HOUR
    retest = registry.kind("retest_due")
    for result in told:
        observed.add_result(
            person=str(well.uid),
            result=result,
            disease="covid19",
            by=made.LABORATORY,
            at=later,
            happened_at=later,
        )
    view = engine.at_moment(area=made.COUNTY, at=later)
    assert [gap.subject for gap in engine.gaps(view=view, kinds=[retest])] == [str(absent.uid)]
    jobs.let_go(later)
    assert in_force() == {absent.pk} | (set() if freed else {well.pk})
    jobs.let_go(later)
    assert AuditEvent.objects.filter(action="pools.let_go").count() == freed
    assert MeasureEvent.objects.filter(kind="released", ground="retest_negative").count() == freed


def test_a_result_before_the_pool_or_for_another_disease_lets_nobody_go():
    made.build()
    well, absent = made.people(2)
    tell = {"person": str(well.uid), "result": NEGATIVE, "by": made.LABORATORY}
    observed.add_result(**tell, disease="covid19", at=made.AT, happened_at=made.AT)
    made.with_result([well, absent], POSITIVE)
    later = made.AT + 2 * made.HOUR
    observed.add_result(**tell, disease="measles", at=later, happened_at=later)
    jobs.let_go(later)
    assert in_force() == {well.pk, absent.pk}


def test_corrections_hold_and_let_go_again():
    made.build()
    people = made.people(2)
    code = made.with_result(people, POSITIVE)
    corrected(code, NEGATIVE, at=made.AT + 2 * made.HOUR)
    assert in_force() == set()
    assert MeasureEvent.objects.filter(kind="revoked", note__contains=code).count() == 2
    corrected(code, POSITIVE, at=made.AT + 3 * made.HOUR)
    assert in_force() == {one.pk for one in people}
    single = made.with_result(people[:1], NEGATIVE, at=made.AT + 4 * made.HOUR, kind=SINGLE)
    assert in_force() == {people[1].pk}
    corrected(single, POSITIVE, at=made.AT + 6 * made.HOUR)
    assert in_force() == {one.pk for one in people}


def test_one_alone_in_a_pool_is_no_pool():
    made.build()
    made.with_result(made.people(1), POSITIVE)
    assert in_force() == set()
    assert not Hold.objects.exists()


def test_who_is_held_more_strictly_already_gets_no_second_order():
    made.build()
    person, other = made.people(2)
    control.ordered(person)
    before = Measure.objects.filter(person_id=person.pk).count()
    made.with_result([person, other], POSITIVE)
    assert Measure.objects.filter(person_id=person.pk).count() == before
    assert in_force() == {other.pk}


def test_without_a_policy_the_result_stands_and_the_log_says_why_nobody_is_held():
    made.places.build_county()
    control.load_diseases()
    people = made.people(2)
    made.with_result(people, POSITIVE, disease="covid19")
    assert in_force() == set()
    (line,) = AuditEvent.objects.filter(action="tubes.resulted")
    assert "有效政策" in line.facts["problem"]


def test_a_pool_holds_by_the_policy_of_its_disease_and_is_retested_for_it():
    made.build()
    control.load_other("measles")
    people = made.people(2)
    code = made.with_result(people, POSITIVE, disease="measles")
    assert set(Measure.objects.values_list("disease", flat=True)) == {"measles"}
    later = made.AT + 2 * made.HOUR
    other = made.with_result(people[:1], NEGATIVE, at=later, kind=SINGLE, disease="covid19")
    assert in_force() == {one.pk for one in people}
    view = engine.at_moment(area=made.COUNTY, at=later + 2 * made.HOUR)
    assert {gap.subject for gap in engine.gaps(view=view) if gap.kind == "retest_due"} == {
        str(one.uid) for one in people
    }
    single = made.with_result(people[:1], NEGATIVE, at=later + made.HOUR, kind=SINGLE)  # by the order
    assert in_force() == {people[1].pk}
    told = {
        found: set(Tube.objects.filter(code=found).values_list("disease", flat=True))
        for found in (code, other, single)
    }
    assert told == {code: {"measles"}, other: {"covid19"}, single: {"measles"}}
    by_sample = Kept.objects.values_list("sample", "disease")
    samples = Sample.objects.values_list("uid", "tube__disease")
    assert dict(by_sample) == dict(samples)


def test_a_pool_goes_on_holding_for_its_own_disease_when_the_other_is_over():
    made.build()
    control.load_other("measles")
    people = made.people(2)
    for disease in ("covid19", "measles"):
        made.with_result(people, POSITIVE, disease=disease)
    made.with_result(people[:1], NEGATIVE, at=made.AT + 2 * made.HOUR, kind=SINGLE, disease="covid19")
    held = Measure.objects.filter(person=people[0], ended_at=None).values_list("disease", flat=True)
    assert list(held) == ["measles"]


def test_where_the_policy_of_the_disease_says_nothing_of_pools_the_log_says_so():
    made.build()
    control.load_other("measles", without="pool_member")
    made.with_result(made.people(2), POSITIVE, disease="measles")
    assert in_force() == set()
    (line,) = AuditEvent.objects.filter(action="tubes.resulted")
    assert "没有规定混管阳性" in line.facts["problem"]


def test_a_tube_is_for_one_disease_and_says_so_where_several_are_possible():
    made.build()
    first, second, third = made.people(3)
    code, _ = made.sampled([first])
    fates = [
        made.sampled([second], tube=code, disease=disease)[1][0].fault for disease in ("measles", "某病")
    ]
    assert fates == [TubeFault.DISEASE_OTHER] * 2
    assert made.sampled([second], tube=code, disease="新型冠状病毒感染")[1][0].fresh
    control.load_other("measles")
    assert made.sampled([third])[1][0].fault is TubeFault.DISEASE_UNSAID
    assert made.sampled([third], disease="某病")[1][0].fault is TubeFault.DISEASE_UNSAID
    assert made.sampled([third], disease="麻疹")[1][0].fresh


def test_a_member_from_elsewhere_is_held_at_home_by_a_laboratory_that_cannot_see_it():
    made.build()
    guest, other = made.people(1, area=made.ELSEWHERE)[0], made.people(1)[0]
    with rows.acting(made.SAMPLER):
        code, _ = made.sampled([guest, other], by=made.SAMPLER, point=made.point())
    with rows.acting(made.LABORATORY):
        made.brought(code, at=made.AT + made.MINUTE)
        made.resulted(code, POSITIVE, at=made.AT + made.HOUR)
    order = Measure.objects.get(person_id=guest.pk)
    assert (order.area, order.measure) == (made.ELSEWHERE, "held_in_place")


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["pool", "pool", "single", "result", "result", "correct"]),
        st.integers(0, 2),
        st.sets(st.integers(0, 3), min_size=1, max_size=3),
        st.sampled_from([NEGATIVE, POSITIVE, POSITIVE, UNCLEAR]),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_nobody_is_held_who_was_in_no_positive_pool_nor_after_a_negative_single(steps):
    with transaction.atomic():
        made.build()
        people, twin = made.people(4), Holding()
        for hour, (what, tube, numbers, result) in enumerate(steps):
            _do(twin, people, what, (f"{what[0]}{tube}", sorted(numbers), result), hour)
            assert in_force() == {people[one].pk for one in twin.held()}
        transaction.set_rollback(True)


def _do(twin, people, what, told, hour):
    code, who, result = told
    at = made.AT + hour * made.HOUR
    if what in {"pool", "single"}:
        kind, whom = (SINGLE, who[:1]) if what == "single" else (TubeKind.POOL5, who)
        _, fates = made.sampled([people[one] for one in whom], kind, tube=code, at=at)
        for one, fate in zip(whom, fates, strict=True):
            if fate.fresh:
                twin.take(code, one, hour)
        return
    for tube in [f"{letter}{code[-1]}" for letter in "ps"]:
        if what == "correct" and tube in twin.said and twin.said[tube][-1][1] is not result:
            corrected(tube, result, at=at)
            twin.say(tube, result, hour)
        elif what == "result" and tube in twin.samples and tube not in twin.said:
            made.brought(tube, at=at)
            made.resulted(tube, result, at=at + 3 * made.MINUTE)
            twin.say(tube, result, hour)
