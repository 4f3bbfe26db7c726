"""What another server accepted and handed over counts here: once, as known at a moment, by its edition."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.factories import directives as county
from tests.factories import forms as factory
from tests.factories.directives import COUNTY, OTHER, TOWN, VILLAGE

from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.models import HandedReport
from lianfang.apps.forms.terms import Handed
from lianfang.core.access.terms import SYSTEM

pytestmark = pytest.mark.django_db
EIGHT, NINE, TEN, EIGHTEEN = (factory.moment(hour) for hour in (8, 9, 10, 18))
SECOND = factory.VILLAGE_DAILY.replace("version: 1", "version: 2").replace("2022-01-01", "2022-07-01")


@pytest.fixture(autouse=True)
def _county() -> None:
    county.staffed()
    factory.load()


def handed(reporter=VILLAGE, *, returned=5.0, sequence=1, **others):
    given = {
        "uid": uuid4(),
        "form": "village_day",
        "version": 1,
        "reporter": reporter,
        "name": "东岭村",
        "area": reporter,
        "on": factory.DAY,
        "slot": "day",
        "sequence": sequence,
        "zero": False,
        "values": {"returned": returned, "visited": 10.0, "note": "="},
        "reported_at": EIGHT,
        "accepted_at": NINE,
        "accepted_digest": "d" * 64,
    }
    return Handed(**given | others)


def take(*reports, at=TEN):
    return operations.take_handed(reports, source=uuid4(), supplier="县平台", at=at)


def rolled(area=TOWN, *, at=EIGHTEEN):
    node = queries.rollup("village_day", area=COUNTY, from_day=factory.DAY, known_at=at, by=SYSTEM).nodes[
        area
    ]
    return node.counts, node.figures["returned"].value


def test_it_counts_like_a_report_of_ours_that_was_accepted():
    take(handed())
    counts, returned = rolled()
    assert (counts.expected, counts.received, counts.accepted, counts.on_time) == (2, 1, 1, 1)
    assert (counts.handed, counts.missing, returned) == (1, 1, 5.0)


def test_what_was_handed_in_here_goes_before_and_nothing_counts_twice():
    take(handed(), handed(OTHER))
    factory.submit(VILLAGE, at=NINE)
    counts, returned = rolled()
    assert (counts.received, counts.handed, returned) == (2, 1, 7.0)


def test_a_correction_replaces_and_the_figure_before_stays_known():
    take(handed())
    take(handed(returned=8.0, sequence=2), at=TEN + timedelta(hours=2))
    assert rolled()[1] == 8.0
    assert rolled(at=TEN + timedelta(hours=1))[1] == 5.0
    assert rolled(at=NINE)[1] is None
    first, second = HandedReport.objects.order_by("id")
    assert (first.superseded_at, second.superseded_at) == (second.recorded_at, None)


def test_the_same_report_again_is_no_other():
    same = handed()
    assert (take(same), take(same)) == (1, 0)
    assert HandedReport.objects.count() == 1


@pytest.mark.parametrize("others", [{"version": 2}, {"values": {"returned": 5.0, "guessed": 1.0}}])
def test_of_an_edition_that_is_unknown_here_it_is_kept_and_counts_nowhere(others):
    take(handed(**others))
    counts, returned = rolled()
    assert (counts.received, counts.handed, returned) == (0, 0, None)
    assert HandedReport.objects.get().edition is None


def test_it_counts_as_soon_as_its_edition_is_loaded():
    take(handed(version=2))
    factory.load(SECOND)
    counts, returned = rolled()
    assert (counts.received, counts.handed, returned) == (1, 1, 5.0)


def test_who_is_not_expected_here_counts_beyond():
    take(handed("990121777001", uid=UUID(int=7)))
    counts, returned = rolled("990121777")
    assert (counts.expected, counts.received, counts.beyond, counts.handed, returned) == (0, 0, 1, 1, 5.0)
