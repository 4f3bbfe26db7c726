"""A case from the diagnosis to its outcome: who it is, its clocks and their holders, what was known when."""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.factories import cases as factory
from tests.factories import control as orders
from tests.factories import policy as tables
from tests.factories.cases import CDC, COUNTY, NOW
from tests.factories.control import GRID, OTHER, VILLAGE

from lianfang.apps.areas.terms import PostCode, post_of_unit
from lianfang.apps.cases import operations, queries
from lianfang.apps.cases.duties import KINDS
from lianfang.apps.cases.models import Case, CaseEvent
from lianfang.apps.cases.rules.workflow import DatesImpossible, NotAfter
from lianfang.apps.cases.terms import CaseStep, Classification, Found, NewPatient, Statement
from lianfang.apps.cases.web.shown import clocks_of
from lianfang.apps.people.models import Person
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.rows import acting
from lianfang.core.access.terms import Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.core.duty import engine
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = NOW + 1000 * HOUR


@pytest.fixture(autouse=True)
def units():
    return factory.centre_of_county()


def open_slots(at, known_at=None):
    view = engine.at_moment(area=COUNTY, at=at, known_at=known_at)
    return {gap.kind: gap.due_at for gap in engine.gaps(view=view, kinds=KINDS)}


def gaps_of(kind, at):
    return [
        one for one in engine.gaps(view=engine.at_moment(area=COUNTY, at=at), kinds=KINDS) if one.kind == kind
    ]


def test_a_case_has_its_number_its_investigator_and_three_clocks(units):
    card = factory.case()
    assert (card.number, card.classification, card.held_in) == ("LY-2022-07-001", "confirmed", COUNTY)
    assert card.post == post_of_unit(PostCode.UNIT_HEAD, units[0].uid)
    assert open_slots(NOW) == {
        "case_reported": NOW + 2 * HOUR,
        "case_traced": NOW + 4 * HOUR,
        "case_investigated": NOW + 24 * HOUR,
    }


@pytest.mark.parametrize(
    ("disease", "diagnosed", "hours"),
    [
        ("covid19", datetime(2023, 1, 7, 12, tzinfo=ZONE), 2),  # class B managed as A: the last day
        ("covid19", datetime(2023, 1, 8, 12, tzinfo=ZONE), 24),
        ("cholera", datetime(2023, 1, 8, 12, tzinfo=ZONE), 2),  # class A
        ("measles", datetime(2022, 7, 8, 12, tzinfo=ZONE), 24),  # class B
    ],
)
def test_the_clock_of_a_report_is_that_of_its_disease_on_that_day(disease, diagnosed, hours):
    told = Statement(Classification.CONFIRMED, diagnosed_at=diagnosed)
    person = NewPatient(person=str(orders.person().uid))
    card = operations.report(person, told, Found(disease), by=CDC, at=diagnosed)
    assert open_slots(diagnosed)["case_reported"] == diagnosed + hours * HOUR
    (clock, *_others) = clocks_of(card)
    assert clock.due_at == diagnosed + hours * HOUR


def test_a_county_sets_the_hours_of_the_core_trajectory_in_its_table_for_cases_from_then_on():
    before = factory.case()
    own = tables.COUNTY.replace("rules:", "case_clocks: {trajectory_hours: 6, certainty: C}\nrules:")
    tables.stored(own.replace("2022-07-01", NOW.date().isoformat()))
    after = factory.case(orders.person())
    due = {str(gap.subject): gap.due_at for gap in gaps_of("case_traced", NOW)}
    assert due == {str(before.uid): NOW + 4 * HOUR, str(after.uid): NOW + 6 * HOUR}
    assert [clock.due_at for clock in clocks_of(after)][1] == NOW + 6 * HOUR


def test_each_step_closes_its_clock_and_was_not_known_before():
    card = factory.case()
    operations.note_step(card.uid, CaseStep.REPORTED, by=CDC, at=NOW + HOUR)
    operations.note_step(card.uid, CaseStep.TRAJECTORY, by=CDC, at=NOW + 3 * HOUR, happened_at=NOW + 2 * HOUR)
    assert set(open_slots(NOW + 3 * HOUR)) == {"case_investigated"}
    assert set(open_slots(NOW + 2 * HOUR, known_at=NOW + 2 * HOUR)) == {"case_traced", "case_investigated"}
    with pytest.raises(operations.StepDone, match="网络直报"):
        operations.note_step(card.uid, CaseStep.REPORTED, by=CDC, at=NOW + 4 * HOUR)
    with pytest.raises(operations.NotThen):
        operations.note_step(card.uid, CaseStep.INVESTIGATED, by=CDC, at=NOW + HOUR, happened_at=NOW - HOUR)


def test_the_unit_that_diagnosed_reports_and_the_centre_investigates(units):
    factory.case(found={"unit": units[1].uid})
    view = engine.at_moment(area=COUNTY, at=NOW)
    slots = {slot.kind: slot for slot in engine.gaps(view=view, kinds=KINDS)}
    assert len(slots) == 3
    head = Actor(name="院长", scopes=(COUNTY,), role="unit_clerk", unit=units[1].uid, permissions=EVERY)
    assert [one.number for one in queries.cases(by=head, known_at=NOW)] == ["LY-2022-07-001"]
    other = Actor(
        name="校长", scopes=(COUNTY,), role="unit_clerk", unit=orders.person().uid, permissions=EVERY
    )
    assert queries.cases(by=other, known_at=NOW) == []


