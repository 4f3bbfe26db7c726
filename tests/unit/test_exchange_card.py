"""The national report card: what is held, what can be compared, what is missing; nothing is made up."""

from dataclasses import replace
from datetime import date

import pytest

from lianfang.apps.exchange.rules import card
from lianfang.apps.exchange.rules.card import Known, Standing

ON = date(2022, 7, 11)
KNOWN = Known(
    name="苏小禾",
    sex="女",
    birth=date(1990, 7, 12),
    documents=("身份证 X",),
    phones=("1",),
    area="990121100001",
    place="澜砚县城关镇东岭村",
    address="7号",
    occupation="农民",
    deceased=False,
    symptoms_on=date(2022, 7, 9),
    symptoms="咽痛",
    positive_on=date(2022, 7, 10),
    disease="新型冠状病毒感染",
)
NOTHING = Known("", "", None, (), (), "", "", "", "", False, None, "", None, "")


def found(known=KNOWN, reporting="990121"):
    return {one.name: one for one in card.items(known, on=ON, reporting=reporting)}


def test_what_is_held_is_told_and_what_a_doctor_decides_is_only_compared():
    items = found()
    assert (items["姓名"].value, items["姓名"].standing) == ("苏小禾", Standing.HELD)
    assert items["出生日期"].note == "实足31岁"
    for name in ("发病日期", "诊断日期", "疾病名称", "病例分类（疑似、临床诊断、确诊、病原携带者）"):
        assert items[name].standing is Standing.COMPARE
    assert "患儿家长姓名" not in items


def test_a_registry_that_holds_nothing_fills_nothing():
    items = found(NOTHING, reporting="")
    assert {one.standing for one in items.values()} == {Standing.MISSING}
    assert all(one.note for one in items.values())
    assert set(card.missing(tuple(items.values()))) == {one.name for one in items.values() if one.required}


@pytest.mark.parametrize(
    ("area", "belonging"),
    [
        ("990121100001", "本县区"),
        ("990122100001", "本市其他县区"),
        ("990301100001", "本省其他地市"),
        ("110101001001", "外省"),
    ],
)
def test_where_the_patient_belongs_follows_the_address(area, belonging):
    assert found(replace(KNOWN, area=area))["病人属于"].value == belonging


def test_an_occupation_of_no_group_is_told_and_not_guessed():
    item = found(replace(KNOWN, occupation="司机"))["人群分类"]
    assert (item.standing, item.value) == (Standing.MISSING, "")
    assert "司机" in item.note


def test_an_address_that_names_its_place_is_not_told_twice():
    whole = f"{KNOWN.place}7号"
    assert found(replace(KNOWN, address=whole))["现住址"].value == found()["现住址"].value == whole


def test_a_child_needs_its_parent_and_the_dead_a_date():
    items = found(replace(KNOWN, birth=date(2010, 1, 1), deceased=True))
    assert items["患儿家长姓名"].standing is items["死亡日期"].standing is Standing.MISSING
