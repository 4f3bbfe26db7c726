"""A YAML document under examination: every value knows its path and line, every fault is collected.

Scalars are read as the text that stands in the file, so that `no`, `1e3` or `07` are never something else.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from difflib import get_close_matches

import yaml

CODE = re.compile(r"[a-z0-9][a-z0-9_-]*")
MOST_NAMED = 25
_NULL = "tag:yaml.org,2002:null"
_INTEGER = re.compile(r"-?[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in an input: where, what stands there, why it can't be, what to do."""

    place: str
    value: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        value = f"“{self.value}”" if self.value else "（空）"
        return f"{self.place}：{value}{self.reason}。{self.remedy}。"


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the document: text, mapping, list, or None where nothing stands."""

    value: "str | dict[str, Node] | list[Node] | None"
    path: str
    line: int
    problems: list[Problem]

    def refuse(self, reason: str, remedy: str) -> None:
        """Note that this value can't be accepted."""
        place = f"第{self.line}行 {self.path or '文件'}"
        self.problems.append(Problem(place, self._shown(), reason, remedy))

    def _shown(self) -> str:
        return self.value[:60] if isinstance(self.value, str) else ""

    @property
    def absent(self) -> bool:
        return self.value is None

    def names(self) -> list[str]:
        return list(self.value) if isinstance(self.value, dict) else []

    def fields(self, required: Iterable[str], optional: Iterable[str] = ()) -> bool:
        """Check that this is a mapping with all required keys and no unknown ones."""
        if not isinstance(self.value, dict):
            self.refuse("应为“键: 值”的一组内容", f"请写出{'、'.join(required) or '各项'}")
            return False
        needed = list(required)
        known = [*needed, *optional]
        for key in self.value.keys() - set(known):
            self.value[key].refuse(f"是不认识的项目“{key}”", f"请删去，或改为{_nearest(key, known)}")
        for key in needed:
            if key not in self.value or self.value[key].absent:
                self[key].refuse("必须填写", f"请补上“{key}”")
        return True

    def __getitem__(self, key: str) -> "Node":
        if isinstance(self.value, dict) and key in self.value:
            return self.value[key]
        return Node(None, f"{self.path}.{key}".lstrip("."), self.line, self.problems)

    def items(self) -> "list[Node]":
        """Elements of a list; a single value counts as a list of one."""
        if self.value is None:
            return []
        return self.value if isinstance(self.value, list) else [self]

    def text(self, default: str = "") -> str:
        """The text that stands here; the default where nothing stands."""
        if self.value is None:
            return default
        if isinstance(self.value, str):
            return self.value.strip()
        self.refuse("应为一段文字", "请改为文字")
        return default

    def code(self, default: str = "") -> str:
        """A stable code: small letters, digits, hyphen, underscore."""
        found = self.text(default)
        if found and not CODE.fullmatch(found):
            self.refuse("不是代码", "请用小写英文字母、数字、下划线或连字符")
        return found

    def integer(self, low: int, high: int) -> int | None:
        """A whole number within bounds, None where nothing stands."""
        if self.value is None:
            return None
        found = self.text()
        if _INTEGER.fullmatch(found) and low <= int(found) <= high:
            return int(found)
        self.refuse(f"应为{low}到{high}的整数", "请核对后改正")
        return None

    def number(self, low: int, high: int) -> int:
        """A whole number that must stand here (its absence is noted by `fields`)."""
        found = self.integer(low, high)
        return low if found is None else found

    def integers(self, low: int, high: int) -> tuple[int, ...]:
        """Whole numbers in ascending order, each once."""
        found = [item.integer(low, high) for item in self.items()]
        numbers = tuple(number for number in found if number is not None)
        if list(numbers) != sorted(set(numbers)):
            self.refuse("应由小到大、不重复", "请重新排列")
        return numbers

    def day(self) -> date | None:
        """A day as 2022-06-27, None where nothing stands."""
        if self.value is None:
            return None
        try:
            return date.fromisoformat(self.text())
        except ValueError:
            self.refuse("不是日期", "请按2022-06-27的格式填写")
            return None

    def clock(self) -> time | None:
        """A time of day as "16:00", None where nothing stands."""
        if self.value is None:
            return None
        try:
            return time.fromisoformat(self.text())
        except ValueError:
            self.refuse("不是时刻", '请按"16:00"的格式填写，加引号')
            return None

    def flag(self) -> bool | None:
        """true or false, None where nothing stands."""
        if self.value is None:
            return None
        found = self.text()
        if found not in ("true", "false"):
            self.refuse("应为true或false", "不限时请删去此项")
            return None
        return found == "true"

    def choice(self, allowed: Iterable[str], default: str = "") -> str:
        """One of the allowed codes; the default where nothing stands."""
        found, known = self.text(default), list(allowed)
        if found and found not in known and found != default:
            self.refuse("不在允许的取值之内", f"请改为{_nearest(found, known)}")
            return default
        return found

    def plain(self) -> object:
        """The content as plain values: whole numbers where they stand, else text."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        if self.value is not None and _INTEGER.fullmatch(self.value):
            return int(self.value)
        return self.value


def read(text: str) -> Node:
    """Read a YAML text; broken YAML and keys that stand twice are noted as problems."""
    problems: list[Problem] = []
    try:
        root = _compose(text)
    except (yaml.YAMLError, RecursionError) as error:
        problems.append(_broken(error))
        return Node({}, "", 1, problems)
    if root is None:
        return Node(None, "", 1, problems)
    return _node(root, "", problems)


def _compose(text: str) -> yaml.Node | None:
    if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
        raise yaml.YAMLError("文件中有引用（*名称）")
    root: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    return root


def _broken(error: Exception) -> Problem:
    place, reason = "文件", (str(error).splitlines() or ["嵌套过深"])[0]
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        place = f"第{error.problem_mark.line + 1}行"
    return Problem(place, "", f"不是完好的YAML（{reason}）", "请检查缩进、引号和冒号")


def _node(raw: yaml.Node, path: str, problems: list[Problem]) -> Node:
    line = raw.start_mark.line + 1
    if isinstance(raw, yaml.MappingNode):
        return Node(_mapping(raw, path, problems), path, line, problems)
    if isinstance(raw, yaml.SequenceNode):
        found = [_node(item, f"{path}[{place}]", problems) for place, item in enumerate(raw.value, 1)]
        return Node(found, path, line, problems)
    return Node(None if raw.tag == _NULL else raw.value, path, line, problems)


def _mapping(raw: yaml.MappingNode, path: str, problems: list[Problem]) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for key_node, value_node in raw.value:
        key = str(key_node.value)
        node = _node(value_node, f"{path}.{key}".lstrip("."), problems)
        if key in found:
            node.refuse(f"“{key}”写了两次", "请只保留一处")
        found[key] = node
    return found


def _nearest(found: str, known: Iterable[str]) -> str:
    words = list(known)
    close = get_close_matches(found, words, n=1, cutoff=0.6)
    more = f"等{len(words)}个" if len(words) > MOST_NAMED else ""
    return f"“{close[0]}”" if close else "下列之一：" + "、".join(words[:MOST_NAMED]) + more


def listing(problems: Iterable[Problem]) -> str:
    """All problems, one a line."""
    return "\n".join(f"- {problem}" for problem in problems)


def certainty_of(node: Node, numbers: Mapping[str, Node], marks: Iterable[str]) -> dict[str, str]:
    """Certainty of every number that stands: one mark for all, or one by one with a `default`."""
    given = {name for name, number in numbers.items() if not number.absent}
    if not isinstance(node.value, dict):
        mark = node.choice(marks)
        return dict.fromkeys(sorted(given), mark)
    default = node["default"].choice(marks)
    for key in set(node.names()) - given - {"default"}:
        node[key].refuse("没有对应的数值", "请删去这一确定程度")
    found = {name: node[name].choice(marks, default) for name in sorted(given)}
    for name, mark in found.items():
        if not mark:
            node[name].refuse("没有注明确定程度", "请补上A、B、C、M+、M或M-，或写default")
    return found
