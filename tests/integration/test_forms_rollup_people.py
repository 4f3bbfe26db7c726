"""People of a roll-up count once, whoever lists them: two units, two periods, two records of one person."""

from dataclasses import replace
from uuid import UUID

import pytest
from tests.factories import directives as county
from tests.factories import forms as factory
from tests.factories import people
from tests.factories.access import signed_in
from tests.factories.directives import COUNTY, OFFICE, OTHER, TOWN, VILLAGE
from tests.factories.places import AT, BY

from lianfang.apps.forms import queries
from lianfang.apps.forms.terms import Filled
from lianfang.apps.people import operations
from lianfang.core.access.terms import SYSTEM
from lianfang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
FORM = """\
form: fevers
version: 1
name: 发热名单
starts_on: 2022-01-01
reporters: {level: village}
accepted_by: town
source: {text: 试, certainty: C}
windows:
- {slot: am, opens: "06:00", due: "11:00"}
- {slot: pm, opens: "12:00", due: "17:00"}
sections:
- code: all
  name: 全部
  fields:
  - {code: fevers, name: 发热, type: people}
  - {code: calls, name: 电话, type: count}
"""
NOW = factory.moment(18)


@pytest.fixture
def persons() -> dict[str, UUID]:
    """Four records; the last two turn out to be one person."""
    county.staffed()
    factory.load(FORM)
    made = {name: UUID(people.person(name, area=VILLAGE)) for name in ("甲一", "乙二", "丙三", "丙山")}
    listed(VILLAGE, "am", 9, made["甲一"], made["丙三"])
    listed(OTHER, "am", 10, made["甲一"], made["乙二"])
    listed(OTHER, "pm", 13, made["乙二"], made["丙山"])
    return made


def listed(village: str, slot: str, hour: int, *whom: UUID) -> None:
    given = Filled(typed={"fevers": "、".join(map(str, whom)), "calls": "0"}, persons={"fevers": whom})
    factory.submit(village, at=factory.moment(hour), given=given, form="fevers", slot=slot)


def figure(area: str = COUNTY, **asked):
    found = queries.rollup("fevers", area=area, from_day=factory.DAY, known_at=NOW, by=SYSTEM, **asked)
    one = found.nodes[area].figures["fevers"]
    return one.value, one.twice


def named(area: str = COUNTY, by=SYSTEM, **asked):
    given = {"from_day": factory.DAY, "known_at": NOW} | asked
    found = queries.rolled_persons("fevers", "fevers", area=area, by=by, **given)
    return {one.name: set(one.reporters) for one in found}


def merge(persons) -> None:
    operations.merge(kept=str(persons["丙三"]), merged=str(persons["丙山"]), ground="核实", by=BY, at=AT)


def test_whoever_is_listed_twice_counts_once_and_two_records_of_one_person_do(persons):
    assert figure() == (4, 2)
    merge(persons)
    assert figure() == (3, 3)
    assert figure(OTHER) == (3, 1)
    assert figure(slot="am") == (3, 1)
    assert named() == {"甲一": {VILLAGE, OTHER}, "乙二": {OTHER}, "丙三": {VILLAGE, OTHER}}


@pytest.mark.parametrize("merged", [False, True])
@pytest.mark.parametrize("area", [COUNTY, TOWN, VILLAGE, OTHER])
@pytest.mark.parametrize("slot", ["", "am", "pm"])
def test_the_list_is_as_long_as_its_figure_says(persons, merged, area, slot):
    if merged:
        merge(persons)
    assert len(named(area, slot=slot)) == (figure(area, slot=slot)[0] or 0)


def test_a_list_is_as_known_at_its_moment(persons):
    assert set(named(known_at=factory.moment(9, 30))) == {"甲一", "丙三"}


def test_only_whoever_may_see_people_and_the_place_sees_the_list(persons, monkeypatch):
    monkeypatch.setenv("LIANFANG_NOW", NOW.isoformat())
    with pytest.raises(NotFound):
        named(by=replace(OFFICE, scopes=(TOWN,)))
    with pytest.raises(NotFound):
        queries.rolled_persons("fevers", "calls", area=COUNTY, from_day=factory.DAY, known_at=NOW, by=SYSTEM)
    address = f"/reports/fevers/rollup/{COUNTY}/people/?on={factory.DAY}&field=fevers"
    text = signed_in("headquarters", COUNTY).get(address).content.decode()
    assert "甲一" in text
    assert "2 人由几个单位同时列名" not in text
    assert "1 人由几个单位同时列名" in text
    assert signed_in("unit_clerk", COUNTY).get(address).status_code == 403
    behind = f"/reports/fevers/rollup/{COUNTY}/behind/?on={factory.DAY}&field=fevers"
    assert "/people/?" in signed_in("headquarters", COUNTY).get(behind).content.decode()


def test_the_api_tells_the_same_list(persons, monkeypatch):
    monkeypatch.setenv("LIANFANG_NOW", NOW.isoformat())
    client = signed_in("headquarters", COUNTY)
    address = f"/api/forms/fevers/rollups/{COUNTY}/people?field=fevers&on={factory.DAY}"
    told = client.get(address).json()["items"]
    assert {one["name"]: set(one["reporters"]) for one in told} == named()
