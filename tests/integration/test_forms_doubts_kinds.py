"""Every kind of doubt about reports: what is odd is doubted, its innocent twin is not."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from bench.truth import TOWN as TOWN_FORM
from bench.truth import VILLAGE as VILLAGE_FORM
from tests.factories import control
from tests.factories import directives as county_of
from tests.factories import forms as factory
from tests.factories.directives import COUNTY, OTHER, TOWN, VILLAGE

from lianfang.apps.control.models import Reading
from lianfang.apps.forms import operations
from lianfang.apps.forms.models import Doubt
from lianfang.apps.forms.terms import Filled
from lianfang.core.access.terms import SYSTEM

pytestmark = pytest.mark.django_db
DAY = factory.DAY
PLACES = iter(range(10**6))
COUNTS = ("visited", "found", "found_risk", "asked", "helped", "patrols", "disinfected", "leaflets")
REST = ("passed", "volunteers", "fever", "on_duty", "gates")
Moment = Callable[..., datetime]


@pytest.fixture(autouse=True)
def _county() -> None:
    county_of.staffed()
    factory.load(VILLAGE_FORM, TOWN_FORM)


def clock(hour: int, minute: int = 0, *, on: date = DAY) -> datetime:
    return factory.moment(hour, minute, on=on)


def village(reporter: str, at: datetime, *, cared: tuple[UUID, ...] = (), **others: int) -> None:
    """A village's report; noughts but for what is named."""
    counts = dict.fromkeys((*COUNTS, *REST), 0) | others
    typed = {code: str(number) for code, number in counts.items()}
    listed = "、".join(str(one) for one in cared)
    factory.submit(
        reporter,
        at=at,
        given=Filled(typed=typed | {"cared": listed}, persons={"cared": cared}, explanation="已核"),
        form="truth_village",
        reason="更正",
    )


def town(at: datetime, visited: int) -> None:
    typed = {"visited": str(visited), "found": "0", "asked": "0"}
    factory.submit(TOWN, at=at, given=Filled(typed=typed, explanation="已核"), form="truth_town")


def fever(happened: datetime, recorded: datetime) -> None:
    """A fever of somebody in the village, entered some time after it was measured."""
    who = control.person(f"发热者{next(PLACES)}", area=f"{VILLAGE}001")
    Reading.objects.create(
        person_id=who.pk,
        area=who.area,
        on_date=DAY,
        slot="am",
        celsius=Decimal("38.1"),
        happened_at=happened,
        recorded_at=recorded,
        by="村医",
    )


def doubted(on: date = DAY) -> Iterator[tuple[str, str]]:
    """Check and reporter of what is found about a day on the next morning, but for silence."""
    at = clock(5, 30, on=on + timedelta(days=1))
    operations.find_doubts(COUNTY, on=on, by=SYSTEM, at=at)
    found = Doubt.objects.filter(period_on=on).exclude(check_code="missing")
    return iter(found.values_list("check_code", "reporter").order_by("check_code", "reporter"))


@pytest.mark.parametrize(("minutes", "found"), [(60, [("contradiction", VILLAGE)]), (10, [])])
def test_nought_against_a_fever_of_an_hour_ago_is_doubted_and_against_one_just_entered_is_not(minutes, found):
    fever(clock(15), clock(16) - timedelta(minutes=minutes))
    village(VILLAGE, clock(16))
    assert list(doubted()) == found


def test_a_report_that_tells_the_fever_is_not_doubted():
    fever(clock(12), clock(12, 5))
    village(VILLAGE, clock(16), fever=1)
    assert list(doubted()) == []


@pytest.mark.parametrize(("hours", "found"), [(5, [("silent_change", VILLAGE)]), (2, [])])
def test_a_fever_entered_hours_after_the_report_is_doubted_and_one_typed_up_in_time_is_not(hours, found):
    fever(clock(14), clock(16) + timedelta(hours=hours))
    village(VILLAGE, clock(16))
    assert list(doubted()) == found


def test_whoever_corrects_the_report_is_not_doubted_for_what_was_entered_late():
    fever(clock(14), clock(21))
    village(VILLAGE, clock(16))
    village(VILLAGE, clock(22), fever=1)
    assert list(doubted()) == []


def test_one_person_in_two_places_is_doubted_on_the_second_day_as_the_first_may_be_a_move():
    who, after = uuid4(), DAY + timedelta(days=1)
    village(VILLAGE, clock(15, on=DAY - timedelta(days=1)), cared=(who,))
    village(VILLAGE, clock(16), cared=(who,))
    village(OTHER, clock(16), cared=(who,))
    assert list(doubted()) == []
    village(VILLAGE, clock(16, on=after), cared=(who,))
    village(OTHER, clock(16, on=after), cared=(who,))
    assert list(doubted(after)) == [("twice", OTHER)]


def test_a_total_unlike_its_parts_is_doubted():
    village(VILLAGE, clock(16), visited=10)
    village(OTHER, clock(16), visited=5)
    town(clock(18), visited=22)
    assert list(doubted()) == [("totals", TOWN)]


def test_a_total_that_agreed_until_a_village_corrected_its_part_is_not_doubted():
    village(VILLAGE, clock(16), visited=10)
    village(OTHER, clock(16), visited=5)
    town(clock(18), visited=15)
    village(OTHER, clock(19), visited=6)
    assert list(doubted()) == []


def test_a_total_that_a_silent_village_may_explain_is_not_doubted():
    village(OTHER, clock(16, on=DAY - timedelta(days=1)), visited=8)
    village(VILLAGE, clock(16), visited=10)
    town(clock(18), visited=15)
    assert list(doubted()) == []


def test_silence_is_doubted_and_a_closed_reporter_is_not():
    operations.close_reporter(OTHER, from_on=DAY, until_on=None, reason="整村搬迁", by=SYSTEM, at=clock(0))
    list(doubted())
    silent = set(Doubt.objects.filter(form="truth_village").values_list("check_code", "reporter"))
    assert ("missing", VILLAGE) in silent
    assert OTHER not in {reporter for _, reporter in silent}
