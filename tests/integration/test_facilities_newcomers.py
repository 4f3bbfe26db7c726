"""Whoever comes to a fever clinic is taken, wherever they live: least data, their home told, no more seen."""

import pytest
from tests.factories import facilities as made

from lianfang.apps.areas import operations as areas
from lianfang.apps.control import models as observed
from lianfang.apps.control.terms import Result
from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.models import ClinicHold, ClinicLetter, Transfer
from lianfang.apps.facilities.terms import HoldGround, Newcomer
from lianfang.apps.people import queries as people
from lianfang.apps.people.models import Person
from lianfang.core.access import rows
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.duty import engine, registry
from lianfang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
HOUR, HOSPITAL = made.HOUR, "县人民医院"
ELSEWHERE = "990122100201001"
DOCTOR = made.actor("health_centre", made.COUNTY, name="门诊医生")
AT_HOME = made.actor("health_centre", "990122", name="居住地")


@pytest.fixture
def clinic(db):
    made.build()
    told = {"kind": "hospital", "name": HOSPITAL, "area": made.TOWN, "by": made.SYSTEM, "at": made.places.AT}
    areas.add_unit(**told)
    return made.unit(HOSPITAL)


def take(clinic, *, by=DOCTOR, at=made.AT, **facts):
    with rows.acting(by):
        return operations.take_newcomer(Newcomer(**facts), clinic, HoldGround.FEVER, by=by, at=at)


def tell(held, result, *, to_place="", at=made.AT + HOUR):
    with rows.acting(DOCTOR):
        return operations.tell_result(held.uid, result, to_place=to_place, by=DOCTOR, at=at)


def gaps(at, area):
    view = engine.at_moment(area=area, at=at)
    return list(engine.gaps(view=view, kinds=[registry.kind("clinic_letter")]))


def test_who_lives_in_another_county_is_the_person_known_there_and_the_home_is_told(clinic):
    person = made.control.person("外县人", area=ELSEWHERE)
    neighbour = made.control.person("同村人", area=ELSEWHERE)
    with rows.acting(DOCTOR), pytest.raises(NotFound):  # not by a number of the register
        operations.hold_at_clinic(str(person.uid), clinic, HoldGround.FEVER, by=DOCTOR, at=made.AT)
    held = take(clinic, name="外县人", document=made.control.id_number(person))
    assert (held.person, Person.objects.count()) == (str(person.uid), 2)
    with rows.acting(DOCTOR):
        names = people.names_by_uid([str(person.uid), str(neighbour.uid)])
    assert names == {str(person.uid): "外县人"}  # that one, and nobody else of the place
    ended = tell(held, Result.NEGATIVE)
    assert ended.end == "negative"
    kept = observed.TestResult.objects.get(person=person)
    assert (kept.area, kept.result) == (ELSEWHERE, "negative")
    assert observed.Encounter.objects.get(person=person).outcome == "arrived"
    with rows.acting(DOCTOR):
        assert queries.letters(by=DOCTOR, at=made.AT + HOUR) == []
        assert queries.holds(by=DOCTOR, at=made.AT + HOUR)[0].result == "negative"
    with rows.acting(AT_HOME):
        (letter,) = queries.letters(by=AT_HOME, at=made.AT + HOUR)
        assert ClinicHold.objects.count() == 0
        assert (letter.person, letter.end, letter.outside) == (str(person.uid), "negative", False)
    (gap,) = gaps(made.AT + HOUR, "990122")
    assert gap.subject == str(letter.uid)
    with rows.acting(AT_HOME):
        at = made.AT + 2 * HOUR
        taken = operations.acknowledge_letter(letter.uid, by=AT_HOME, at=at)
        with pytest.raises(operations.LetterAcknowledged):
            operations.acknowledge_letter(letter.uid, by=AT_HOME, at=at)
    assert taken.acknowledged_by == "居住地"
    assert gaps(made.AT + 2 * HOUR, "990122") == []


def test_whom_nobody_knows_is_registered_with_the_least_and_the_clinic_sends_the_letter(clinic):
    told = {"name": "过路人", "phone": "13800000001", "home": "外省某县某村"}
    held = take(clinic, **told)
    person = Person.objects.get()
    assert (person.name, person.area, person.address, person.source) == (
        "过路人",
        made.TOWN,
        "外省某县某村",
        "visitors",
    )
    with pytest.raises(operations.HeldAlready):
        take(clinic, **told)
    again = tell(held, Result.INCONCLUSIVE)
    assert (again.ground, ClinicLetter.objects.count()) == ("retest", 0)
    tell(again, Result.POSITIVE, to_place="定点医院", at=made.AT + 2 * HOUR)
    assert Transfer.objects.get().area == made.TOWN
    with rows.acting(DOCTOR):
        (letter,) = queries.letters(by=DOCTOR, at=made.AT + 2 * HOUR)
    assert (letter.outside, letter.home, letter.end_note) == (True, "外省某县某村", "定点医院")
    (gap,) = gaps(made.AT + 2 * HOUR, made.COUNTY)
    assert gap.subject == str(letter.uid)
    assert take(clinic, at=made.AT + 3 * HOUR, **told).person == str(person.uid)


def test_who_lives_here_needs_no_letter(clinic):
    person = made.control.person("本县人")
    held = take(clinic, name="本县人", document=made.control.id_number(person), home="北山村")
    tell(held, Result.NEGATIVE)
    assert (held.home, ClinicLetter.objects.count()) == ("", 0)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"name": "某人"}, operations.NewcomerUnnamed),
        ({"name": "", "phone": "13800000002"}, operations.NewcomerUnnamed),
        ({"name": "某人", "document": "12", "phone": "13800000002"}, operations.NewcomerUnnamed),
    ],
)
def test_of_whom_too_little_is_said_is_asked_again(clinic, facts, refusal):
    with pytest.raises(refusal):
        take(clinic, **facts)
    assert (Person.objects.count(), ClinicHold.objects.count()) == (0, 0)


def test_a_number_of_another_name_is_not_taken_for_that_person(clinic):
    person = made.control.person("外县人", area=ELSEWHERE)
    with pytest.raises(operations.NewcomerOther):
        take(clinic, name="别的人", document=made.control.id_number(person))
    with pytest.raises(PermissionMissing):
        take(clinic, by=made.actor("grid_worker", made.VILLAGE), name="某人", phone="13800000003")
    assert ClinicHold.objects.count() == 0