def test_excluding_a_case_ends_its_clocks_and_is_a_statement_more():
    card = factory.case(said=factory.said(Classification.SUSPECTED))
    assert len(open_slots(NOW)) == 3
    operations.state(
        card.uid, factory.said(Classification.EXCLUDED), by=CDC, at=NOW + HOUR, reason="两次阴性"
    )
    assert open_slots(NOW + HOUR) == {}
    then, now = (queries.case(card.uid, by=CDC, known_at=known).classification for known in (NOW, LATER))
    assert (then, now) == ("suspected", "excluded")
    events = queries.events_of(card, known_at=LATER)
    assert [(one.classification, one.note) for one in events] == [("suspected", ""), ("excluded", "两次阴性")]


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (Classification.RECOVERED, {}),
        (Classification.CONFIRMED, {"onset_on": date(2022, 7, 11)}),
        (Classification.CONFIRMED, {"diagnosed_at": NOW + HOUR}),
        (Classification.CONFIRMED, {"died_on": date(2022, 7, 9)}),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(kind, facts):
    with pytest.raises((NotAfter, DatesImpossible)):
        factory.case(said=factory.said(kind, **facts))
    assert not Case.objects.exists()


def test_a_person_is_a_case_of_an_outbreak_once_also_after_a_merge():
    who = orders.person()
    factory.case(who)
    with pytest.raises(operations.CaseKnown, match="LY-2022-07-001"):
        factory.case(who)
    twin = orders.person("同一人")
    Person.objects.filter(pk=twin.pk).update(merged_into=who)
    with pytest.raises(operations.CaseKnown):
        factory.case(twin)
    assert Case.objects.count() == 1


def test_whoever_is_in_the_register_is_not_registered_again():
    who = orders.person("欧阳试")
    before = Person.objects.count()
    found = Found("covid19", outbreak="LY-2022-07")
    by_document = NewPatient(name="欧阳试", document=orders.id_number(who), area=OTHER)
    card = operations.report(by_document, factory.said(), found, by=CDC, at=NOW)
    assert (card.person, card.area, Person.objects.count()) == (who.uid, GRID, before)
    told = NewPatient(name="别人", document=orders.id_number(who), area=GRID)
    with pytest.raises(operations.PatientDiffers):
        operations.report(told, factory.said(), found, by=CDC, at=NOW)
    with pytest.raises(operations.PatientUnnamed):
        operations.report(NewPatient(name="新来的"), factory.said(), found, by=CDC, at=NOW)
    new = NewPatient(name="新来的", phone="13900001234", area=VILLAGE)
    assert operations.report(new, factory.said(), found, by=CDC, at=NOW).name == "新来的"
    assert Person.objects.count() == before + 1


def test_who_was_under_control_on_the_day_of_the_sample_was_found_there():
    held = orders.person()
    orders.ordered(held, "close_contact", last_exposure=orders.DAY)
    later = NOW + 48 * HOUR
    told = factory.said(sampled_on=date(2022, 7, 12), diagnosed_at=later)
    assert factory.case(held, said=told, at=later).found_through == "control"
    assert factory.case(said=told, at=later).found_through == "unknown"


def test_a_case_is_seen_in_its_place_and_in_its_county_and_nowhere_else():
    card = factory.case()
    for scope, seen in ((VILLAGE, True), (COUNTY, True), (OTHER[:12], False), ("990122", False)):
        actor = Actor(name="看", scopes=(scope,), permissions=EVERY)
        with acting(actor):
            found = queries.cases(by=actor, known_at=NOW)
            assert [one.uid for one in found] == [card.uid] * seen
            assert CaseEvent.objects.count() == seen
            if not seen:
                with pytest.raises(NotFound):
                    operations.state(card.uid, factory.said(), by=actor, at=NOW)
    away, someone = Actor(name="外县", scopes=("990122",), permissions=EVERY), orders.person()
    with acting(away), pytest.raises(NotFound):
        factory.case(someone, by=away)


def test_what_was_said_of_a_case_can_be_neither_altered_nor_deleted():
    factory.case()
    for change in (
        lambda: CaseEvent.objects.update(note="改"),
        lambda: CaseEvent.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="append"), transaction.atomic():
            change()


def test_every_change_leaves_an_audit_line():
    card = factory.case()
    operations.state(card.uid, factory.said(Classification.RECOVERED), by=CDC, at=NOW + HOUR)
    operations.note_step(card.uid, CaseStep.REPORTED, by=CDC, at=NOW + HOUR)
    lines = AuditEvent.objects.filter(action__startswith="cases.").order_by("id")
    assert [line.action for line in lines] == [
        "cases.outbreak_opened", "cases.reported", "cases.stated", "cases.step",
    ]  # fmt: skip
