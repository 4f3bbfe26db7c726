"""Orders for a list: one per phase, on each day the strictest only, everybody accounted for."""

from datetime import date, timedelta

import pytest
from tests.factories import control as factory
from tests.factories.control import DAY, NOW

from lianfang.apps.control import operations
from lianfang.apps.control.models import Measure, MeasureEvent
from lianfang.apps.policy.terms import Case
from lianfang.core.access.terms import Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.kernel.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pack() -> None:
    factory.load_pack()


def plan(measures: list[Measure]) -> list[tuple[str, date, date]]:
    return [(order.measure, order.duties_from, order.ends_on) for order in measures]


def test_a_close_contact_gets_one_order_per_phase_in_one_series():
    first, second = factory.ordered(factory.person(), "close_contact")
    assert plan([first, second]) == [
        ("central_isolation", DAY, DAY + timedelta(days=7)),
        ("home_monitoring", DAY + timedelta(days=7), DAY + timedelta(days=10)),
    ]
    assert first.series == second.series
    assert (first.step, first.last, second.step, second.last) == (1, False, 2, True)
    assert first.test_dates == factory.days(DAY, [1, 2, 3, 5, 7])
    assert (first.issued_at, first.recorded_at, first.issuer) == (NOW, NOW, factory.ISSUER)
    assert first.ordered_until == first.ends_on
    assert first.person_uid == first.person.uid


def test_every_exposure_of_a_list_is_accounted_for():
    batch = factory.batch()
    people = [factory.person() for _ in range(4)]
    factory.exposure(batch, people[0], "close_contact")
    factory.exposure(batch, people[1], "secondary_contact", DAY - timedelta(days=30))
    factory.exposure(batch, people[2], "general_contact")
    factory.exposure(batch, people[3], "secondary_contact")
    factory.exposure(batch, factory.person(state="deceased"), "secondary_contact")
    found = factory.issue(batch)
    assert (found.exposures, found.ordered, found.over, found.not_covered, found.deceased) == (5, 2, 1, 1, 1)
    assert (found.measures, found.persons, found.pack) == (3, 2, "covid19-v9")
    assert not factory.orders(people[1])


def test_the_same_list_again_orders_nothing():
    batch = factory.batch()
    factory.exposure(batch, factory.person(), "close_contact")
    factory.issue(batch)
    again = factory.issue(batch, when=NOW + timedelta(hours=1))
    assert (again.exposures, again.ordered_before, again.ordered, again.measures) == (1, 1, 0, 0)
    assert Measure.objects.count() == 2


def test_phases_that_are_over_on_the_day_are_not_written():
    measures = factory.ordered(factory.person(), "close_contact", last_exposure=DAY - timedelta(days=8))
    assert plan(measures) == [("home_monitoring", DAY - timedelta(days=1), DAY + timedelta(days=2))]
    assert measures[0].step == 2


def test_who_is_under_an_equal_or_longer_order_is_not_ordered_twice():
    person = factory.person()
    factory.ordered(person, "secondary_contact")
    batch = factory.batch()
    factory.exposure(batch, person, "secondary_contact", DAY - timedelta(days=1))
    found = factory.issue(batch)
    assert (found.already_under, found.ordered, found.measures) == (1, 0, 0)
    assert len(factory.orders(person)) == 1


def test_two_exposures_of_one_list_give_the_strictest_order():
    batch = factory.batch()
    person = factory.person()
    factory.exposure(batch, person, "low_risk_area")
    factory.exposure(batch, person, "close_contact")
    found = factory.issue(batch)
    assert (found.ordered, found.already_under, found.persons) == (1, 1, 1)
    assert [order.category for order in factory.orders(person)] == ["close_contact"] * 2


