"""Rounds: whom they ask for, who came, who did not, what follows; programmes and the weekly bulletin."""

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from tests.factories import control
from tests.factories import facilities as isolated
from tests.factories import testing as made

from lianfang.apps.control.queries import DiseaseUnsaid
from lianfang.apps.control.terms import Result
from lianfang.apps.testing import operations, queries
from lianfang.apps.testing.models import Round, Sample, Target
from lianfang.apps.testing.rules import stopping
from lianfang.apps.testing.terms import (
    ExemptReason,
    PointPlan,
    ProgrammeKind,
    ProgrammePlan,
    TubeFault,
    TubeKind,
)
from lianfang.core.access import rows
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.duty import engine
from lianfang.kernel.area_code import Level
from lianfang.kernel.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NEGATIVE, POSITIVE = Result.NEGATIVE, Result.POSITIVE
SECOND = made.VILLAGE + "002"


def started(area=made.VILLAGE, *, at=made.AT):
    return operations.start_round(area, by=made.OFFICE, at=at)


def test_a_round_asks_for_residents_but_those_away_exempt_or_held_elsewhere():
    made.build()
    home = made.people(3, household=True)
    made.people(2, area=SECOND)
    made.people(1, state="away")
    made.people(1, state="left")
    made.people(1, area=made.ELSEWHERE)
    merged = made.people(1)[0]
    type(merged).objects.filter(pk=merged.pk).update(merged_into=home[0])
    ill = made.people(1)[0]
    operations.exempt(str(ill.uid), ExemptReason.ILL, until=control.DAY + DAY, by=made.OFFICE, at=made.AT)
    isolated.ordered(area=made.GRID)
    one = started()
    account = (one.residents, one.targets, one.away, one.exempt, one.held)
    assert account == (8, 5, 1, 1, 1)
    slow = {
        p.pk
        for p in type(ill).objects.filter(area__startswith=made.VILLAGE, state="present", merged_into=None)
    }
    asked = set(Target.objects.values_list("person_id", flat=True))
    assert asked < slow
    assert len(slow - asked) == one.exempt + one.held
    grids = {line.area: (line.targets, line.households) for line in queries.coverage(one, by=made.OFFICE)}
    assert grids == {made.GRID: (3, 1), SECOND: (2, 0)}


def test_coverage_is_live_by_grid_and_household_and_tells_who_has_not_come():
    made.build()
    home, others = made.people(3, household=True), made.people(2, area=SECOND)
    guest = made.people(1, area=made.ELSEWHERE)[0]
    one = started()
    point = made.point()
    made.sampled([*home[:2], guest], point=point)
    made.sampled(others, point=point)
    now = queries.round_of(one.uid, by=made.OFFICE)
    assert (now.come, now.others, now.tubes, now.resulted) == (4, 1, 2, 0)
    found = {line.area: line.missing for line in queries.coverage(now, by=made.OFFICE)}
    assert found == {made.GRID: 1, SECOND: 0}
    (town,) = queries.coverage(now, by=made.OFFICE, level=Level.VILLAGE)
    assert (town.targets, town.come) == (5, 4)
    assert queries.households(now, by=made.OFFICE, area=made.GRID) == {"whole": 0, "part": 1, "nobody": 0}
    assert [line.name for line in queries.not_come(now, by=made.OFFICE, area=made.VILLAGE)] == [home[2].name]
    with pytest.raises(NotAllowed):
        queries.coverage(now, by=made.OFFICE, area=made.ELSEWHERE)


