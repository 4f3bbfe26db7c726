"""What is expected, set-based, is what it is reporter by reporter; the response is the same for all."""

from datetime import date, timedelta

import pytest
from tests.factories import directives as county
from tests.factories import forms as factory
from tests.factories import places
from tests.factories.directives import COUNTY, OFFICE, TOWN, VILLAGE
from tests.reference import forms_twin as twin

from lianfang.apps.areas import operations as areas
from lianfang.apps.areas.models import Area, Unit
from lianfang.apps.areas.terms import Recode
from lianfang.apps.directives import operations as directives
from lianfang.apps.forms import queries
from lianfang.apps.forms.models import Closing, DayOff
from lianfang.apps.forms.terms import State
from lianfang.core import sql
from lianfang.core.access.rows import acting
from lianfang.core.access.terms import Actor
from lianfang.kernel import area_code

pytestmark = pytest.mark.django_db
MONDAY, SUNDAY = date(2022, 6, 27), date(2022, 7, 3)
COLUMNS = "form, version, reporter, area, period_on, slot, opens_at, due_at"


@pytest.fixture
def schools() -> list[Unit]:
    county.staffed()
    made = [("school", "一小", TOWN), ("school", "二小", VILLAGE), ("market", "菜场", TOWN)]
    return [Unit.objects.create(kind=kind, name=name, area=area) for kind, name, area in made]


def asked(area="", *, since=MONDAY, until=SUNDAY):
    lo, hi = area_code.prefix_range(area)
    rows = sql.tuples(
        f"select x.form, e.version, {COLUMNS.partition('version, ')[2]} from forms_expected("
        "null, %(lo)s, %(hi)s, %(since)s, %(until)s) x"
        " join forms_edition e on e.id = x.edition_id",
        lo=lo,
        hi=hi,
        since=since,
        until=until,
    )
    slow = twin.expected(lo=lo, hi=hi, from_day=since, until_day=until)
    fast = sorted(twin.Due(*row) for row in rows)
    assert fast == slow
    return fast


def test_reporters_times_windows_times_days(schools):
    factory.load(factory.VILLAGE_DAILY, factory.SCHOOL_NOON)
    found = asked()
    villages = {one.reporter for one in found if one.form == "village_day"}
    mornings = [one for one in found if one.form == "school_check"]
    assert VILLAGE in villages
    assert len([one for one in found if one.reporter == VILLAGE]) == 7
    assert {one.slot for one in mornings} == {"morning"}
    assert len(mornings) == 2 * 5
    assert {one.area for one in asked(VILLAGE)} == {VILLAGE}


def test_days_off_editions_and_closings_narrow_it(schools):
    later = factory.VILLAGE_DAILY.replace("version: 1", "version: 2").replace("2022-01-01", "2022-07-01")
    factory.load(factory.VILLAGE_DAILY, later, factory.SCHOOL_NOON)
    DayOff.objects.create(period_on=MONDAY, holiday=True, name="校庆")
    DayOff.objects.create(period_on=SUNDAY, holiday=False, name="补课")
    closed = {"area": TOWN, "reason": "停课", "by": "test", "at": county.NOW}
    Closing.objects.create(
        reporter=str(schools[0].uid), form="school_check", from_on=date(2022, 6, 29), **closed
    )
    Closing.objects.create(reporter=VILLAGE, from_on=MONDAY, until_on=MONDAY, **closed | {"area": VILLAGE})
    found = asked()
    checks = [one for one in found if one.form == "school_check"]
    assert {one.version for one in found if one.form == "village_day"} == {1, 2}
    assert {one.period_on for one in checks if one.reporter == str(schools[0].uid)} == {date(2022, 6, 28)}
    assert {one.period_on for one in checks if one.reporter == str(schools[1].uid)} == {
        date(2022, 6, 28) + timedelta(days=n) for n in (0, 1, 2, 3, 5)
    }
    assert MONDAY not in {one.period_on for one in found if one.reporter == VILLAGE}


def test_a_response_counts_for_all_below_from_the_next_window_until_it_ends(schools):
    factory.load(factory.SCHOOL_NOON)
    day = date(2022, 6, 28)
    begun, ended = factory.moment(12, 1, on=day), factory.moment(11, on=day + timedelta(days=2))
    uid, _ = directives.activate(
        "county-outbreak", area=COUNTY, level=2, ground="首例报告", by=OFFICE, at=begun
    )
    directives.step_down(uid, "连续无新增", by=OFFICE, at=ended)
    noons = {one.period_on for one in asked() if one.slot == "noon"}
    assert noons == {day + timedelta(days=1)}
    with acting(Actor(name="书记", scopes=(VILLAGE,))):
        found = asked(VILLAGE)
    assert {one.period_on for one in found if one.slot == "noon"} == {day + timedelta(days=1)}


def test_a_place_is_asked_under_the_code_that_it_has_on_the_day(schools):
    """Two villages become one with a later table: the new code is asked from its day, what was said stays."""
    factory.load()
    changed = date(2022, 7, 1)
    kept = factory.submit(VILLAGE, at=factory.moment(9, on=MONDAY))
    rows = [(one.code, one.name) for one in Area.objects.filter(code__startswith=COUNTY, until_edition=None)]
    merged = f"{TOWN}299"
    others = [
        (code, name) for code, name in rows if not code.startswith(VILLAGE) and len(code) <= len(VILLAGE)
    ]
    above = [(COUNTY[:2], "虚岭省"), (COUNTY[:4], "虚安市")]
    edition = places.load([*above, *others, (merged, "并村")], at=factory.moment(8, on=changed)).edition
    recode = Recode(VILLAGE, merged, "", "撤并")
    areas.recode([recode], edition=edition, by=OFFICE, at=factory.moment(8, on=changed))
    found = [one for one in asked() if one.form == "village_day"]
    assert {one.period_on for one in found if one.reporter == VILLAGE} == set(days_of(MONDAY, changed))
    assert {one.period_on for one in found if one.reporter == merged} == set(
        days_of(changed, SUNDAY + timedelta(days=1))
    )
    told = queries.report(kept.uid, by=OFFICE)
    assert told.reporter == VILLAGE
    assert queries.reporter_names([VILLAGE, merged]).keys() == {VILLAGE, merged}
    states = queries.expected(
        area=TOWN, from_day=MONDAY, until_day=SUNDAY, by=OFFICE, at=factory.moment(18, on=SUNDAY)
    )
    assert {(one.reporter, one.state) for one in states if one.period_on == MONDAY} >= {
        (VILLAGE, State.ON_TIME)
    }


def days_of(since, until):
    return [since + timedelta(days=n) for n in range((until - since).days)]
