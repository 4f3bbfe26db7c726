"""A result counts for its own disease alone; of which nobody said it, the only one that is possible."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.factories import control as factory
from tests.factories.control import BY, COUNTY, DAY, NOW, at

from lianfang.apps.control import models, operations, queries
from lianfang.apps.control.queries import DiseaseUnsaid
from lianfang.apps.control.rules.release import ReleaseNotDue
from lianfang.apps.control.terms import Fate, FieldFate, FieldRecord, Result
from lianfang.apps.policy.queries import DiseaseUnknown
from lianfang.core.access.roles import ROLES
from lianfang.core.access.terms import Actor
from lianfang.core.duty import engine

pytestmark = pytest.mark.django_db
EVENING = at(DAY, "20:00")


@pytest.fixture(autouse=True)
def _diseases() -> None:
    factory.load_pack()
    factory.load_diseases()


def result_of(person, disease="", *, result=Result.NEGATIVE, day=DAY, **more):
    facts = {"result": result, "sampled_on": day, "disease": disease, "by": BY, "at": at(day, "20:00")}
    return operations.add_result(person=str(person.uid), **facts | more)


def diseases():
    return list(models.TestResult.objects.order_by("id").values_list("disease", flat=True))


def due_tests(when):
    view = engine.at_moment(area=COUNTY, at=when)
    return [gap.ref for gap in engine.gaps(view=view) if gap.kind == "test_taken"]


def test_negatives_of_another_disease_release_nobody_and_end_no_duty():
    person = factory.person()
    (order,) = factory.ordered(person)
    last = order.test_dates[-1]
    for day in order.test_dates:
        result_of(person, "measles", day=day)
    ended = at(order.ends_on, "09:00")
    assert due_tests(at(last, "21:00")) == [f"test {last}"]
    with pytest.raises(ReleaseNotDue):
        operations.release(order.pk, by=BY, at=ended)
    for day in order.test_dates:
        result_of(person, day=day)
    assert diseases() == ["measles"] * len(order.test_dates) + ["covid19"] * len(order.test_dates)
    assert due_tests(at(last, "21:00")) == []
    assert operations.release(order.pk, by=BY, at=ended)


def test_a_positive_of_another_disease_keeps_nobody():
    person = factory.person()
    (order,) = factory.ordered(person)
    for day in order.test_dates:
        result_of(person, day=day)
    result_of(person, "麻疹", result=Result.POSITIVE, day=order.test_dates[-1])
    assert diseases()[-1] == "measles"
    assert operations.release(order.pk, by=BY, at=at(order.ends_on, "09:00"))


def test_the_disease_is_that_of_the_order_else_of_the_one_policy_in_force():
    held, free = factory.person(), factory.person()
    factory.ordered(held)
    result_of(free)
    factory.load_other("measles")
    result_of(held)
    assert diseases() == ["covid19", "covid19"]
    with pytest.raises(DiseaseUnsaid, match="新型冠状病毒感染、麻疹"):
        result_of(free)
    result_of(free, "measles")
    with pytest.raises(DiseaseUnknown, match="麻疹（measles）"):
        result_of(free, "mealses")
    assert diseases() == ["covid19", "covid19", "measles"]


def test_where_no_policy_is_in_force_the_disease_must_be_said():
    before = DAY - timedelta(days=400)
    person = factory.person()
    with pytest.raises(DiseaseUnsaid, match="麻疹"):
        result_of(person, day=before)
    assert result_of(person, "covid19", day=before).fate is Fate.ADDED


def test_who_is_under_orders_for_two_diseases_is_asked_for_which_and_the_order_gets_its_own():
    factory.load_other("measles")
    person = factory.person()
    factory.ordered(person)
    other = factory.batch(disease="measles")
    factory.exposure(other, person, "secondary_contact")
    factory.issue(other)
    with pytest.raises(DiseaseUnsaid, match="新型冠状病毒感染、麻疹"):
        result_of(person)
    result_of(person, "measles")
    courses = {
        order.disease: queries.course(queries.measure(order.pk, scope="")).results
        for order in models.Measure.objects.filter(person=person, ended_at=None)
    }
    assert {name: len(found) for name, found in courses.items()} == {"covid19": 0, "measles": 1}


def test_the_same_result_for_another_disease_is_another_result():
    person = factory.person()
    assert result_of(person, "covid19").fate is Fate.ADDED
    assert result_of(person, "measles").fate is Fate.ADDED
    assert result_of(person, "covid19").fate is Fate.UNCHANGED


def test_a_file_may_have_a_column_of_diseases_and_what_cannot_be_told_comes_back(tmp_path: Path):
    factory.load_other("measles")
    free, held = factory.person(), factory.person()
    factory.ordered(held)
    path = tmp_path / "x.csv"
    rows = [
        f"{free.uid},{DAY},麻疹,阴性",
        f"{free.uid},{DAY},covid19,阴性",
        f"{held.uid},{DAY},,阴性",
        f"{free.uid},{DAY},,阴性",
        f"{free.uid},{DAY},某病,阴性",
    ]
    path.write_text("\n".join(["人员编号,采样日期,病种,检测结果", *rows]))
    account = operations.load_results(path, by=BY, at=EVENING)
    assert (account.rows, account.added, account.refused) == (5, 3, 2)
    assert sorted(diseases()) == ["covid19", "covid19", "measles"]
    several, unknown = (one.reason for one in account.refusals)
    assert "新型冠状病毒感染、麻疹" in several
    assert "不认识病种“某病”" in unknown


def test_a_result_from_the_field_for_another_disease_is_no_conflict():
    person = factory.person()
    result_of(person, "measles", by=BY)

    def send(outcome, **values):
        said = {"outcome": outcome, "sampled_on": str(DAY)} | values
        number = f"00000000-0000-4000-8000-{models.FieldRecord.objects.count():012}"
        record = FieldRecord(number, "result", str(person.uid), NOW, said, "")
        doctor = Actor(name="钱医生", permissions=ROLES["village_doctor"].permissions)
        return operations.receive_field([record], by=doctor, at=EVENING)[0]

    assert send("positive").fate is FieldFate.ACCEPTED
    assert send("positive", disease="measles").fate is FieldFate.CONFLICT
    assert diseases() == ["measles", "covid19"]
