"""Tubes: every sample in exactly one, every result reaches exactly its members, corrected or re-tested."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import control
from tests.factories import testing as made
from tests.reference.testing_twin import Laboratory

from lianfang.apps.control import models as control_models
from lianfang.apps.control import operations as controlling
from lianfang.apps.control.terms import EncounterKind, EncounterOutcome, Result
from lianfang.apps.testing import operations, queries
from lianfang.apps.testing.models import Sample, TubeEvent
from lianfang.apps.testing.rules.custody import NEXT
from lianfang.apps.testing.terms import TubeFault, TubeKind, TubeResult, TubeState
from lianfang.core import sql
from lianfang.core.access import rows
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.duty import engine
from lianfang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
NEGATIVE, POSITIVE, UNCLEAR = Result.NEGATIVE, Result.POSITIVE, Result.INCONCLUSIVE


def standing(person):
    """Results of a person that stand, of the samples of testing, the oldest first."""
    found = control_models.TestResult.objects.filter(person_id=person.pk).order_by("id")
    last = {one.sample: one.result for one in found}
    return list(last.values())


def gaps(kind, at):
    view = engine.at_moment(area=made.COUNTY, at=at)
    return [gap for gap in engine.gaps(view=view) if gap.kind == kind]


def test_a_negative_pool_is_a_negative_result_of_each_member():
    made.build()
    people, other = made.people(3), made.people(1)[0]
    code = made.with_result(people, NEGATIVE)
    assert [standing(one) for one in people] == [[NEGATIVE]] * 3
    assert standing(other) == []
    shown = queries.tube(code, by=made.OFFICE)
    assert (shown.state, shown.samples, shown.result) == ("resulted", 3, "negative")
    assert [one.kind for one in queries.events(shown)] == ["sealed", "courier", "received", "resulted"]


def test_a_positive_pool_holds_its_members_and_asks_each_for_a_single_re_test():
    made.build()
    people = made.people(2)
    code = made.with_result(people, POSITIVE)
    found = made.AT + made.HOUR
    assert [standing(one) for one in people] == [[UNCLEAR], [UNCLEAR]]
    for kind in ("pool_held", "retest_due"):
        assert {gap.subject for gap in gaps(kind, found)} == {str(one.uid) for one in people}
    reached = {"kind": EncounterKind.CALL, "outcome": EncounterOutcome.REACHED}
    controlling.add_encounter(person=str(people[0].uid), by=made.OFFICE, at=found + made.MINUTE, **reached)
    assert [gap.subject for gap in gaps("pool_held", found + 2 * made.MINUTE)] == [str(people[1].uid)]
    for person, result in zip(people, (POSITIVE, NEGATIVE), strict=True):
        made.with_result([person], result, at=found + made.HOUR, kind=TubeKind.SINGLE)
    assert [standing(one) for one in people] == [[UNCLEAR, POSITIVE], [UNCLEAR, NEGATIVE]]
    assert gaps("retest_due", found + 3 * made.HOUR) == []
    assert queries.tube(code, by=made.OFFICE).result == POSITIVE


def test_a_correction_is_another_event_and_does_results_again():
    made.build()
    person = made.people(1)[0]
    code = made.with_result([person], POSITIVE, kind=TubeKind.SINGLE)
    at = made.AT + 2 * made.HOUR
    right = TubeResult(code, NEGATIVE, at, laboratory="县实验室")
    operations.correct(right, reason="标本弄混", by=made.LABORATORY, at=at)
    assert standing(person) == [NEGATIVE]
    assert control_models.TestResult.objects.filter(person_id=person.pk).count() == 2
    assert TubeEvent.objects.filter(tube__code=code, kind="corrected", reason="标本弄混").exists()
    with pytest.raises(operations.TubeStepImpossible):
        operations.correct(right, reason="再一次", by=made.LABORATORY, at=at)
    with pytest.raises(operations.TubeStepImpossible):
        operations.correct(TubeResult(code, POSITIVE, at), reason=" ", by=made.LABORATORY, at=at)


def test_a_correction_ends_the_re_tests_of_a_pool():
    made.build()
    people = made.people(2)
    code = made.with_result(people, POSITIVE)
    at = made.AT + 2 * made.HOUR
    operations.correct(TubeResult(code, NEGATIVE, at), reason="误报", by=made.LABORATORY, at=at)
    assert gaps("retest_due", at + made.MINUTE) == [] == gaps("pool_held", at + made.MINUTE)
    assert [standing(one) for one in people] == [[NEGATIVE], [NEGATIVE]]


def test_a_wrong_positive_that_was_corrected_holds_nobody():
    made.build()
    person = made.people(1)[0]
    code = made.with_result([person], POSITIVE, kind=TubeKind.SINGLE)
    at = made.AT + 2 * made.HOUR
    operations.correct(TubeResult(code, NEGATIVE, at), reason="标本弄混", by=made.LABORATORY, at=at)
    tests = sql.fetch(
        "reporting",
        "tests_sampled",
        lo=made.COUNTY,
        hi=made.COUNTY + ":",
        on_date=control.DAY,
        until_at=at,
        known_at=at,
    )
    assert [one["part"] for one in tests] == [NEGATIVE]
    earlier = sql.fetch(
        "reporting",
        "tests_sampled",
        lo=made.COUNTY,
        hi=made.COUNTY + ":",
        on_date=control.DAY,
        until_at=at,
        known_at=at - made.MINUTE,
    )
    assert [one["part"] for one in earlier] == [POSITIVE]


def test_what_does_not_fit_into_a_tube_comes_back():
    made.build()
    family, stranger = made.people(2, household=True), made.people(1)[0]
    more = made.people(6)
    code, _ = made.sampled(more[:5], TubeKind.POOL5)
    home, _ = made.sampled(family[:1], TubeKind.HOUSEHOLD)
    swabs = {
        TubeFault.TUBE_FULL: made.swab(more[5], code, TubeKind.POOL5),
        TubeFault.KIND_OTHER: made.swab(more[5], code, TubeKind.POOL10),
        TubeFault.HOUSEHOLD_OTHER: made.swab(stranger, home, TubeKind.HOUSEHOLD),
        TubeFault.TUBE_MISSING: made.swab(stranger, " "),
        TubeFault.LABEL_WRONG: made.swab(stranger, "a/b"),
        TubeFault.AHEAD: made.swab(stranger, made.label(), at=made.AT + made.HOUR),
        TubeFault.NOBODY: made.swab(stranger, made.label(), person="不是编号"),
        TubeFault.PERSON_MISSING: made.swab(stranger, made.label(), person=""),
        TubeFault.NUMBER_WRONG: made.swab(stranger, made.label(), person="", document="990121199001011"),
        TubeFault.POINT_UNKNOWN: made.swab(stranger, made.label(), point=stranger.uid),
    }
    fates = operations.register(list(swabs.values()), by=made.OFFICE, at=made.AT)
    assert [fate.fault for fate in fates] == list(swabs)
    assert all(fate.told for fate in fates)
    operations.pass_on([code], TubeState.SEALED, by=made.OFFICE, at=made.AT)
    (fate,) = operations.register([made.swab(stranger, code, TubeKind.POOL5)], by=made.OFFICE, at=made.AT)
    assert fate.fault is TubeFault.TUBE_SEALED


def test_the_same_record_again_changes_nothing():
    made.build()
    person = made.people(1)[0]
    one = made.swab(person, made.label(), person="", document=control.id_number(person))
    again = made.swab(person, one.tube, person="", phone=control.phone(person), name=person.name)
    fates = [operations.register([record], by=made.OFFICE, at=made.AT)[0] for record in (one, one, again)]
    assert [(fate.fresh, fate.fault) for fate in fates] == [(True, None), (False, None), (False, None)]
    assert Sample.objects.count() == 1


def test_the_database_itself_refuses_a_second_place():
    made.build()
    people = made.people(2)
    code, _ = made.sampled(people)
    first, second = Sample.objects.filter(tube__code=code).order_by("place")
    twice = {
        "tube_id": first.tube_id,
        "person_id": second.person_id,
        "person_uid": second.person_uid,
        "area": first.area,
        "home": first.home,
        "by": "x",
        "happened_at": made.AT,
        "recorded_at": made.AT,
    }
    for place in (first.place, 3):
        with pytest.raises(IntegrityError), transaction.atomic():
            Sample.objects.create(place=place, client_id=made.people(1)[0].uid, **twice)


def test_whoever_comes_is_sampled_though_registered_elsewhere_and_both_sides_see_it():
    made.build()
    point = made.point()
    guest = made.people(1, area=made.ELSEWHERE)[0]
    other = made.actor("village_secretary", made.ELSEWHERE, user=20)
    stranger = made.actor("village_secretary", "990121100001", user=21)
    with rows.acting(made.SAMPLER):
        code, (fate,) = made.sampled([guest], by=made.SAMPLER, point=point)
        assert fate.fresh
        assert [one.name for one in type(guest).objects.filter(pk=guest.pk)] == [guest.name]
    with rows.acting(other):
        assert Sample.objects.filter(person_id=guest.pk).count() == 1
    with rows.acting(stranger):
        assert Sample.objects.count() == 0
        with pytest.raises(NotFound):
            queries.tube(code, by=stranger)
    with rows.acting(made.LABORATORY):
        made.brought(code, at=made.AT + made.MINUTE)
        made.resulted(code, NEGATIVE, at=made.AT + made.HOUR)
    assert standing(guest) == [NEGATIVE]


def test_a_label_of_another_place_is_not_used_again():
    made.build()
    code, _ = made.sampled(made.people(1, area=made.ELSEWHERE))
    there = made.actor("village_doctor", made.ELSEWHERE, user=22)
    far, _ = made.sampled(made.people(1, area=made.ELSEWHERE), by=there)
    with rows.acting(made.SAMPLER):
        (fate,) = operations.register([made.swab(made.people(1)[0], far)], by=made.SAMPLER, at=made.AT)
    assert fate.fault is TubeFault.TUBE_ELSEWHERE
    assert code != far


def test_results_before_receipt_or_against_another_are_refused():
    made.build()
    people = made.people(2)
    code, _ = made.sampled(people)
    assert made.resulted(code, NEGATIVE, at=made.AT).fault is TubeFault.NOT_RECEIVED
    assert made.resulted("没有", NEGATIVE, at=made.AT).fault is TubeFault.TUBE_UNKNOWN
    made.brought(code, at=made.AT)
    late = made.AT + made.HOUR
    told = TubeResult(code, NEGATIVE, made.AT - made.HOUR)
    assert operations.give_results([told], by=made.LABORATORY, at=late)[0].fault is TubeFault.BEFORE_SAMPLING
    assert made.resulted(code, NEGATIVE, at=late).members == 2
    assert made.resulted(code, NEGATIVE, at=late).fault is None
    assert made.resulted(code, POSITIVE, at=late).fault is TubeFault.RESULT_OTHER
    assert [standing(one) for one in people] == [[NEGATIVE], [NEGATIVE]]


def test_a_tube_goes_by_the_table():
    made.build()
    person = made.people(1)[0]
    code, _ = made.sampled([person])
    assert set(NEXT) == set(TubeState)
    for step in (
        TubeState.COURIER,
        TubeState.PLATED,
        TubeState.RESULTED,
        TubeState.CORRECTED,
        TubeState.OPEN,
    ):
        with pytest.raises(operations.TubeStepImpossible):
            operations.pass_on([code], step, who="某", by=made.LABORATORY, at=made.AT)
    operations.pass_on([code], TubeState.SEALED, by=made.OFFICE, at=made.AT)
    with pytest.raises(operations.TubeStepImpossible):
        operations.pass_on([code], TubeState.COURIER, by=made.LABORATORY, at=made.AT)
    with pytest.raises(PermissionMissing):
        operations.pass_on([code], TubeState.COURIER, who="某", by=made.actor("grid_worker"), at=made.AT)
    with pytest.raises(NotFound):
        operations.pass_on([code, "没有"], TubeState.COURIER, who="某", by=made.LABORATORY, at=made.AT)


def test_what_is_sealed_and_has_no_result_is_a_gap_after_a_day():
    made.build()
    code, _ = made.sampled(made.people(1))
    operations.pass_on([code], TubeState.SEALED, by=made.OFFICE, at=made.AT)
    (gap,) = gaps("tube_resulted", made.AT + timedelta(hours=25))
    assert gap.due_at == made.AT + timedelta(hours=24)
    (line,) = queries.turnaround(by=made.OFFICE, at=made.AT + timedelta(hours=25))
    assert (line.tubes, line.open, line.late, line.median) == (1, 1, 1, None)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["sample", "seal", "result", "correct", "retest"]),
        st.integers(0, 3),
        st.sets(st.integers(0, 4), min_size=1, max_size=4),
        st.sampled_from([NEGATIVE, POSITIVE, UNCLEAR]),
        st.sampled_from([TubeKind.SINGLE, TubeKind.POOL5, TubeKind.POOL10]),
    ),
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_happens_samples_and_results_are_conserved(steps):
    with transaction.atomic():
        made.build()
        people = made.people(5)
        twin = Laboratory()
        for moment, step in enumerate(steps):
            _do(twin, people, step, made.AT + moment * made.HOUR)
        inside = {}
        for one in Sample.objects.select_related("tube"):
            inside.setdefault(one.tube.code, []).append(
                people.index(next(p for p in people if p.pk == one.person_id))
            )
        assert {code: sorted(held) for code, held in inside.items()} == twin.inside()
        for number, person in enumerate(people):
            assert sorted(standing(person)) == sorted(twin.results(number))
        transaction.set_rollback(True)


def _do(twin, people, step, at):
    what, tube, numbers, result, kind = step
    code, who = f"管{tube}", sorted(numbers)
    if what in {"sample", "retest"}:
        wanted = TubeKind.SINGLE if what == "retest" else kind
        _, fates = made.sampled([people[one] for one in who], wanted, tube=code, at=at)
        assert [fate.fresh for fate in fates] == [twin.take(code, wanted, one) for one in who]
    elif what == "seal":
        if twin.seal(code):
            made.brought(code, at=at)
    elif what == "result":
        assert made.resulted(code, result, at=at).fresh == twin.result(code, result)
    elif twin.correct(code, result):
        operations.correct(TubeResult(code, result, at), reason="更正", by=made.LABORATORY, at=at)
    else:
        with pytest.raises((operations.TubeStepImpossible, NotFound)):
            operations.correct(TubeResult(code, result, at), reason="更正", by=made.LABORATORY, at=at)
