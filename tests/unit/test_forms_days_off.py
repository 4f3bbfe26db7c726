"""Days off: the files that come with the program are sound; a fault is told in its line."""

from datetime import date
from pathlib import Path

import pytest
from tests.factories.form_texts import FOLDER

from lianfang.core.forms.days_off import DaysRefused, read_days_off

FILES = sorted((FOLDER / "days_off").glob("*.yaml"))
SMALL = """year: 2022
source: {text: 通知, certainty: A}
holidays:
- {name: 元旦, from: 2022-01-01, until: 2022-01-03}
workdays: [2022-01-29]
"""


LEGAL = {"2022": 11, "2026": 13}
"""Legal holidays of a year; those that fall on a weekend are made up for."""
EACH = {"元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节", "调休上班"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_that_comes_along_balances(path: Path):
    """Days off on working weekdays are the legal holidays, and what is worked off at weekends."""
    days = read_days_off(path.read_text())
    on_weekdays = sum(day.holiday and day.on.isoweekday() < 6 for day in days)
    assert on_weekdays - sum(not day.holiday for day in days) == LEGAL[path.stem]
    assert {day.name for day in days} == EACH
    assert {day.on.year for day in days} == {int(path.stem)}


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("until: 2022-01-03", "until: 2021-12-31", 4, "早于from"),
        ("until: 2022-01-03", "until: 2022-03-03", 4, "过长"),
        ("until: 2022-01-03", "until: 2022-01-32", 4, "不是日期"),
        ("from: 2022-01-01", "from: 2021-12-31", 4, "不在2022年"),
        ("[2022-01-29]", "[2022-01-28]", 5, "不是周六"),
        ("[2022-01-29]", "[2022-01-29, 2022-01-29]", 5, "写了两次"),
        ("[2022-01-29]", "[2022-01-02]", 5, "写了两次"),
        ("certainty: A", "certainty: Z", 2, "取值"),
        ("year: 2022\n", "", 1, "必须填写"),
    ],
)
def test_a_fault_is_told_in_its_line(old, new, line, reason):
    with pytest.raises(DaysRefused) as refused:
        read_days_off(SMALL.replace(old, new))
    found = [problem for problem in refused.value.problems if reason in problem.reason]
    assert found
    assert found[0].place.startswith(f"第{line}行")


def test_days_are_told_in_their_order():
    days = read_days_off(SMALL)
    assert [(day.on, day.holiday) for day in days] == [
        (date(2022, 1, 1), True),
        (date(2022, 1, 2), True),
        (date(2022, 1, 3), True),
        (date(2022, 1, 29), False),
    ]
