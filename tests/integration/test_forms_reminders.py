"""The clock of a report speaks: to its holder before and at the time, to the town and the county after."""

from datetime import datetime

import pytest
from tests.factories import directives as county_of
from tests.factories import forms as factory
from tests.factories.directives import COUNTY, TOWN, VILLAGE

from lianfang.apps.alerts import operations as alerts
from lianfang.apps.alerts.models import Notice
from lianfang.core.access.terms import Actor

pytestmark = pytest.mark.django_db
JOB = Actor.job("alerts.tell", scopes=(COUNTY,))


@pytest.fixture(autouse=True)
def _county() -> None:
    """A form due at 17:00, a village with its secretary, a town with its clerk, a county office."""
    county_of.staffed()
    county_of.held("town_clerk", TOWN, "镇办")
    factory.load(factory.VILLAGE_DAILY.replace("2022-01-01", str(factory.DAY)))


def heard(at: datetime) -> set[tuple[str, int]]:
    """Who is told of the village's report at a moment, and at which level of the ladder."""
    alerts.tell(area=COUNTY, by=JOB, at=at)
    found = Notice.objects.filter(told_at=at, escalations__kind="report_submitted", escalations__area=VILLAGE)
    return set(found.values_list("holder", "escalations__level"))


def test_silence_goes_from_the_reporter_to_the_town_to_the_county():
    told = {
        clock: heard(factory.moment(*clock))
        for clock in ((15, 59), (16, 0), (17, 0), (17, 59), (18, 0), (20, 59), (21, 0))
    }
    assert told == {
        (15, 59): set(),
        (16, 0): {("书记", 1)},
        (17, 0): {("书记", 2)},
        (17, 59): set(),
        (18, 0): {("镇办", 3)},
        (20, 59): set(),
        (21, 0): {("县办", 4)},
    }


def test_whoever_reports_in_time_hears_nothing_more():
    assert heard(factory.moment(16)) == {("书记", 1)}
    factory.submit(VILLAGE, at=factory.moment(16, 30))
    assert heard(factory.moment(17)) == heard(factory.moment(18)) == heard(factory.moment(21)) == set()
