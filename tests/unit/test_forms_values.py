"""Values of forms: read without guessing, checked against each other, against before, others and ledger."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.form_texts import SMALL, known, small

from lianfang.core.forms.checking import Beside, checker_of
from lianfang.core.forms.reading import read_form
from lianfang.core.forms.terms import FieldType, Weight
from lianfang.core.forms.values import (
    listed,
    numbers_of,
    prefilled,
    read_values,
    shares,
    shown,
    texts_of,
    values_of,
)

ON = date(2022, 7, 11)
SOUND = {"measured": "12", "fever": "0", "posted": "是", "state": "open"}

# field | typed | value, or the code of the fault
READ = [
    ("measured", "１２", 12.0),
    ("measured", " 12 ", 12.0),
    ("measured", "0", 0.0),
    ("measured", "", "forms.required"),
    ("measured", "12.5", "forms.unreadable"),
    ("measured", "十二", "forms.unreadable"),
    ("measured", "-3", "forms.unreadable"),
    ("measured", "约12", "forms.unreadable"),
    ("measured", "6000", "forms.too_large"),
    ("highest", "36.8", 36.8),
    ("highest", "", None),
    ("highest", "3.68", "forms.too_small"),
    ("highest", "368", "forms.too_large"),
    ("posted", "否", False),
    ("posted", "无", False),
    ("posted", "可能", "forms.unreadable"),
    ("state", "关闭", "closed"),
    ("state", "closed", "closed"),
    ("state", "半开", "forms.unreadable"),
    ("counted_on", "2022年7月1日", float(date(2022, 7, 1).toordinal())),
    ("counted_on", "7/8/22", "forms.unreadable"),
    ("called_at", "16:05", 965.0),
    ("called_at", "16:05:00", 965.0),
    ("called_at", "16时5分", 965.0),
    ("counted_on", "2022-07-01 00:00:00", float(date(2022, 7, 1).toordinal())),
    ("called_at", "25:00", "forms.unreadable"),
    ("fever", "甲、乙 甲", 2.0),
    ("fever", "无", 0.0),
    ("remark", "没有", "没有"),
    ("remark", "长" * 3000, "forms.unreadable"),
    ("held", "5", "forms.not_typed"),
    ("unheard", "5", "forms.unknown_field"),
]


@pytest.mark.parametrize(("code", "typed", "expected"), READ)
def test_what_is_typed_is_a_value_or_a_fault(code, typed, expected):
    values, faults = read_values(small(), SOUND | {code: typed}, on=ON)
    if isinstance(expected, str) and expected.startswith("forms."):
        assert [(fault.code, fault.fields) for fault in faults] == [(expected, (code,))]
        assert faults[0].told
    else:
        assert faults == []
        assert values[code] == expected


def test_blank_is_never_nought():
    values, faults = read_values(small(), {}, on=ON)
    assert set(values.values()) == {None}
    assert [fault.fields[0] for fault in faults] == ["measured", "fever", "posted", "state"]


def test_a_share_follows_from_its_parts():
    values, _ = read_values(small(), SOUND, on=ON, derived={"held": 48.0})
    assert values["rate"] == 25.0
    assert shares(small(), {"measured": 3.0, "held": 0.0}) == {"rate": None}


def test_only_what_a_form_allows_is_taken_over():
    assert prefilled(small(), {"measured": 3.0, "counted_on": 738000.0}) == {"counted_on": 738000.0}


def test_persons_are_listed_once():
    assert listed("甲、乙，丙;甲\n丁") == ("甲", "乙", "丙", "丁")


@given(st.dictionaries(st.sampled_from([field.code for field in small().fields]), st.text(max_size=20)))
def test_no_text_breaks_a_value_and_what_is_read_is_read_again(typed):
    form = small()
    values, faults = read_values(form, typed, on=ON)
    kept = {
        code: shown(form.by_code[code], value)
        for code, value in values.items()
        if value is not None
        and form.by_code[code].type is not FieldType.PEOPLE
        and form.by_code[code].is_typed
        and code not in {field for fault in faults for field in fault.fields}
    }
    assert values_of(form, numbers_of(form, values), texts_of(form, values)) == values
    again, _ = read_values(form, kept, on=ON)
    assert {code: again[code] for code in kept} == {code: values[code] for code in kept}


def checked(values, *, text=SMALL, **beside):
    found = checker_of(read_form(text, known(small=small()))).faults(values, Beside(on=ON, **beside))
    return [(fault.code, fault.told) for fault in found]


def test_a_check_says_what_is_wrong_with_its_numbers():
    assert checked({"measured": 2.0, "fever": 3.0, "remark": "送医"}) == [
        ("fever_measured", "发热3人，多于测温2人")
    ]


def test_a_check_of_blanks_says_nothing():
    assert checked({"fever": 3.0, "remark": "送医"}) == []
    assert checked({"measured": 100.0, "fever": 0.0}) == []


def test_a_check_across_days_takes_the_report_before():
    assert checked({"measured": 100.0, "fever": 0.0}, before={"measured": 10.0}) == [
        ("jump", "测温100，上期10")
    ]
    assert checked({"measured": 60.0, "fever": 0.0}, before={"measured": 10.0}) == []


def test_a_check_that_asks_is_not_skipped():
    assert checked({"measured": 9.0, "fever": 1.0}) == [("told", "发热1人，请说明")]


def test_checks_reach_the_ledger_and_other_forms():
    text = SMALL + (
        "- {code: ledger, expression: measured <= ledger.measures.persons,"
        ' says: "在管{ledger.measures.persons}", weight: doubt}\n'
        "- {code: forms, expression: 'measured <= other[\"small-daily\"].measured',"
        " says: '他表{other[\"small-daily\"].measured}'}\n"
    )
    values = {"measured": 9.0, "fever": 0.0}
    assert checked(values, text=text) == []
    assert checked(values, text=text, ledger={"measures.persons": 3.0}) == [("ledger", "在管3")]
    assert checked(values, text=text, others={"small-daily": {"measured": 3.0}}) == [("forms", "他表3")]


def test_a_fault_names_the_fields_to_look_at_and_how_grave_it_is():
    (fault,) = checker_of(small()).faults(
        {"measured": 100.0, "fever": 0.0}, Beside(on=ON, before={"measured": 1.0})
    )
    assert fault.fields == ("measured",)
    assert fault.weight is Weight.DOUBT


def test_days_count_in_expressions():
    text = SMALL + "- {code: old, expression: on - counted_on <= 31, says: '盘点{counted_on}'}\n"
    values = {"measured": 9.0, "fever": 0.0, "counted_on": float(date(2022, 5, 1).toordinal())}
    assert checked(values, text=text) == [("old", "盘点2022-05-01")]
