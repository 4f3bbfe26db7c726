"""Two tables side by side: every cell stricter and every cell laxer, each with its sentence."""

import pytest
from tests.factories import policy as factory

from lianfang.apps.policy import queries
from lianfang.apps.policy.rules.comparison import compare

pytestmark = pytest.mark.django_db

HEAD = """
pack: {name}
version: "1"
title: 方案
diseases: [covid19]
issuer: {{level: national, name: 某部}}
valid_from: {{date: 2022-07-01, certainty: C}}
source: {{text: 通告, certainty: C}}
legal_basis:
  - {{text: 条例第四十一条, certainty: A, from: 2003-05-09}}
{more}
rules:
{rules}
"""
RULE = """
  - category: {category}
    when: {{exposure: {category}{when}}}
    anchors: [{anchor}]
    source: 第二条
    phases:
      - {{place: {place}, days: {days}, tests: {tests}, readings_per_day: {readings}{release}, certainty: C}}
"""
PLAIN = {
    "category": "overseas",
    "when": "",
    "anchor": "left_area_date",
    "place": "home",
    "days": 7,
    "tests": [1, 7],
    "readings": 2,
    "release": "",
}

# what the lower table changes           || cell: direction
CHANGES = [
    ({"days": 14}, {"total_days": "stricter", "days": "stricter"}),
    ({"days": 7, "tests": [1, 4, 7]}, {"tests": "stricter"}),
    ({"tests": [7]}, {"tests": "laxer"}),
    ({"place": "central"}, {"place": "stricter"}),
    ({"place": "self_monitor"}, {"place": "laxer"}),
    ({"readings": 3}, {"readings_per_day": "stricter"}),
    ({"readings": 1}, {"readings_per_day": "laxer"}),
    ({"anchor": "arrival_date"}, {"anchor": "stricter"}),
    ({"release": ", release: double_sample"}, {"release": "stricter"}),
    ({"category": "close_contact"}, {"category": "both"}),
    ({}, {}),
]


def stored(name: str, *rules: dict, more: str = "") -> int:
    text = "".join(RULE.format(**PLAIN | rule) for rule in rules)
    return factory.stored(HEAD.format(name=name, rules=text, more=more))


@pytest.mark.parametrize(("change", "expected"), CHANGES, ids=lambda value: ",".join(value) or "nothing")
def test_a_changed_cell_is_found_in_its_direction(change, expected):
    upper, lower = stored("upper", {}), stored("lower", change)
    found = queries.diff(upper_id=upper, lower_id=lower)
    directions = {cell.cell: cell.direction for cell in found.cells}
    if "category" in expected:
        assert {(cell.exposure, cell.direction) for cell in found.cells} == {
            ("close_contact", "stricter"),
            ("overseas", "laxer"),
        }
        return
    assert directions == expected
    assert all(cell.sentence.endswith("。") and "入境人员" in cell.sentence for cell in found.cells)


@pytest.mark.parametrize(("change", "expected"), CHANGES[:9], ids=lambda value: ",".join(value) or "nothing")
def test_the_other_way_round_every_direction_is_the_opposite(change, expected):
    upper, lower = stored("upper", {}), stored("lower", change)
    there = queries.diff(upper_id=upper, lower_id=lower)
    back = queries.diff(upper_id=lower, lower_id=upper)
    assert {c.cell for c in there.stricter} == {c.cell for c in back.laxer}
    assert {c.cell for c in there.laxer} == {c.cell for c in back.stricter}
    assert there.same == back.same


def test_a_pack_does_not_differ_from_itself():
    for path in factory.PACKS:
        pack_id = factory.stored(path.read_text())
        assert queries.diff(upper_id=pack_id, lower_id=pack_id).cells == ()


def test_a_stricter_row_for_some_only_is_found_with_its_condition():
    upper = stored("upper", {})
    lower = stored("lower", {"when": ", age_from: 60", "days": 14, "category": "overseas"})
    found = {
        (cell.cell, cell.conditions, cell.direction)
        for cell in queries.diff(upper_id=upper, lower_id=lower).cells
    }
    assert ("days", "60岁", "stricter") in found
    assert ("category", "", "laxer") in found


def test_v8_above_v9_is_the_relaxation_that_practice_knows():
    v8, v9 = (factory.stored(factory.pack_file(f"covid19-v{number}")) for number in (8, 9))
    found = queries.diff(upper_id=v8, lower_id=v9)
    sentences = [cell.sentence for cell in found.laxer]
    assert "密切接触者总天数：上级21天，下级10天，少11天，放宽。" in sentences
    assert "密接的密接第1阶段场所：上级为集中隔离点，下级为居家，放宽。" in sentences
    assert "密切接触者判定时间：上级为发病前4天，下级为2天，放宽。" in sentences
    assert "密切接触者第1阶段检测次数：上级4次，下级5次，多1次，加码。" in [
        cell.sentence for cell in found.stricter
    ]


def test_two_different_conditions_of_release_are_left_to_a_person():
    upper = stored("upper", {"release": ", release: ct_ge_35"})
    lower = stored("lower", {"release": ", release: double_sample"})
    found = queries.diff(upper_id=upper, lower_id=lower)
    assert [cell.cell for cell in found.changed] == ["release"]
    assert found.stricter == found.laxer == ()


def test_nothing_to_compare_gives_nothing():
    assert compare([], labels={}).cells == ()
