"""Read cases from csv: every row is taken, or the file is refused with every bad cell it has."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import TypeVar

from lianfang.apps.policy.terms import AREA_EXPOSURE, RISK_LEVELS, Case
from lianfang.core import written
from lianfang.core.written import Problem
from lianfang.kernel.dates import (
    AmbiguousDate,
    Certainty,
    FutureDate,
    ImpossibleDate,
    UnreadableDate,
    read_date,
)
from lianfang.kernel.errors import InputRefused

REQUIRED = ("id", "exposure")
COLUMNS = (*REQUIRED, "level", "last_exposure", "arrived", "occupation", "vaccinated", "age")
YES = frozenset({"true", "yes", "1", "是", "已接种", "t", "y"})
NO = frozenset({"false", "no", "0", "否", "未接种", "f", "n"})
OLDEST = 130
T = TypeVar("T")
_INTEGER = re.compile(r"[0-9]{1,3}")
_DAY_REMEDY = "请核对后按2022-07-01的格式填写"
_WRONG_DAYS: Mapping[type[UnreadableDate], str] = {
    ImpossibleDate: "日历上没有这一天",
    AmbiguousDate: "可有多种理解",
    FutureDate: "晚于评估日",
}
_SPOKEN_LEVELS = {word.removesuffix("区"): code for code, word in RISK_LEVELS.items()}


class CasesRefused(InputRefused):
    """A file of cases with at least one bad cell; none of its rows was assessed."""

    code = "policy.cases_refused"
    sentence = "文件没有评估，共{count}处问题：\n{listing}"

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(count=len(problems), listing=written.listing(problems))


class CaseRefused(InputRefused):
    """A case typed into a form with at least one bad field; `fields` says of each what to do."""

    code = "policy.case_refused"
    sentence = "没有试算，有{count}处需要改正。"

    def __init__(self, problems: list[Problem]) -> None:
        said = {problem.place.rpartition(" ")[2]: problem for problem in problems}
        self.fields = {name: f"{found.reason}。{found.remedy}。" for name, found in said.items()}
        super().__init__(count=len(problems))


class _BadCell(Exception):
    """A cell that can't be used: why, and what to do."""

    def __init__(self, reason: str, remedy: str) -> None:
        self.reason, self.remedy = reason, remedy
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class NamedCase:
    """A case under the id that its sender gave it."""

    id: str
    case: Case


def read_cases(content: bytes, *, exposures: Mapping[str, str], on: date) -> list[NamedCase]:
    """Read cases to be assessed on a day; raises CasesRefused with every bad cell of the file.

    Text is UTF-8 (with or without byte order mark) or GB18030; empty cells mean unknown.
    """
    rows = csv.reader(io.StringIO(_decoded(content), newline=""), strict=True)
    problems: list[Problem] = []
    try:
        header = [name.strip() for name in next(rows, [])]
        _check_header(header, problems)
        numbered = ((rows.line_num, cells) for cells in rows)
        found = [] if problems else _read_rows(numbered, header, exposures, on, problems)
    except csv.Error as error:
        problems.append(
            Problem(f"第{rows.line_num}行", "", f"不是完好的csv（{error}）", "请用表格软件重新导出")
        )
    if problems:
        raise CasesRefused(problems)
    return found


def read_case(cells: Mapping[str, str], *, exposures: Mapping[str, str], on: date) -> Case:
    """One case from the fields of a form, named as the columns of a file; raises CaseRefused."""
    problems: list[Problem] = []
    told = {name: cells.get(name, "").strip() for name in COLUMNS}
    found = _Row("", told | {"id": "1"}, problems).read(exposures, on)
    if problems:
        raise CaseRefused(problems)
    return found.case


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CasesRefused([Problem("文件", "", "编码不是UTF-8或GB18030", "请另存为UTF-8编码的csv")])


