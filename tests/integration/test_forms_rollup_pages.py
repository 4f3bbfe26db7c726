"""The roll-up on pages, through the API and at the terminal: figures with what is missing beside them."""

import json
from dataclasses import replace

import pytest
from tests.factories import directives as county
from tests.factories import forms as factory
from tests.factories.directives import COUNTY, OFFICE, OTHER, TOWN, VILLAGE

from lianfang.apps.forms import queries
from lianfang.core.access.terms import SYSTEM
from lianfang.kernel.area_code import Level
from lianfang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
NINE = factory.moment(9)


@pytest.fixture(autouse=True)
def _county() -> None:
    county.staffed()
    factory.load()
    factory.submit(VILLAGE, at=NINE, given=factory.filled(3, 10))
    factory.submit(OTHER, at=factory.moment(18), given=factory.filled(4, 20))
    factory.submit(VILLAGE, at=factory.moment(19), given=factory.filled(5, 10), reason="又到两人")


def rolled(hour: int, area: str = COUNTY, by=SYSTEM):
    return queries.rollup(
        "village_day",
        area=area,
        from_day=factory.DAY,
        known_at=factory.moment(hour),
        by=by,
        lowest=Level.TOWN,
    )


def test_what_was_known_at_five_is_not_what_is_known_now():
    then, now = rolled(17).nodes[COUNTY], rolled(20).nodes[COUNTY]
    assert (then.counts.expected, then.counts.received, then.counts.missing) == (3, 1, 0)
    assert (now.counts.expected, now.counts.received, now.counts.late, now.counts.missing) == (3, 2, 1, 1)
    assert (then.figures["returned"].value, now.figures["returned"].value) == (3, 9)
    assert (now.figures["hottest"].value, now.figures["hottest"].said) == (None, 0)


def test_nobody_rolls_up_what_lies_out_of_sight():
    with pytest.raises(NotFound):
        rolled(20, by=replace(OFFICE, scopes=(TOWN,)))


def test_as_data_every_place_has_its_counts_and_figures():
    told = queries.plain(rolled(20), lowest=Level.TOWN)
    places = {one["area"]: one for one in told["places"]}
    assert sorted(places) == [COUNTY, TOWN, f"{COUNTY}200"]
    assert places[TOWN]["figures"]["returned"] == {"value": 9, "reports": 2, "counted_again": 0}
    assert places[f"{COUNTY}200"]["missing"] == 1
    json.dumps(told, default=str)


def test_as_a_table_that_leaves_unknown_is_blank():
    leaving = queries.rollup_leaving(
        "village_day", on=factory.DAY, slot=None, known_at=factory.moment(20), by=SYSTEM
    )
    rows = [row for chunk in leaving.chunks(COUNTY) for row in chunk]
    county_row = dict(zip(leaving.head, next(row for row in rows if row[0] == COUNTY), strict=True))
    assert (county_row["应报"], county_row["已报"], county_row["当日返回人数（相加）"]) == ("3", "2", "9")
    assert county_row["最高体温（取最大）"] == ""
