"""Accepted is frozen, returned comes again, disputed is settled by another; the clocks of all three.

Nobody holds the post of the town here: what it would decide is held by the county.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.factories import directives as county
from tests.factories import forms as factory
from tests.factories.directives import COUNTY, SECRETARY, TOWN, VILLAGE

from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.duties import KINDS, RETENTION
from lianfang.apps.forms.models import Decision, Report
from lianfang.apps.forms.operations import (
    AlreadySettled,
    DisputeOpen,
    GroundMissing,
    NotToDecide,
    NotYourLevel,
    OwnReport,
)
from lianfang.apps.forms.terms import Filled, Said, Settlement, State
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.terms import SYSTEM, Actor
from lianfang.core.duty import engine
from lianfang.core.retention import operations as retention

pytestmark = pytest.mark.django_db
EIGHT, NINE, TEN = (factory.moment(hour) for hour in (8, 9, 10))
CLERK = Actor(name="镇办", scopes=(TOWN,), role="town_clerk", permissions=EVERY, user=7)
WRITER = replace(SECRETARY, permissions=EVERY, user=3)
DISPUTED = factory.filled(disputed={"persons": Said(3, "名单少三人")})


@pytest.fixture(autouse=True)
def _village() -> None:
    county.staffed()
    factory.load(factory.VILLAGE_DAILY.replace("2022-01-01", "2022-07-01"))


def state(*, at=TEN):
    found = queries.one_expected("village_day", VILLAGE, on=factory.DAY, slot="day", by=SYSTEM, at=at)
    return found.state


def open_kinds(*, at):
    view = engine.at_moment(area=VILLAGE, at=at)
    return {(gap.kind, gap.holder_post) for gap in engine.gaps(view=view, kinds=KINDS)}


def test_accepted_is_frozen_and_what_comes_later_is_an_amendment_that_all_can_see():
    told = factory.submit(VILLAGE, at=EIGHT, by=WRITER)
    made = operations.accept(told.uid, by=CLERK, at=NINE)
    assert state() is State.ACCEPTED
    with pytest.raises(NotToDecide):
        operations.return_report(told.uid, reason="再看", by=CLERK, at=TEN)
    factory.submit(VILLAGE, at=TEN, given=factory.filled(4), reason="漏报两人")
    frozen = Report.objects.get(uid=told.uid)
    links = queries.chain(frozen)
    assert operations.digest_of(frozen) == made.digest
    assert [(link.changed, link.amends, bool(link.decision)) for link in links] == [
        ((), False, True),
        (("returned",), True, False),
    ]
    assert state() is State.ON_TIME


def test_a_frozen_report_that_somebody_altered_no_longer_has_its_digest():
    told = factory.submit(VILLAGE, at=EIGHT)
    made = operations.accept(told.uid, by=CLERK, at=NINE)
    altered = Report.objects.get(uid=told.uid)
    altered.numbers[1] = 99.0
    assert operations.digest_of(altered) != made.digest


def test_returned_is_corrected_in_time_and_then_decided_again():
    told = factory.submit(VILLAGE, at=EIGHT)
    with pytest.raises(GroundMissing):
        operations.return_report(told.uid, reason="  ", by=CLERK, at=NINE)
    operations.return_report(told.uid, reason="与昨日相差太大，请核实", by=CLERK, at=NINE)
    assert state() is State.RETURNED
    assert open_kinds(at=NINE) == {("report_submitted", "village_secretary")}
    again = factory.submit(VILLAGE, at=TEN, reason="已核实", given=factory.filled(1))
    assert open_kinds(at=TEN) == {("report_decided", "county_office")}
    operations.accept(again.uid, by=CLERK, at=TEN)
    assert open_kinds(at=TEN) == set()


def test_who_decides():
    told = factory.submit(VILLAGE, at=EIGHT, by=replace(WRITER, user=7))
    with pytest.raises(OwnReport):
        operations.accept(told.uid, by=CLERK, at=NINE)
    with pytest.raises(NotYourLevel):
        operations.accept(told.uid, by=replace(WRITER, user=4), at=NINE)
    operations.accept(told.uid, by=replace(CLERK, scopes=(COUNTY,), user=9), at=NINE)


def test_all_that_are_clean_are_accepted_at_once_and_the_rest_is_left():
    county_clerk = replace(CLERK, scopes=(COUNTY,))
    villages = sorted(
        {
            one.reporter
            for one in queries.expected(
                area=COUNTY, from_day=factory.DAY, until_day=factory.DAY, by=SYSTEM, at=EIGHT
            )
        }
    )
    assert len(villages) >= 2
    factory.submit(villages[0], at=EIGHT)
    factory.submit(villages[1], at=EIGHT, given=DISPUTED)
    for late in villages[2:]:
        factory.submit(late, at=factory.moment(18), given=Filled(zero=True))
    done = operations.accept_clean(area=COUNTY, on=factory.DAY, by=county_clerk, at=factory.moment(19))
    assert done == 1
    assert operations.accept_clean(area=COUNTY, on=factory.DAY, by=county_clerk, at=factory.moment(19)) == 0
    assert Decision.objects.get().report.reporter == villages[0]


def test_a_dispute_is_settled_by_another_before_the_report_is_accepted():
    told = factory.submit(VILLAGE, at=EIGHT, given=DISPUTED, by=WRITER)
    (dispute,) = queries.disputes_of(Report.objects.get(uid=told.uid))
    assert ("dispute_settled", "county_office") in open_kinds(at=NINE)
    with pytest.raises(DisputeOpen):
        operations.accept(told.uid, by=CLERK, at=NINE)
    settled = {"outcome": Settlement.SAID, "words": "台账漏登三人，已补登", "by": CLERK, "at": NINE}
    operations.settle(dispute.uid, **settled)
    with pytest.raises(AlreadySettled):
        operations.settle(dispute.uid, **settled)
    operations.accept(told.uid, by=CLERK, at=NINE)
    assert open_kinds(at=NINE) == set()


def test_silence_is_a_gap_of_the_secretary_until_the_next_day_and_as_known_then():
    assert open_kinds(at=factory.moment(6)) == set()
    assert open_kinds(at=EIGHT) == {("report_submitted", "village_secretary")}
    factory.submit(VILLAGE, at=NINE)
    assert open_kinds(at=EIGHT) == {("report_submitted", "village_secretary")}
    assert ("report_submitted", "village_secretary") not in open_kinds(at=NINE)


def test_reports_are_forgotten_with_all_that_hangs_on_them():
    told = factory.submit(VILLAGE, at=EIGHT, given=DISPUTED)
    Report.objects.get(uid=told.uid).persons.create(area=VILLAGE, field="persons", person=told.uid)
    later = EIGHT + timedelta(days=4 * 366)
    done = {one.purpose.code: one.rows for one in retention.run(by=SYSTEM, at=later, dry_run=False)}
    assert [done[one.code] for one in RETENTION] == [1, 0, 1, 0]
    assert Report.objects.count() == 0
