"""Files of forms: a sound one is taken whole; of a faulty one every fault is told in its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.form_texts import SMALL, known, small

from lianfang.core.forms.plain import as_plain, of_plain
from lianfang.core.forms.reading import FormRefused, read_form
from lianfang.core.forms.terms import Reach, Rollup, Weight

FIRST, DERIVED = "expression: fever <= measured", "derived: measures.persons"

# change in the sound file                                  | line | place                        | reason
FAULTS = [
    ("form: small-daily", "form: 日报", 1, "form", "不是代码"),
    ("version: 1", "version: 一", 2, "version", "整数"),
    ("version: 1", "version: 1\nname: 重", 4, "name", "写了两次"),
    ("2022-01-01", "2022-13-01", 4, "starts_on", "不是日期"),
    ("starts_on: 2022-01-01", "starts_on: 2022-01-01\nends_on: 2021-01-01", 5, "ends_on", "早于"),
    ("level: village", "level: vilage", 5, "reporters.level", "取值"),
    ("{level: village}", "{units: [schol]}", 5, "reporters.units", "取值"),
    ("{level: village}", "{level: village, units: [school]}", 5, "reporters", "不明确"),
    ("accepted_by: town\n", "", 1, "accepted_by", "必须填写"),
    ("certainty: C", "certainty: Z", 7, "source.certainty", "取值"),
    ('due: "16:00"', 'due: "08:00"', 10, "windows[1].due", "与opens相同"),
    ('due: "16:00"', 'due: "25:00"', 10, "windows[1].due", "不是时刻"),
    ("slot: noon", "slot: day", 11, "windows[2].slot", "同名"),
    ("[1, 2]", "[1, 5]", 11, "windows[2].responses[2]", "整数"),
    ("code: held", "code: on", 16, "sections[1].fields[1].code", "表达式语言"),
    ("code: held", "code: measured", 17, "sections[1].fields[2].code", "重复"),
    ("code: fever,", "code: 发热,", 18, "sections[1].fields[3].code", "不是字段代码"),
    ("type: people", "type: poeple", 18, "sections[1].fields[3].type", "取值"),
    ("maximum: 5000", "maximum: 多", 17, "sections[1].fields[2].maximum", "不是数"),
    ("maximum: 5000", "minimum: 9, maximum: 5", 17, "sections[1].fields[2].maximum", "小于minimum"),
    (DERIVED, "derived: measures.person", 16, "fields[1].derived", "取值"),
    (
        DERIVED,
        "derived: measures.persons, prefill: true",
        16,
        "fields[1].prefill",
        "不预填",
    ),
    (
        DERIVED,
        "derived: measures.persons, zero: true",
        16,
        "fields[1].zero",
        "不能给它填0",
    ),
    ("numerator: measured", "numerator: fever", 20, "fields[5].code", "分子、分母"),
    ("rollup: share, ", "", 20, "fields[5].code", "不是比率"),
    ("{open: 开放, closed: 关闭}", "{}", 22, "fields[7].choices", "单选项"),
    ("type: yes_no}", "type: yes_no, rollup: max}", 21, "fields[6].rollup", "取值"),
    ("type: yes_no}", "type: yes_no, colour: red}", 21, "fields[6].colour", "不认识的项目"),
    (
        FIRST,
        "expression: fever <= measurd",
        27,
        "checks[1].expression",
        "第10个字处“measurd”",
    ),
    (FIRST, "expression: fever <= state", 27, "checks[1].expression", "不能计算"),
    (FIRST, "expression: posted == 1", 27, "checks[1].expression", "同一类值"),
    (FIRST, 'expression: state == "opn"', 27, "checks[1].expression", "不是选项"),
    (FIRST, "expression: 1 < 2", 27, "checks[1].expression", "没有用到"),
    (FIRST, "expression: fever <=", 27, "checks[1].expression", "不是完整"),
    (FIRST, "expression: fever + measured", 27, "checks[1].expression", "不是真假"),
    (
        FIRST,
        "expression: fever <= ledger.x.y",
        27,
        "checks[1].expression",
        "没有这项指标",
    ),
    (
        FIRST,
        "expression: 'other[\"a\"].b < fever'",
        27,
        "checks[1].expression",
        "还没有这张报表",
    ),
    ("人，多于", "人{fevr}，多于", 27, "checks[1].says", "没有这个字段"),
    ("人，多于", "人}，多于", 27, "checks[1].says", "不成对"),
    ("code: jump", "code: fever_measured", 28, "checks[2].code", "重复"),
    ("weight: doubt", "weight: maybe", 31, "checks[2].weight", "取值"),
    ("has(remark)", "size(remark) > 0 || has(remark)", 32, "checks[3].expression", "未填时"),
]


@pytest.mark.parametrize(("old", "new", "line", "place", "reason"), FAULTS)
def test_every_fault_is_told_in_its_line(old, new, line, place, reason):
    assert old in SMALL
    with pytest.raises(FormRefused) as refused:
        read_form(SMALL.replace(old, new, 1), known())
    found = refused.value.problems
    told = [problem for problem in found if place in problem.place and reason in problem.reason]
    assert told, refused.value
    assert any(problem.place.startswith(f"第{line}行") for problem in told), told
    assert all(problem.remedy for problem in found)


def test_a_form_is_what_its_file_says():
    form = small()
    assert [field.position for field in form.fields] == [1, 2, 3, 4, None, 5, None, None, None, None]
    assert [field.code for field in form.numeric] == ["held", "measured", "fever", "highest", "posted"]
    assert form.by_code["fever"].rollup is Rollup.PEOPLE
    assert form.zeros == {"measured": 0.0, "fever": 0.0}
    assert [(check.reach, check.weight) for check in form.checks] == [
        (Reach.WITHIN, Weight.MUST),
        (Reach.DAYS, Weight.DOUBT),
        (Reach.WITHIN, Weight.MUST),
    ]


def test_units_have_no_ledger():
    text = SMALL.replace("{level: village}", "{units: [school]}")
    with pytest.raises(FormRefused) as refused:
        read_form(text, known())
    assert [problem.reason for problem in refused.value.problems] == ["单位没有台账数"]


def test_other_forms_are_named_with_their_fields():
    text = SMALL.replace("fever <= measured,", "'fever <= other[\"small-daily\"].measured',", 1)
    assert read_form(text, known(small=small())).checks[0].reach is Reach.FORMS


def test_a_form_is_kept_as_plain_values():
    assert of_plain(as_plain(small())) == small()


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text):
    with pytest.raises(FormRefused) as refused:
        read_form(text, known())
    assert refused.value.problems


@given(st.integers(0, len(SMALL) - 1), st.text(max_size=8), st.integers(0, 20))
def test_no_slip_in_a_file_breaks_the_reader(at, typed, gone):
    problems = problems_of(SMALL[:at] + typed + SMALL[at + gone :])
    assert all(problem.place and problem.reason and problem.remedy for problem in problems)


def problems_of(text):
    try:
        read_form(text, known())
    except FormRefused as refused:
        return refused.problems
    return ()
