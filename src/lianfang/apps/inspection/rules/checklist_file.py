"""Read a checklist from YAML: the whole file is taken, or refused with every problem it has.

Scalars are read as the text that stands in the file. Certainty as everywhere: A the law's own text, B its
implementation, C a local rule or practice, M common practice whose text was not at hand.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import yaml

from lianfang.apps.areas.terms import UnitKind
from lianfang.apps.inspection.terms import VILLAGE, CheckItem, Checklist, Severity
from lianfang.kernel.errors import InputRefused

LONGEST: Final = 200_000
MOST_DAYS: Final = 90
HEAD: Final = ("checklist", "version", "title", "kinds", "source", "items")
ITEM: Final = ("code", "text", "look", "category", "severity", "days", "source", "certainty")
CODE: Final = re.compile(r"[a-z][a-z0-9_]{1,40}")
VERSION: Final = re.compile(r"[0-9][0-9A-Za-z.-]{0,20}")
CERTAINTIES: Final = frozenset("ABCM")
KINDS: Final = frozenset({VILLAGE, *UnitKind}) - {UnitKind.HEADQUARTERS}
OTHER: Final = "other"
"""The item of every visit for what no list foresaw."""


class ChecklistRefused(InputRefused):
    """A checklist file with at least one problem; nothing of it was loaded."""

    code = "inspection.checklist_refused"
    sentence = "检查表没有载入，共{count}处问题：\n{listing}"


def read_checklist(text: str) -> Checklist:
    """Read a checklist; raises ChecklistRefused with every problem found."""
    root = _parsed(text)
    problems = [*_head_problems(root), *_items_problems(root.get("items"))]
    if problems:
        raise ChecklistRefused(count=len(problems), listing="\n".join(problems))
    return Checklist(
        code=root["checklist"],
        version=root["version"],
        title=root["title"],
        kinds=tuple(root["kinds"]),
        source=root["source"],
        items=tuple(_item(one) for one in root["items"]),
    )


def _parsed(text: str) -> dict[str, Any]:
    if len(text) > LONGEST:
        raise ChecklistRefused(count=1, listing=f"文件超过{LONGEST}字。")
    try:
        root = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  makes texts, lists and mappings only
    except yaml.YAMLError as problem:
        raise ChecklistRefused(count=1, listing=f"不是YAML：{problem}") from problem
    if not isinstance(root, dict):
        raise ChecklistRefused(count=1, listing="文件应为“键: 值”的一组内容。")
    return root


def _head_problems(root: Mapping[str, Any]) -> Iterator[str]:
    yield from _fields(root, HEAD, "文件")
    yield from _wrong(root, "checklist", CODE, "文件", "应为小写英文代码")
    yield from _wrong(root, "version", VERSION, "文件", "应以数字开头")
    kinds = root.get("kinds")
    if not isinstance(kinds, list) or not kinds or any(kind not in KINDS for kind in kinds):
        yield f"文件 kinds：应为检查对象种类的列表，可用{'、'.join(sorted(KINDS))}"


def _fields(node: Mapping[str, Any], names: tuple[str, ...], place: str) -> Iterator[str]:
    yield from (f"{place} {name}：必须填写" for name in names if not node.get(name))
    yield from (f"{place} {name}：是不认识的项目，请删去" for name in node if name not in names)


def _wrong(
    node: Mapping[str, Any], name: str, form: re.Pattern[str], place: str, remedy: str
) -> Iterator[str]:
    value = node.get(name)
    if value and (not isinstance(value, str) or not form.fullmatch(value)):
        yield f"{place} {name}：“{value}”{remedy}"


def _items_problems(items: Any) -> Iterator[str]:
    if not isinstance(items, list):
        yield "文件 items：应为检查项的列表"
        return
    seen: set[str] = set()
    for number, item in enumerate(items, start=1):
        place = f"第{number}项"
        if not isinstance(item, dict):
            yield f"{place}：应为“键: 值”的一组内容"
            continue
        yield from _item_problems(item, place)
        if item.get("code") in seen:
            yield f"{place} code：“{item['code']}”重复"
        seen.add(str(item.get("code")))


def _item_problems(item: Mapping[str, Any], place: str) -> Iterator[str]:
    yield from _fields(item, ITEM, place)
    yield from _wrong(item, "code", CODE, place, "应为小写英文代码")
    if item.get("code") == OTHER:
        yield f"{place} code：“{OTHER}”留给检查表之外的问题，请换一个"
    if item.get("severity") and item["severity"] not in set(Severity):
        yield f"{place} severity：应为{'、'.join(Severity)}之一"
    if item.get("certainty") and item["certainty"] not in CERTAINTIES:
        yield f"{place} certainty：应为{'、'.join(sorted(CERTAINTIES))}之一"
    days = str(item.get("days", ""))
    if days and not (days.isdecimal() and int(days) <= MOST_DAYS):
        yield f"{place} days：应为0到{MOST_DAYS}的整数，0为立行立改"


def _item(node: Mapping[str, str]) -> CheckItem:
    return CheckItem(**{name: node[name] for name in ITEM if name != "days"}, days=int(node["days"]))