def test_each_counts_once_in_a_round_and_a_single_tube_is_for_re_tests():
    made.build()
    person = made.people(1)[0]
    started()
    point = made.point()
    made.sampled([person], point=point)
    _, (again,) = made.sampled([person], point=point)
    assert again.fault is TubeFault.OTHER_TUBE
    _, (single,) = made.sampled([person], TubeKind.SINGLE, point=point)
    assert single.fresh
    counted = Sample.objects.filter(round__isnull=False)
    assert counted.count() == 1
    again = Sample.objects.get(round=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sample.objects.create(
            tube_id=again.tube_id,
            place=2,
            client_id=point.uid,
            person_id=person.pk,
            person_uid=person.uid,
            area=again.area,
            home=again.home,
            round=counted.get().round,
            by="x",
            happened_at=made.AT,
            recorded_at=made.AT,
        )


def test_a_round_needs_a_rule_and_ends_before_the_next():
    made.build()
    people = made.people(2)
    with pytest.raises(operations.NoRule):
        operations.start_round(made.VILLAGE, disease="measles", by=made.OFFICE, at=made.AT)
    with pytest.raises(PermissionMissing):
        operations.start_round(made.VILLAGE, by=made.SAMPLER, at=made.AT)
    one = started()
    with pytest.raises(operations.RoundOpen):
        started()
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(pk=one.id).update(away=5)
    ended = operations.end_round(one.uid, by=made.OFFICE, at=made.AT + made.HOUR)
    assert ended.ended_at is not None
    with pytest.raises(operations.RoundOver):
        operations.end_round(one.uid, by=made.OFFICE, at=made.AT + made.HOUR)
    assert started(at=made.AT + DAY).number == 2
    assert len(people) == one.targets


def test_rounds_of_a_village_end_by_the_table_of_policy():
    made.build()
    people = made.people(2)
    point = made.point()
    said = []
    for number in range(4):
        at = made.AT + number * DAY
        one = started(at=at)
        code, _ = made.sampled(people, point=point, at=at)
        made.brought(code, at=at + made.MINUTE)
        made.resulted(code, NEGATIVE, at=at + made.HOUR)
        operations.end_round(one.uid, by=made.OFFICE, at=at + 2 * made.HOUR)
        said.append(queries.next_step(made.VILLAGE, by=made.OFFICE, on=control.DAY + number * DAY).code)
    assert said == ["again", "again", "pause", "stop"]


def test_a_positive_begins_the_count_again_and_a_false_alarm_does_not():
    made.build()
    people = made.people(2)
    point = made.point()
    one = started()
    code, _ = made.sampled(people, point=point)
    made.brought(code, at=made.AT + made.MINUTE)
    made.resulted(code, POSITIVE, at=made.AT + made.HOUR)
    operations.end_round(one.uid, by=made.OFFICE, at=made.AT + 2 * made.HOUR)
    assert queries.next_step(made.VILLAGE, by=made.OFFICE, on=control.DAY).code == "awaited"
    for person in people:
        made.with_result([person], NEGATIVE, at=made.AT + 3 * made.HOUR, kind=TubeKind.SINGLE)
    now = queries.round_of(one.uid, by=made.OFFICE)
    assert (now.positive_tubes, now.positives, now.pending, now.clear) == (1, 0, 0, True)
    made.with_result(people[:1], POSITIVE, at=made.AT + 5 * made.HOUR, kind=TubeKind.SINGLE)
    now = queries.round_of(one.uid, by=made.OFFICE)
    assert (now.positives, now.clear) == (1, False)


def test_a_round_is_for_one_disease_and_its_tubes_with_it():
    made.build()
    control.load_other("measles")
    people = made.people(3)
    with pytest.raises(DiseaseUnsaid):
        started()
    one = operations.start_round(made.VILLAGE, pack=made.PACK, by=made.OFFICE, at=made.AT)
    assert one.disease == "covid19"
    code, _ = made.sampled(people[:2], point=made.point())
    other, (fate,) = made.sampled(people[2:], point=made.point("另一点"), disease="measles")
    assert fate.fresh
    told = {found.code: (found.disease, found.round) for found in queries.tubes(by=made.OFFICE)}
    assert told == {code: ("covid19", 1), other: ("measles", None)}
    assert queries.round_of(one.uid, by=made.OFFICE).come == 2


def seen(number, *, clear=True, ended=True, day=0, disease="covid19"):
    at = made.AT + day * DAY
    return SimpleNamespace(
        disease=disease,
        number=number,
        clear=clear,
        starts_at=at,
        ended_at=at if ended else None,
        tubes=1,
        resulted=1,
        pending=0,
        clear_rounds=3,
        pause_days=3,
        final_rounds=1,
    )


@pytest.mark.parametrize(
    ("rounds", "on", "step"),
    [
        ([], 0, "begin"),
        ([seen(1, ended=False, clear=False)], 0, "running"),
        ([seen(1)], 0, "again"),
        ([seen(1), seen(2), seen(3, day=2)], 4, "pause"),
        ([seen(1), seen(2), seen(3, day=2)], 5, "final"),
        ([seen(1), seen(2), seen(3), seen(4)], 5, "stop"),
        ([seen(1), seen(2, clear=False), seen(3), seen(4)], 5, "again"),
        ([seen(1, disease="measles"), seen(2), seen(3), seen(4)], 0, "pause"),
        ([seen(1, disease="measles"), seen(2, disease="measles"), seen(3), seen(4)], 5, "again"),
        ([seen(1), seen(2), seen(3), seen(4, clear=False)], 5, "again"),
    ],
)
def test_when_rounds_stop(rounds, on, step):
    assert stopping.next_step(rounds, on=control.DAY + on * DAY).code == step


def couriers(every=7, **facts):
    told = {"name": "快递", "kind": ProgrammeKind.OCCUPATION, "words": ("快递",)} | facts
    plan = ProgrammePlan(every_days=every, source="防控方案第九版", certainty="M", **told)
    return operations.start_programme(plan, area=made.COUNTY, by=made.OFFICE, at=made.AT)


def due(at):
    view = engine.at_moment(area=made.COUNTY, at=at)
    return [gap for gap in engine.gaps(view=view) if gap.kind == "test_due"]


def test_a_test_for_another_disease_is_none_of_the_programme():
    made.build()
    (person,) = made.people(1, occupation="快递员")
    assert couriers(every=3).disease == "covid19"
    made.with_result([person], NEGATIVE, at=made.AT, kind=TubeKind.SINGLE, disease="measles")
    (gap,) = due(made.AT + DAY)
    assert gap.subject == str(person.uid)
    (line,) = queries.bulletin(area="", on=control.DAY, by=made.OFFICE, at=made.AT + DAY)
    assert (line.people, line.tested, line.positives) == (1, 0, 0)
    made.with_result([person], NEGATIVE, at=made.AT + made.HOUR, kind=TubeKind.SINGLE)
    assert due(made.AT + DAY) == []


def test_a_group_is_due_from_its_last_test_on():
    made.build()
    one = made.people(1, occupation="快递员")[0]
    made.people(1, occupation="教师")
    couriers()
    (gap,) = due(made.AT + 6 * DAY)
    assert (gap.subject, gap.due_at.date()) == (str(one.uid), control.DAY + 7 * DAY)
    made.sampled([one], at=made.AT + 6 * DAY)
    assert due(made.AT + 10 * DAY) == []
    (gap,) = due(made.AT + 20 * DAY)
    assert gap.due_at == datetime.combine(control.DAY + 14 * DAY, time(), tzinfo=control.ZONE)


def test_a_list_is_due_while_somebody_stands_on_it():
    made.build()
    person = made.people(1)[0]
    programme = couriers(1, name="冷链", kind=ProgrammeKind.LIST, words=())
    assert operations.enlist(programme.uid, [str(person.uid)], by=made.OFFICE, at=made.AT) == 1
    assert operations.enlist(programme.uid, [str(person.uid)], by=made.OFFICE, at=made.AT) == 0
    assert [gap.subject for gap in due(made.AT + made.HOUR)] == [str(person.uid)]
    operations.end_programme(programme.uid, by=made.OFFICE, at=made.AT)
    assert due(made.AT + 3 * DAY) == []


def test_the_bulletin_of_a_week_balances_with_a_slow_count():
    made.build()
    people = made.people(5, occupation="快递员")
    couriers()
    made.with_result(people[:2], NEGATIVE, at=made.AT)
    made.with_result([people[2]], POSITIVE, at=made.AT, kind=TubeKind.SINGLE)
    made.sampled([people[3]], at=made.AT + 9 * DAY)
    (line,) = queries.bulletin(area="", on=control.DAY, by=made.OFFICE, at=made.AT + 9 * DAY)
    assert (line.people, line.tested, line.samples, line.positives) == (5, 3, 3, 1)
    assert line.percent == 60.0
    (later,) = queries.bulletin(area="", on=control.DAY + 9 * DAY, by=made.OFFICE, at=made.AT + 9 * DAY)
    assert (later.tested, later.positives) == (1, 0)
    assert later.overdue == sum(person.pk != people[3].pk for person in people)
    with rows.acting(made.SAMPLER), pytest.raises(NotAllowed):
        queries.bulletin(area=made.ELSEWHERE, on=control.DAY, by=made.SAMPLER, at=made.AT)


@pytest.mark.parametrize(
    "facts",
    [{"name": " "}, {"words": ()}, {"kind": ProgrammeKind.PLACE}, {"certainty": "X"}, {"every_days": 0}],
)
def test_a_programme_that_is_not_whole_is_refused(facts):
    made.build()
    told = {
        "name": "快递",
        "kind": ProgrammeKind.OCCUPATION,
        "words": ("快递",),
        "every_days": 7,
        "source": "某",
        "certainty": "B",
    }
    with pytest.raises(operations.NotWhole):
        operations.start_programme(
            ProgrammePlan(**told | facts), area=made.COUNTY, by=made.OFFICE, at=made.AT
        )


def test_points_and_programmes_have_one_name_in_a_place_and_are_closed():
    made.build()
    point = made.point()
    with pytest.raises(operations.NameTaken):
        made.point()
    with pytest.raises(operations.NotWhole):
        operations.open_point(
            PointPlan("夜间点", "", 10, 1, time(20), time(8)), area=made.VILLAGE, by=made.OFFICE, at=made.AT
        )
    couriers()
    with pytest.raises(operations.NameTaken):
        couriers()
    operations.close_point(point.uid, by=made.OFFICE, at=made.AT)
    assert queries.points(by=made.OFFICE) == []
    with pytest.raises(operations.NotWhole):
        operations.exempt(
            str(made.people(1)[0].uid), ExemptReason.OTHER, until=date(2022, 1, 1), by=made.OFFICE, at=made.AT
        )
    with pytest.raises(NotFound):
        queries.programme("没有", by=made.OFFICE)
