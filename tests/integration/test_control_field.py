"""Records made in the field: taken once however often they come, and each with a fate of its own."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from tests.factories import control as factory
from tests.factories.control import DAY, NOW, at

from lianfang.apps.control import models, operations
from lianfang.apps.control.terms import FieldFate, FieldRecord
from lianfang.core.access.roles import ROLES
from lianfang.core.access.terms import Actor

pytestmark = pytest.mark.django_db
SECRETARY = Actor(name="赵书记", permissions=ROLES["village_secretary"].permissions)
DOCTOR = Actor(name="钱医生", permissions=ROLES["village_doctor"].permissions)
LATER = NOW + timedelta(hours=2)


@pytest.fixture(autouse=True)
def _pack() -> None:
    factory.load_pack()


def record(person, kind="reading", *, when=NOW, over="", **values):
    return FieldRecord(str(uuid4()), kind, str(person.uid), when, values, over)


def reading(person, celsius="36.5", *, slot="am", when=NOW, over="", **values):
    return record(person, when=when, over=over, celsius=celsius, slot=slot, day=str(DAY), **values)


def send(*records, by=SECRETARY, when=LATER):
    return operations.receive_field(records, by=by, at=when)


def fates(outcomes):
    return [outcome.fate for outcome in outcomes]


def test_a_batch_sent_twice_is_taken_once():
    ill, well = factory.person(), factory.person()
    batch = [
        reading(ill, "38,1"),
        reading(well, "365"),
        record(well, "encounter", how="call", outcome="reached"),
    ]
    first = send(*batch)
    assert fates(first) == [FieldFate.ACCEPTED] * 3
    assert [outcome.alert for outcome in first] == [True, False, False]
    again = [replace(one, happened_at=one.happened_at + timedelta(seconds=1)) for one in batch]
    assert fates(send(*again)) == [FieldFate.KNOWN] * 3
    assert list(models.Reading.objects.order_by("celsius").values_list("celsius", "happened_at")) == [
        (Decimal("36.5"), NOW),
        (Decimal("38.1"), NOW),
    ]
    assert models.Encounter.objects.count() == 1
    assert models.FieldRecord.objects.count() == 3


def test_the_same_record_twice_in_one_batch_is_taken_once():
    one = reading(factory.person())
    assert fates(send(one, one)) == [FieldFate.ACCEPTED, FieldFate.KNOWN]
    assert models.Reading.objects.count() == 1


def test_an_identity_that_means_two_things_is_refused():
    one = reading(factory.person())
    other = replace(one, values={**one.values, "celsius": "37.9"})
    send(one)
    (outcome,) = send(other)
    assert outcome.fate is FieldFate.REFUSED
    assert "记录编号" in outcome.sentence


def test_another_value_of_somebody_else_is_a_conflict_until_it_is_meant():
    person = factory.person()
    send(reading(person, "36.4"), by=DOCTOR)
    (met,) = send(reading(person, "37.8"))
    assert met.fate is FieldFate.CONFLICT
    assert met.other is not None
    assert (met.other.by, met.other.at, met.other.value) == ("钱医生", NOW, "36.4")
    assert "钱医生" in met.sentence
    assert models.Reading.objects.count() == 1
    (meant,) = send(reading(person, "37.8", over=str(met.other.uid)))
    assert (meant.fate, meant.alert) == (FieldFate.ACCEPTED, True)
    assert list(models.Reading.objects.order_by("id").values_list("repeats", flat=True)) == [False, True]


def test_the_same_value_of_somebody_else_is_known():
    person = factory.person()
    send(reading(person), by=DOCTOR)
    (outcome,) = send(reading(person))
    assert outcome.fate is FieldFate.KNOWN
    assert outcome.other is not None
    assert outcome.other.by == "钱医生"


def test_ones_own_correction_is_taken_but_not_one_made_before_it():
    person = factory.person()
    send(reading(person, "36.4", when=NOW + timedelta(hours=1)))
    late, new = reading(person, "36.6"), reading(person, "36.8", when=NOW + timedelta(minutes=90))
    assert fates(send(late)) == [FieldFate.CONFLICT]
    assert fates(send(new)) == [FieldFate.ACCEPTED]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"celsius": "abc"}, "体温“abc”不可能"),
        ({"celsius": "25"}, "体温“25”不可能"),
        ({"celsius": "36.5", "slot": "晌午"}, "时段“晌午”"),
        ({"celsius": "36.5", "day": "2022-07-09"}, "错过的不能补"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_value_and_the_rest_is_taken(values, says):
    person = factory.person()
    refused, taken = send(record(person, **values), reading(person))
    assert (refused.fate, taken.fate) == (FieldFate.REFUSED, FieldFate.ACCEPTED)
    assert says in refused.sentence


def test_nobody_and_outside_are_refused():
    person = factory.person()
    stranger = replace(reading(person), person=str(uuid4()))
    assert (
        fates(send(stranger, replace(reading(person), id="7"), replace(reading(person), person="x")))
        == [FieldFate.REFUSED] * 3
    )
    assert fates(send(reading(person), by=replace(SECRETARY, scopes=("990122",)))) == [FieldFate.REFUSED]
    assert not models.Reading.objects.exists()
    assert not models.FieldRecord.objects.exists()


def test_who_may_not_add_a_reading_is_told_so():
    inspector = replace(SECRETARY, role="inspector", permissions=frozenset())
    (outcome,) = send(reading(factory.person()), by=inspector)
    assert outcome.fate is FieldFate.REFUSED
    assert outcome.sentence == "督查人员无权登记体温。"


def test_met_at_the_door_is_the_first_visit():
    person = factory.person()
    (home,) = factory.ordered(person)
    call = record(person, "encounter", how="call", outcome="reached", when=NOW + timedelta(minutes=5))
    visit = record(person, "encounter", how="visit", outcome="reached", when=NOW + timedelta(minutes=30))
    assert fates(send(call, visit)) == [FieldFate.ACCEPTED] * 2
    home.refresh_from_db()
    assert home.visited_at == NOW + timedelta(minutes=30)
    assert list(models.Encounter.objects.order_by("id").values_list("slot", "repeats")) == [
        ("am", False),
        ("am", True),
    ]


def test_a_notice_needs_a_signature_and_two_officers():
    person = factory.person()
    (home,) = factory.ordered(person)
    facts = {"measure": str(home.uid), "relation": "本人"}
    outcomes = send(
        record(person, "served", **facts),
        record(person, "served", signed_by="某", officer="赵书记", **facts),
        record(person, "served", signed_by="某", officer="钱医生", **facts),
    )
    assert fates(outcomes) == [FieldFate.REFUSED, FieldFate.REFUSED, FieldFate.ACCEPTED]
    home.refresh_from_db()
    assert home.served_at == NOW


def test_a_notice_served_before_tells_by_whom():
    person = factory.person()
    (home,) = factory.ordered(person)
    facts = {"measure": str(home.uid), "signed_by": "某", "officer": "孙"}
    one = record(person, "served", **facts)
    assert fates(send(one, by=DOCTOR)) == [FieldFate.ACCEPTED]
    assert fates(send(one, by=DOCTOR)) == [FieldFate.KNOWN]
    (met,) = send(record(person, "served", **facts))
    assert met.fate is FieldFate.CONFLICT
    assert met.other is not None
    assert met.other.by == "钱医生"


def test_a_check_is_taken_once():
    person = factory.person()
    one = record(person, "check", outcome="found_controlled")
    assert fates(send(one)) == [FieldFate.ACCEPTED]
    assert fates(send(one)) == [FieldFate.KNOWN]
    assert fates(send(record(person, "check", outcome="x"))) == [FieldFate.REFUSED]


def result(person, outcome="negative", *, over="", **values):
    return record(person, "result", over=over, outcome=outcome, sampled_on=str(DAY), **values)


def test_a_result_is_taken_once_with_its_values():
    person = factory.person()
    one = result(person, "inconclusive", ct="36.2", laboratory="县疾控中心")
    assert fates(send(one, by=DOCTOR)) == [FieldFate.ACCEPTED]
    assert fates(send(one, by=DOCTOR)) == [FieldFate.KNOWN]
    assert fates(send(replace(one, id=str(uuid4())), by=DOCTOR)) == [FieldFate.KNOWN]
    kept = models.TestResult.objects.get()
    assert (kept.sampled_on, kept.result, kept.ct, kept.laboratory, kept.by) == (
        DAY,
        "inconclusive",
        Decimal("36.2"),
        "县疾控中心",
        DOCTOR.name,
    )


def test_another_result_of_the_day_is_a_conflict_until_it_is_meant():
    person, other = factory.person(), replace(DOCTOR, name="孙医生")
    send(result(person), by=other)
    (outcome,) = send(result(person, "positive"), by=DOCTOR)
    assert outcome.fate is FieldFate.CONFLICT
    assert "孙医生" in outcome.sentence
    assert "阴性" in outcome.sentence
    assert models.TestResult.objects.count() == 1
    (meant,) = send(result(person, "positive", over=str(outcome.other.uid)), by=DOCTOR)
    assert (meant.fate, meant.alert) == (FieldFate.ACCEPTED, True)
    assert list(models.TestResult.objects.order_by("id").values_list("result", flat=True)) == [
        "negative",
        "positive",
    ]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"outcome": "fine"}, "检测结果“fine”"),
        ({"sampled_on": "昨天"}, "日期“昨天”"),
        ({"sampled_on": str(DAY + timedelta(days=1))}, "2022-07-11"),
        ({"ct": "99"}, "Ct值“99”"),
    ],
)
def test_a_result_that_cannot_be_read_is_refused_with_its_value(values, says):
    one = result(factory.person())
    (outcome,) = send(replace(one, values={**one.values, **values}), by=DOCTOR)
    assert outcome.fate is FieldFate.REFUSED
    assert says in outcome.sentence
    assert not models.TestResult.objects.exists()


def test_who_may_not_add_a_result_is_told_so():
    (outcome,) = send(result(factory.person()), by=SECRETARY)
    assert outcome.fate is FieldFate.REFUSED
    assert "登记检测" in outcome.sentence


def test_what_happens_ahead_of_its_record_is_refused():
    assert fates(send(reading(factory.person(), when=LATER + timedelta(minutes=1)))) == [FieldFate.REFUSED]


def test_a_thousand_readings_are_a_handful_of_statements(django_assert_max_num_queries):
    people = [factory.person() for _ in range(20)]
    batch = [reading(person, slot=slot, when=at(DAY, "13:00")) for person in people for slot in ("am", "pm")]
    with django_assert_max_num_queries(20):
        assert set(fates(send(*batch, when=at(DAY, "14:00")))) == {FieldFate.ACCEPTED}
