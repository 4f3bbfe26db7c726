"""Temperatures, contacts and results: to whom they belong, which comes first, what they set off."""

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.factories import control as factory
from tests.factories.control import BY, DAY, NOW, at

from lianfang.apps.control import models, operations
from lianfang.apps.control.rules.monitoring import NotYet, OtherDay, ReadingImpossible
from lianfang.apps.control.terms import EncounterKind, EncounterOutcome, Fate, Result, Slot
from lianfang.core.access.terms import Actor
from lianfang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
TOMORROW = DAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _pack() -> None:
    factory.load_pack()


def read(person, celsius="36.5", *, when=NOW, slot=Slot.AM, **more):
    return operations.add_reading(
        person=person.pk, slot=slot, celsius=Decimal(celsius), by=BY, at=when, **more
    )


def test_a_correction_supersedes_the_value_but_not_the_time_of_the_slot():
    person = factory.person()
    assert read(person, "38.5").alert
    assert read(person, "38.5", when=NOW + timedelta(hours=1)).fate is Fate.UNCHANGED
    assert read(person, "36.8", when=NOW + timedelta(hours=2)).fate is Fate.SUPERSEDING
    rows = models.Reading.objects.order_by("id").values_list("celsius", "repeats", "happened_at")
    assert list(rows) == [(Decimal("38.5"), False, NOW), (Decimal("36.8"), True, NOW + timedelta(hours=2))]


def test_fever_or_symptoms_alert():
    assert not read(factory.person(), "37.2").alert
    assert read(factory.person(), "37.3").alert
    assert read(factory.person(), "36.5", symptoms="咳嗽").alert


def test_a_missed_temperature_cannot_be_taken_another_day():
    person = factory.person()
    with pytest.raises(OtherDay):
        read(person, day=DAY - timedelta(days=1), happened_at=NOW)
    with pytest.raises(NotYet):
        read(person, happened_at=NOW + timedelta(minutes=1))
    with pytest.raises(ReadingImpossible):
        read(person, "365")
    assert not models.Reading.objects.exists()


def test_a_paper_reading_of_yesterday_counts_at_its_slots_hour():
    person = factory.person()
    read(person, day=DAY - timedelta(days=1), slot=Slot.PM)
    assert models.Reading.objects.get().happened_at == at(DAY - timedelta(days=1), "16:00")


def test_an_observation_goes_to_the_record_and_area_of_the_order():
    kept = factory.person(area=factory.OTHER)
    merged = factory.person(merged_into=None)
    factory.ordered(merged)
    type(merged).objects.filter(pk=merged.pk).update(merged_into=kept)
    read(kept)
    row = models.Reading.objects.get()
    assert (row.person_id, row.area) == (merged.pk, merged.area)


def test_an_actor_observes_within_their_area_only():
    with pytest.raises(NotFound):
        operations.add_reading(
            person=factory.person().pk, slot=Slot.AM, celsius=Decimal(36), by=Actor("某", ("990122",)), at=NOW
        )


def met(person, kind, outcome=EncounterOutcome.REACHED, *, when=NOW, **more):
    return operations.add_encounter(person=person.pk, kind=kind, outcome=outcome, by=BY, at=when, **more)


def test_a_contact_fills_the_half_of_the_day_in_which_somebody_was_reached():
    person = factory.person()
    met(person, EncounterKind.CALL, EncounterOutcome.NO_ANSWER)
    met(person, EncounterKind.CALL, when=at(DAY, "11:59"))
    met(person, EncounterKind.KNOCK, when=at(DAY, "12:00"))
    met(person, EncounterKind.CALL, when=at(DAY, "15:00"))
    rows = models.Encounter.objects.order_by("id").values_list("slot", "repeats")
    assert list(rows) == [("", False), ("am", False), ("pm", False), ("pm", True)]


def test_the_first_time_at_the_door_is_the_first_visit_of_an_order_at_home():
    person = factory.person()
    (home,) = factory.ordered(person)
    met(person, EncounterKind.CALL)
    met(person, EncounterKind.VISIT, EncounterOutcome.ABSENT)
    home.refresh_from_db()
    assert home.visited_at is None
    met(person, EncounterKind.VISIT, when=at(DAY, "10:00"))
    met(person, EncounterKind.KNOCK, when=at(DAY, "14:00"))
    home.refresh_from_db()
    assert home.visited_at == at(DAY, "10:00")


def test_a_central_order_has_no_first_visit_at_the_door():
    person = factory.person()
    central, _ = factory.ordered(person, "close_contact")
    met(person, EncounterKind.VISIT)
    central.refresh_from_db()
    assert central.visited_at is None


def test_an_encounter_has_an_outcome_of_its_kind():
    with pytest.raises(operations.OutcomeImpossible, match="转运"):
        met(factory.person(), EncounterKind.TRANSFER, EncounterOutcome.REACHED)
    with pytest.raises(operations.OutcomeImpossible):
        met(factory.person(), EncounterKind.CALL, EncounterOutcome.ARRIVED)


def test_the_same_result_of_the_same_laboratory_is_known():
    person = factory.person()
    facts = {
        "person": person.pk,
        "result": Result.NEGATIVE,
        "by": BY,
        "sampled_on": DAY,
        "at": at(DAY, "18:00"),
    }
    assert operations.add_result(**facts, laboratory="甲").fate is Fate.ADDED
    assert operations.add_result(**facts, laboratory="甲").fate is Fate.UNCHANGED
    assert operations.add_result(**facts, laboratory="乙").fate is Fate.ADDED
    assert models.TestResult.objects.first().happened_at == at(DAY, "12:00")
