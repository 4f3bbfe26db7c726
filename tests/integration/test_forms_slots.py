"""Several periods of a day come together by the rule of each field: the same at every door."""

import json

import polars as pl
import pytest
from tests.factories import directives as county
from tests.factories import forms as factory
from tests.factories.access import signed_in
from tests.factories.directives import COUNTY, OTHER, TOWN, VILLAGE

from lianfang.apps.forms import queries
from lianfang.apps.forms.queries.beside import together
from lianfang.apps.forms.terms import Filled
from lianfang.core.access.terms import SYSTEM
from lianfang.kernel.errors import WrongCall

pytestmark = pytest.mark.django_db
FORM = """\
form: twice
version: 1
name: 一日两报
starts_on: 2022-01-01
reporters: {level: village}
accepted_by: town
source: {text: 试, certainty: C}
windows:
- {slot: noon, opens: "06:00", due: "11:00"}
- {slot: day, opens: "06:00", due: "16:00"}
sections:
- code: all
  name: 全部
  fields:
  - {code: passed, name: 通过, type: count}
  - {code: seen, name: 当日累计, type: count, rollup: daily}
  - {code: held, name: 在管, type: count, rollup: daily}
  - {code: stock, name: 库存, type: count, rollup: last}
  - {code: most, name: 最多, type: count, rollup: max}
  - {code: rate, name: 比率, type: number, rollup: share, numerator: held, denominator: seen}
"""

SAID = {
    (VILLAGE, "noon", 9): (3, 4, 2, 8, 7),
    (VILLAGE, "day", 15): (5, 10, 1, 9, 6),
    (OTHER, "noon", 10): (2, 6, 4, 20, 1),
}
TOGETHER = {"passed": 10, "seen": 16, "held": 5, "stock": 29, "most": 7, "rate": 100 * 5 / 16}
"""The second village has not told its second period: its first counts."""
AT_NOON = {"passed": 5, "seen": 10, "held": 6, "stock": 28, "most": 7, "rate": 60}


@pytest.fixture(autouse=True)
def _reports() -> None:
    county.staffed()
    factory.load(FORM)
    for (village, slot, hour), numbers in SAID.items():
        typed = dict(zip(("passed", "seen", "held", "stock", "most"), map(str, numbers), strict=True))
        factory.submit(village, at=factory.moment(hour), given=Filled(typed=typed), form="twice", slot=slot)


def figures(told, area=COUNTY):
    (place,) = (one for one in told["places"] if one["area"] == area)
    return {code: one["value"] for code, one in place["figures"].items()}


@pytest.mark.parametrize(("slot", "expected"), [("", TOGETHER), ("noon", AT_NOON)])
def test_the_api_the_terminal_the_page_and_the_file_tell_the_same(
    slot, expected, run_command, capsys, monkeypatch
):
    monkeypatch.setenv("LIANFANG_NOW", factory.moment(17).isoformat())
    client = signed_in("headquarters", COUNTY)
    asked = f"on={factory.DAY}" + (f"&slot={slot}" if slot else "")
    api = client.get(f"/api/forms/twice/rollups/{COUNTY}?{asked}").json()
    assert figures(api) == pytest.approx(expected)
    assert api["slots"] == ["noon", "day"]
    command = ["report", "rollup", "twice", "--area", COUNTY, "--on", f"{factory.DAY}", "--slot", slot]
    assert run_command(*command, "--json") == 0
    assert figures(json.loads(capsys.readouterr().out)) == pytest.approx(expected)
    page = client.get(f"/reports/twice/rollup/{COUNTY}/?{asked}").content.decode()
    for value in expected.values():
        assert f">{value:,.1f}".removesuffix(".0") + "</a>" in page
    assert ("一天 2 期" in page) is not bool(slot)
    found = queries.rollup(
        "twice", area=COUNTY, from_day=factory.DAY, slot=slot, known_at=factory.moment(17), by=SYSTEM
    )
    (row,) = queries.rollup_table(found, mark="").frame.filter(pl.col("_area") == COUNTY).to_dicts()
    assert {code: float(row[code]) for code in expected} == pytest.approx(expected)


def test_what_another_form_is_checked_against_is_the_same_roll_up():
    found = together("twice", area=TOWN, on=factory.DAY, known_at=factory.moment(17))
    assert {code: found[code] for code in TOGETHER} == pytest.approx(TOGETHER)
    assert together("nothing", area=TOWN, on=factory.DAY, known_at=factory.moment(17)) == {}


def test_a_slot_that_the_form_does_not_have_is_refused():
    with pytest.raises(WrongCall):
        queries.rollup(
            "twice",
            area=COUNTY,
            from_day=factory.DAY,
            known_at=factory.moment(17),
            by=SYSTEM,
            slot="night",
        )
