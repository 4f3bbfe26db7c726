"""Computed fields: worked out from the others, never typed; what was said instead is told; as a formula."""

import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.form_texts import SMALL, known, small
from tests.unit.test_forms_sheets import ASKED, PERIOD, cells_of, place_of, typed_into

from lianfang.core.forms.computing import follows
from lianfang.core.forms.filled import read_filled
from lianfang.core.forms.reading import FormRefused, read_form
from lianfang.core.forms.sheets import write_one
from lianfang.core.forms.terms import Form, Rollup
from lianfang.core.forms.values import numbers_of, read_values, values_of

ON = date(2022, 7, 11)
LINE = "  - {code: called_at"
HOUSES = """  - {code: at_home, name: 居家, type: count}
  - {code: moved, name: 转运, type: count, required: false}
  - {code: people, name: 合计, type: count, computed: "%s"}
  - {code: part, name: 居家率, type: number, rollup: share, numerator: at_home, denominator: people}
"""
SOUND = {"measured": "12", "fever": "0", "posted": "是", "state": "open"}


def form(expression: str = "at_home + moved") -> Form:
    return small(SMALL.replace(LINE, HOUSES % expression + LINE, 1))


def said(**typed: str) -> dict[str, str]:
    return SOUND | typed


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_it_is_worked_out_kept_and_shared(at_home: int, moved: int) -> None:
    told = form()
    values, faults = read_values(told, said(at_home=str(at_home), moved=str(moved)), on=ON)
    assert faults == []
    assert values["people"] == at_home + moved
    assert (values["part"] is None) == (at_home + moved == 0)
    kept = values_of(told, numbers_of(told, values), {})
    assert kept["people"] == values["people"]
    assert kept["part"] == values["part"]


def test_a_blank_operand_makes_a_blank_unless_it_is_asked_for() -> None:
    assert read_values(form(), said(at_home="3"), on=ON)[0]["people"] is None
    asking = form("at_home + (has(moved) ? moved : 0)")
    assert read_values(asking, said(at_home="3"), on=ON)[0]["people"] == 3.0


@pytest.mark.parametrize(
    ("typed", "code"), [("7", ""), ("８", "forms.not_as_computed"), ("七", "forms.not_as_computed")]
)
def test_what_is_typed_instead_is_told_where_it_differs(typed: str, code: str) -> None:
    values, faults = read_values(form(), said(at_home="3", moved="4", people=typed), on=ON)
    assert values["people"] == 7.0
    assert [fault.code for fault in faults] == ([code] if code else [])


def test_a_result_beyond_its_bounds_is_told_at_its_field() -> None:
    values, faults = read_values(form("at_home - moved"), said(at_home="3", moved="4"), on=ON)
    assert values["people"] == -1.0
    assert [(fault.code, fault.fields) for fault in faults] == [("forms.too_small", ("people",))]


def test_zero_says_nought_of_it_and_it_has_a_place_among_the_numbers() -> None:
    told = form()
    assert follows(told, told.zeros)["people"] == 0.0
    assert "people" not in told.zeros
    assert told.by_code["people"].position is not None
    assert told.by_code["people"].rollup is Rollup.SUM
    assert not told.by_code["people"].is_typed


FAULTS = [
    ("at_home + ", "不是完整"),
    ("at_home + moves", "没有这个字段"),
    ("at_home + people", "没有这个字段"),
    ("at_home + part", "没有这个字段"),
    ("at_home + ledger.measures.persons", "不是本表"),
    ("at_home + before.moved", "不是本表"),
    ("at_home > moved", "不能得出数"),
    ("at_home / moved", "不是整数"),
    ("at_home + highest", "不是整数"),
    ("at_home * 1.5", "不是整数"),
    ("at_home + (has(moved) ? 1 : moved)", "未填时"),
    ("1 + 2", "没有用到"),
    ("at_home + state", "不能计算"),
]


@pytest.mark.parametrize(("expression", "reason"), FAULTS)
def test_every_fault_is_told_in_its_line(expression: str, reason: str) -> None:
    with pytest.raises(FormRefused) as refused:
        form(expression)
    (problem,) = refused.value.problems
    assert reason in problem.reason
    assert problem.place.endswith("computed")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('computed: "at_home', 'prefill: true, computed: "at_home', "不预填"),
        ('computed: "at_home', 'derived: measures.persons, computed: "at_home', "不自动计算"),
        ("type: count, computed", "type: temperature, computed", "不能自动计算"),
        ("type: count, computed", "type: number, rollup: share, computed", "不写表达式"),
    ],
)
def test_what_cannot_go_together_is_refused(old: str, new: str, reason: str) -> None:
    text = SMALL.replace(LINE, HOUSES % "at_home + moved" + LINE, 1)
    with pytest.raises(FormRefused) as refused:
        read_form(text.replace(old, new, 1), known())
    assert any(reason in problem.reason for problem in refused.value.problems)


def test_a_spreadsheet_works_it_out_and_another_value_is_noticed() -> None:
    told = form()
    content = write_one(told, ASKED, PERIOD)
    cell = f"F{place_of(content, 'people')}"
    places = {code: f"F{place_of(content, code)}" for code in ("at_home", "moved")}
    typed = {places["at_home"]: 3, places["moved"]: 4}
    for value, kept in ((None, {}), ("7", {"people": "7"}), ("9", {"people": "9"})):
        filled = typed_into(content, typed | ({cell: value} if value else {}))
        (one,) = read_filled(cells_of(filled)).reporters
        assert {code: text for code, text in one.typed.items() if code == "people"} == kept
    assert read_values(told, said(**one.typed), on=ON)[1][0].code == "forms.not_as_computed"


def test_the_formula_of_a_spreadsheet_is_that_of_the_form() -> None:
    content = write_one(form(), ASKED, PERIOD)
    at_home, moved, people = (place_of(content, code) for code in ("at_home", "moved", "people"))
    cell = openpyxl.load_workbook(io.BytesIO(content))["填报"][f"F{people}"]
    assert cell.value == f'=IF(COUNT(F{at_home},F{moved})=2,F{at_home}+F{moved},"")'
    assert cell.protection.locked
