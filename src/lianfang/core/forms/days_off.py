"""Read which days of a year are unlike their weekday: holidays, and weekends on which people work.

A day that no file names is off on Saturdays and Sundays.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from lianfang.core import written
from lianfang.core.forms.reading import CERTAINTIES
from lianfang.core.written import Node, Problem
from lianfang.kernel.errors import InputRefused

LONGEST: Final = 50_000
YEARS: Final = (2000, 2100)
LONGEST_HOLIDAY: Final = 31
SATURDAY: Final = 6
WORKED: Final = "调休上班"


@dataclass(frozen=True, slots=True)
class UnlikeDay:
    """A day that is off, or worked, other than its weekday says."""

    on: date
    holiday: bool
    name: str


class DaysRefused(InputRefused):
    """A file of days off with at least one fault; nothing of it was taken."""

    code = "forms.days_refused"
    sentence = "节假日没有载入，共{count}处问题：\n{listing}"

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(count=len(problems), listing=written.listing(problems))


def read_days_off(text: str) -> tuple[UnlikeDay, ...]:
    """The days of a file, in their order; raises DaysRefused with every fault."""
    if len(text) > LONGEST:
        raise DaysRefused([Problem("文件", "", "过大", f"请控制在{LONGEST}字以内")])
    root = written.read(text)
    found: list[UnlikeDay] = []
    if not root.problems and root.fields(("year", "source", "holidays"), ("workdays",)):
        found = _days(root)
    if root.problems:
        raise DaysRefused(root.problems)
    return tuple(sorted(found, key=lambda day: day.on))


def _days(root: Node) -> list[UnlikeDay]:
    root["source"].fields(("text", "certainty"))
    root["source"]["certainty"].choice(CERTAINTIES)
    year = root["year"].number(*YEARS)
    seen: dict[date, Node] = {}
    found = [day for item in root["holidays"].items() for day in _holiday(item, year, seen)]
    for item in root["workdays"].items():
        day = item.day()
        if day and _is_new(day, item, year, seen):
            if day.isoweekday() < SATURDAY:
                item.refuse("不是周六、周日", "workdays只写要上班的周末")
            found.append(UnlikeDay(day, False, WORKED))
    return found


def _holiday(node: Node, year: int, seen: dict[date, Node]) -> list[UnlikeDay]:
    if not node.fields(("name", "from", "until")):
        return []
    first, last = node["from"].day(), node["until"].day()
    if not first or not last:
        return []
    if not timedelta() <= last - first < timedelta(days=LONGEST_HOLIDAY):
        node["until"].refuse("早于from，或假期过长", "请核对起止日期")
        return []
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    name = node["name"].text()
    return [UnlikeDay(day, True, name) for day in days if _is_new(day, node, year, seen)]


def _is_new(day: date, node: Node, year: int, seen: dict[date, Node]) -> bool:
    if day.year != year:
        node.refuse(f"{day}不在{year}年", "请写在那一年的文件中")
    elif day in seen:
        node.refuse(f"{day}写了两次", f"第{seen[day].line}行已经写过")
    return seen.setdefault(day, node) is node and day.year == year