def test_a_stricter_order_that_lasts_longer_supersedes_the_laxer_one():
    person = factory.person()
    (home,) = factory.ordered(person, "secondary_contact")
    later = NOW + timedelta(days=1)
    factory.ordered(person, "high_risk_area", last_exposure=DAY + timedelta(days=1), when=later)
    home.refresh_from_db()
    assert (home.end_ground, home.ended_at, home.ended_recorded_at) == ("superseded", later, later)
    assert MeasureEvent.objects.get(measure=home).kind == "superseded"


def test_a_laxer_order_that_lasts_longer_begins_where_the_stricter_one_ends():
    person = factory.person()
    (home,) = factory.ordered(person, "secondary_contact")
    later = NOW + timedelta(days=1)
    factory.ordered(person, "high_risk_area", last_exposure=DAY - timedelta(days=2), when=later)
    central = factory.orders(person)[1]
    home.refresh_from_db()
    assert (central.measure, central.ends_on) == ("central_isolation", DAY + timedelta(days=5))
    assert (home.ended_at, home.duties_from, home.shifts_recorded) == (None, central.ends_on, [later])


def test_a_laxer_exposure_adds_only_the_days_beyond_the_stricter_order():
    person = factory.person()
    factory.ordered(person, "high_risk_area", last_exposure=DAY - timedelta(days=4))
    factory.ordered(person, "secondary_contact", last_exposure=DAY)
    central, home = factory.orders(person)
    assert (central.measure, central.ends_on) == ("central_isolation", DAY + timedelta(days=3))
    assert plan([home]) == [("home_isolation", DAY + timedelta(days=3), DAY + timedelta(days=7))]


def test_orders_of_another_disease_do_not_count():
    person = factory.person()
    factory.load_pack("measles")
    factory.ordered(person, "close_contact")
    batch = factory.batch(disease="measles")
    factory.exposure(batch, person, "close_contact")
    assert factory.issue(batch, pack="measles").already_under == 0


def test_an_exposure_of_a_merged_record_orders_the_person_kept():
    kept = factory.person()
    merged = factory.person(merged_into=kept)
    batch = factory.batch()
    factory.exposure(batch, merged, "secondary_contact")
    factory.issue(batch)
    assert len(factory.orders(kept)) == 1


def test_without_a_table_in_force_nothing_is_ordered():
    batch = factory.batch(disease="plague")
    factory.exposure(batch, factory.person(), "close_contact")
    with pytest.raises(operations.NoPackInForce, match="plague"):
        factory.issue(batch)


def test_an_actor_orders_within_their_area_only():
    batch = factory.batch()
    with pytest.raises(NotAllowed):
        operations.issue_for_batch(batch.pk, by=Actor("某", ("990122",)), at=NOW, issuer="某")
    with pytest.raises(NotFound):
        operations.issue_for_batch(10**9, by=factory.BY, at=NOW, issuer="某")


def test_a_list_still_being_worked_on_is_refused():
    batch = factory.batch()
    type(batch).objects.filter(pk=batch.pk).update(state="received")
    with pytest.raises(operations.BatchNotDone):
        factory.issue(batch)


def test_an_issue_leaves_one_audit_line_with_its_account():
    batch = factory.batch()
    factory.exposure(batch, factory.person(), "close_contact")
    factory.issue(batch)
    (line,) = AuditEvent.objects.filter(action="measures.issued")
    assert line.facts["measures"] == 2
    assert line.facts["exposures"] == 1
    assert line.subject == f"intake_batch:{batch.pk}"


def test_one_person_is_ordered_without_a_list():
    person = factory.person()
    case = Case("medium_risk_area", last_exposure=DAY)
    found = operations.issue(
        person=str(person.uid), case=case, disease="covid19", by=factory.BY, at=NOW, issuer="某"
    )
    (order,) = factory.orders(person)
    assert (found.measures, order.measure, order.exposure_id) == (1, "home_isolation", None)
    again = operations.issue(
        person=person.pk, case=case, disease="covid19", by=factory.BY, at=NOW, issuer="某"
    )
    assert again.already_under == 1
