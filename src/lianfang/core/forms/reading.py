"""Read a form from YAML: the whole file is taken, or refused with every fault in its line.

What a form may name beyond itself (kinds of units, figures of the ledger, other forms) is told by the caller.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from itertools import combinations
from typing import Any, Final

from lianfang.core import written
from lianfang.core.forms.asked import read_sections
from lianfang.core.forms.conditions import Scope, read_checks
from lianfang.core.forms.terms import LIGHTEST_RESPONSE, NO_RESPONSE, Form, Reporters, Window
from lianfang.core.written import Node, Problem
from lianfang.kernel.area_code import Level
from lianfang.kernel.errors import InputRefused

LONGEST: Final = 200_000
REQUIRED: Final = (
    "form",
    "version",
    "name",
    "starts_on",
    "reporters",
    "accepted_by",
    "source",
    "windows",
    "sections",
)
OPTIONAL: Final = ("ends_on", "zero", "checks")
CERTAINTIES: Final = ("A", "B", "C", "M+", "M", "M-")
LEVELS: Final[Mapping[str, Level]] = {level.name.lower(): level for level in Level}
MOST_VERSIONS: Final = 9999
WEEK: Final = 7


@dataclass(frozen=True)
class Known:
    """What forms may name: kinds of units, figures of the ledger, other forms by code."""

    unit_kinds: Collection[str] = ()
    figures: Collection[str] = ()
    forms: Mapping[str, Form] = field(default_factory=dict)


class FormRefused(InputRefused):
    """A form file with at least one fault; nothing of it was taken."""

    code = "forms.refused"
    sentence = "报表没有载入，共{count}处问题：\n{listing}"

    def __init__(self, problems: Collection[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(count=len(self.problems), listing=written.listing(self.problems))


def read_form(text: str, known: Known) -> Form:
    """Read a form; raises FormRefused with every fault found."""
    if len(text) > LONGEST:
        raise FormRefused([Problem("文件", "", "过大", f"请控制在{LONGEST}字以内")])
    root = written.read(text)
    form = _form(root, known) if not root.problems and root.fields(REQUIRED, OPTIONAL) else None
    if form is None or root.problems:
        raise FormRefused(root.problems)
    return form


def _form(root: Node, known: Known) -> Form:
    head = _head(root, known)
    sections, fields = read_sections(root["sections"], figures=known.figures, zero=bool(head["zero"]))
    if not root["reporters"]["units"].absent:
        for node in _derived(root):
            node.refuse("单位没有台账数", "由单位填报的报表不能引用台账指标，请删去derived")
    form = Form(**head, sections=sections, fields=fields, windows=_windows(root["windows"]))
    scope = Scope(form, known.forms, frozenset(known.figures))
    return replace(form, checks=read_checks(root["checks"], scope))


def _head(root: Node, known: Known) -> dict[str, Any]:
    starts, ends = root["starts_on"].day(), root["ends_on"].day()
    if starts and ends and ends < starts:
        root["ends_on"].refuse("早于starts_on", "请核对启用和停用的日期，停用日当天仍须填报")
    source = root["source"]
    source.fields(("text", "certainty"))
    return {
        "code": root["form"].code(),
        "version": root["version"].number(1, MOST_VERSIONS),
        "name": root["name"].text(),
        "starts_on": starts or date.min,
        "ends_on": ends,
        "reporters": _reporters(root["reporters"], known),
        "accepted_by": _level(root["accepted_by"]) or Level.COUNTY,
        "source": source["text"].text(),
        "certainty": source["certainty"].choice(CERTAINTIES),
        "zero": root["zero"].text(),
    }


def _reporters(node: Node, known: Known) -> Reporters:
    if not node.fields((), ("level", "units")):
        return Reporters()
    if node["level"].absent == node["units"].absent:
        node.refuse("填报单位不明确", "请在level（区划级别）和units（单位种类）中写一项")
    kinds = tuple(item.choice(known.unit_kinds) for item in node["units"].items())
    return Reporters(None if node["level"].absent else _level(node["level"]), kinds)


def _level(node: Node) -> Level | None:
    return LEVELS.get(node.choice(LEVELS))


def _derived(root: Node) -> list[Node]:
    fields = (field for section in root["sections"].items() for field in section["fields"].items())
    return [field["derived"] for field in fields if not field["derived"].absent]


def _windows(node: Node) -> tuple[Window, ...]:
    items = node.items()
    found = tuple(_window(item) for item in items)
    for (one, _), (other, place) in combinations(zip(found, items, strict=True), 2):
        if one.slot == other.slot and _meet(one, other):
            place["slot"].refuse("同一天会有两期同名", "请改slot，或使responses、days、dayoff互不重叠")
    if not items:
        node.refuse("没有写任何一期", "请至少写一个slot、opens、due")
    return found


def _window(node: Node) -> Window:
    node.fields(("slot", "opens", "due"), ("responses", "days", "dayoff"))
    opens, due = node["opens"].clock(), node["due"].clock()
    if opens and opens == due:
        node["due"].refuse("与opens相同", "请写截止的时刻；早于opens为次日截止")
    return Window(
        slot=node["slot"].code(),
        opens=opens or time.min,
        due=due or time.max,
        responses=node["responses"].integers(NO_RESPONSE, LIGHTEST_RESPONSE),
        days=node["days"].integers(1, WEEK),
        dayoff=node["dayoff"].flag(),
    )


def _meet(one: Window, other: Window) -> bool:
    """Whether both may apply on one day."""
    responses, days = (
        not first or not second or set(first) & set(second)
        for first, second in ((one.responses, other.responses), (one.days, other.days))
    )
    return bool(responses and days) and (None in (one.dayoff, other.dayoff) or one.dayoff == other.dayoff)
