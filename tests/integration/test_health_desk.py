"""The health centre's desk: fevers and transfers of its villages, one list to call, what a call brings."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from tests.factories import control as factory
from tests.factories.control import BY, at

from lianfang.apps.control import operations as control
from lianfang.apps.control.models import Encounter, Reading
from lianfang.apps.control.terms import EncounterOutcome, Slot
from lianfang.apps.health import operations, queries
from lianfang.apps.health.terms import TransferState
from lianfang.core.access.terms import Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.kernel.errors import DomainError

pytestmark = pytest.mark.django_db
FIRST = date(2022, 7, 30)
DAY = date(2022, 7, 31)
NOW = at(DAY, "15:30")
TOWN, ELSEWHERE = factory.COUNTY + "100", factory.COUNTY + "200"
CENTRE = Actor("院长", scopes=(TOWN,), role="health_centre")


@pytest.fixture(autouse=True)
def _pack() -> None:
    factory.load_pack()


def under_measure(**facts):
    made = factory.person(**facts)
    factory.ordered(made, "secondary_contact", last_exposure=FIRST, when=at(FIRST, "18:00"))
    return made


def read(person, celsius: str, clock: str, symptoms: str = "") -> None:
    moment = at(DAY, clock)
    slot = Slot.AM if moment.hour < 12 else Slot.PM
    control.add_reading(
        person=person.pk, slot=slot, celsius=Decimal(celsius), symptoms=symptoms, by=BY, at=moment
    )


def desk(by: Actor = CENTRE):
    return queries.desk(by=by, at=NOW)


def test_at_half_past_three_the_second_reading_is_what_is_missing():
    read_twice, once, never = (under_measure(name=name) for name in ("甲", "乙", "丙"))
    for person in (read_twice, once):
        read(person, "36.5", "08:00")
    read(read_twice, "36.6", "14:00")
    found = desk()
    assert found.slot == "pm"
    assert {(one.name, one.earlier) for one in found.to_call} == {("乙", Decimal("36.5")), ("丙", None)}
    assert {one.person for one in found.to_call} == {str(once.uid), str(never.uid)}
    assert found.uncalled == 2


def test_only_the_villages_of_the_centre_are_seen():
    under_measure()
    assert desk().to_call
    assert not desk(Actor("别处", scopes=(ELSEWHERE,), role="health_centre")).to_call
    assert not desk(Actor("无岗", scopes=(), role="health_centre")).to_call


def test_a_fever_is_a_request_then_under_way_then_gone():
    person = under_measure(name="丁")
    read(person, "38.2", "14:00", "咳嗽")
    (fever,) = desk().fevers
    assert (fever.celsius, fever.symptoms, fever.state) == (Decimal("38.2"), "咳嗽", TransferState.REQUESTED)
    assert fever.due_at == at(DAY, "16:00")
    operations.log_transfer(
        person=str(person.uid), outcome=EncounterOutcome.DEPARTED, by=CENTRE, at=at(DAY, "15:00")
    )
    assert (desk().requested, desk().under_way) == (0, 1)
    operations.log_transfer(
        person=str(person.uid), outcome=EncounterOutcome.REFUSED, by=CENTRE, at=at(DAY, "15:10")
    )
    assert desk().fevers[0].state is TransferState.REFUSED
    operations.log_transfer(
        person=str(person.uid), outcome=EncounterOutcome.ARRIVED, by=CENTRE, at=at(DAY, "15:20")
    )
    assert desk().fevers == ()


def test_a_call_that_brings_a_temperature_leaves_the_list():
    person = under_measure()
    alert = operations.log_call(
        person=str(person.uid), outcome=EncounterOutcome.REACHED, celsius="36.8", by=CENTRE, at=NOW
    )
    assert not alert
    assert desk().to_call == ()
    assert Reading.objects.get().slot == "pm"
    assert Encounter.objects.get().outcome == "reached"


def test_a_call_that_brings_a_fever_raises_it_at_once():
    person = under_measure()
    call = {"person": str(person.uid), "outcome": EncounterOutcome.REACHED, "by": CENTRE, "at": NOW}
    assert operations.log_call(celsius="38.0", **call)
    assert [fever.person for fever in desk().fevers] == [str(person.uid)]


def test_who_did_not_answer_goes_behind_those_nobody_called():
    first, second = under_measure(name="甲"), under_measure(name="乙")
    operations.log_call(person=str(first.uid), outcome=EncounterOutcome.NO_ANSWER, by=CENTRE, at=NOW)
    found = desk().to_call
    assert [one.person for one in found] == [str(second.uid), str(first.uid)]
    assert (found[1].calls, found[1].outcome) == (1, "no_answer")


@pytest.mark.parametrize(
    ("outcome", "celsius"), [("no_answer", "36.5"), ("reached", "52"), ("reached", "高")]
)
def test_a_call_that_cannot_be_is_refused_whole(outcome, celsius):
    person = under_measure()
    with pytest.raises(DomainError):
        operations.log_call(
            person=str(person.uid), outcome=EncounterOutcome(outcome), celsius=celsius, by=CENTRE, at=NOW
        )
    assert Encounter.objects.count() == Reading.objects.count() == 0


def test_the_telephone_is_shown_to_call_and_leaves_a_line():
    person = under_measure()
    assert operations.numbers(person=str(person.uid), by=CENTRE, at=NOW) == [factory.phone(person)]
    assert AuditEvent.objects.filter(action="people.unmasked").count() == 1


@pytest.fixture
def centre(signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setenv("LIANFANG_NOW", NOW.isoformat())
    return signed_in("health_centre", TOWN)


def test_the_desk_logs_a_call_and_shows_what_is_left(centre):
    person = under_measure(name="戊己")
    page = centre.get("/health/")
    assert "戊己" in page.text
    assert factory.phone(person) not in page.text
    told = {"person": str(person.uid), "outcome": "reached", "celsius": "36.7", "symptoms": "无"}
    answer = centre.post("/health/call/", told)
    assert (answer.status_code, answer["Location"]) == (302, "/health/#calls")
    assert "戊己" not in centre.get("/health/").text
    assert Reading.objects.get().symptoms == ""


def test_what_is_refused_is_said_and_kept_in_the_form(centre):
    person = under_measure()
    told = {"person": str(person.uid), "outcome": "reached", "celsius": "99"}
    answer = centre.post("/health/call/", told, headers={"hx-request": "true"})
    assert answer.status_code == 422
    assert "体温“99”不可能" in answer.text
    assert 'value="99"' in answer.text
    assert "<html" not in answer.text
    assert centre.post("/health/call/", {"person": str(person.uid)}).status_code == 422


def test_the_number_is_shown_without_script_too(centre):
    person = under_measure()
    told = {"person": str(person.uid)}
    assert f"tel:{factory.phone(person)}" in centre.post("/health/number/", told).text
    fragment = centre.post("/health/number/", told, headers={"hx-request": "true"}).text
    assert f"tel:{factory.phone(person)}" in fragment
    assert "<html" not in fragment


def test_roles_without_the_desk_are_refused(signed_in):
    under_measure()
    assert signed_in("grid_worker", factory.GRID).get("/health/").status_code == 403
    assert signed_in("inspector", factory.COUNTY).post("/health/call/", {}).status_code == 403


def test_persons_elsewhere_are_not_found(signed_in, monkeypatch):
    monkeypatch.setenv("LIANFANG_NOW", NOW.isoformat())
    person = under_measure()
    client = signed_in("health_centre", ELSEWHERE)
    assert client.post("/health/number/", {"person": str(person.uid)}).status_code == 404
    told = {"person": str(person.uid), "outcome": "reached", "celsius": "36.7"}
    assert client.post("/health/call/", told).status_code == 404
    assert Encounter.objects.count() == 0


def test_a_day_later_the_list_is_that_of_the_new_day():
    person = under_measure()
    operations.log_call(person=str(person.uid), outcome=EncounterOutcome.NO_ANSWER, by=CENTRE, at=NOW)
    tomorrow = queries.desk(by=CENTRE, at=NOW + timedelta(days=1))
    assert tomorrow.to_call[0].calls == 0