def _check_header(header: list[str], problems: list[Problem]) -> None:
    for name in REQUIRED:
        if name not in header:
            problems.append(Problem("第1行", name, "这一列缺失", f"表头应为{','.join(COLUMNS)}"))
    for name in sorted(set(header) - set(COLUMNS)):
        near = get_close_matches(name, COLUMNS, n=1) or COLUMNS
        problems.append(Problem("第1行", name, "不是认识的列", f"请删去，或改为{'、'.join(near)}"))
    for name in sorted({name for name in header if header.count(name) > 1}):
        problems.append(Problem("第1行", name, "这一列有两个", "请只保留一列"))


def _read_rows(
    rows: Iterable[tuple[int, list[str]]],
    header: list[str],
    exposures: Mapping[str, str],
    on: date,
    problems: list[Problem],
) -> list[NamedCase]:
    found = []
    for line, cells in rows:
        place = f"第{line}行"
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            remedy = f"应有{len(header)}列，请核对逗号和引号"
            problems.append(Problem(place, "", f"有{len(cells)}列", remedy))
            continue
        row = _Row(place, dict(zip(header, map(str.strip, cells), strict=True)), problems)
        found.append(row.read(exposures, on))
    return found


@dataclass(frozen=True, slots=True)
class _Row:
    place: str
    cells: Mapping[str, str]
    problems: list[Problem]

    def read(self, exposures: Mapping[str, str], on: date) -> NamedCase:
        def day(text: str) -> date:
            return _day(text, on)

        def known(text: str) -> str:
            return _exposure(text, exposures)

        exposure = self.cell("exposure", known, "")
        case = Case(
            exposure=exposure or "",
            level=self.cell("level", lambda text: _level(text, exposure or ""), "") or "",
            last_exposure=self.cell("last_exposure", day, None),
            arrived=self.cell("arrived", day, None),
            occupation=self.cells.get("occupation", ""),
            vaccinated=self.cell("vaccinated", _flag, None),
            age=self.cell("age", _age, None),
        )
        for name in REQUIRED:
            if not self.cells[name]:
                self.problems.append(Problem(f"{self.place} {name}", "", "必须填写", "请补上"))
        return NamedCase(self.cells["id"], case)

    def cell(self, name: str, read: Callable[[str], T], unknown: T | None) -> T | None:
        text = self.cells.get(name, "")
        if not text:
            return unknown
        try:
            return read(text)
        except _BadCell as bad:
            self.problems.append(Problem(f"{self.place} {name}", text, bad.reason, bad.remedy))
            return unknown


def _exposure(text: str, exposures: Mapping[str, str]) -> str:
    if text in exposures:
        return text
    spoken = {word: code for code, word in exposures.items()}
    near = get_close_matches(text, exposures, n=1) or [
        spoken[w] for w in get_close_matches(text, spoken, n=1)
    ]
    hint = f"请改为{near[0]}" if near else "请改为下列之一：" + "、".join(exposures)
    raise _BadCell("不是认识的暴露类别", hint)


def _level(text: str, exposure: str) -> str:
    level = _SPOKEN_LEVELS.get(text.removesuffix("区"), text)
    if level not in RISK_LEVELS:
        raise _BadCell("不是风险等级", "请改为" + "、".join(RISK_LEVELS))
    if exposure in AREA_EXPOSURE.values() and AREA_EXPOSURE[level] != exposure:
        raise _BadCell(f"与暴露类别{exposure}矛盾", "请核对两者，只留正确的一项")
    return level


def _day(text: str, on: date) -> date:
    try:
        read = read_date(text, on=on)
    except UnreadableDate as problem:
        raise _BadCell(_WRONG_DAYS.get(type(problem), "不是可识别的日期"), _DAY_REMEDY) from problem
    if read.certainty is not Certainty.EXACT:
        raise _BadCell("没有写年份", _DAY_REMEDY)
    return read.value


def _flag(text: str) -> bool:
    if text.lower() in YES | NO:
        return text.lower() in YES
    raise _BadCell("不是是或否", "请填true或false，不明的留空")


def _age(text: str) -> int:
    if _INTEGER.fullmatch(text) and int(text) <= OLDEST:
        return int(text)
    raise _BadCell("不是年龄", f"请填0到{OLDEST}的整数，不明的留空")
