"""Lines and brackets that name who answers and by when: 责任人：…, 责任单位：…, 完成时限：…."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

POST_LABELS: Final = (
    "第一责任人|直接责任人|主要责任人|整改责任人|具体责任人|责任人员?|责任领导|牵头领导|包保领导|包片领导|分管领导|主管领导|责任县领导|"
    "牵头县领导|牵头人|负责人|负责同志|负责人员|完成人|承办人|经办人|督办人|督办领导|包保人|责任到人"
)
UNIT_LABELS: Final = (
    "整改责任单位|责任单位|责任部门|责任科室|责任主体|责任股室|牵头责任单位|牵头单位|牵头部门|主责单位|主责部门|主办单位|主办部门|承办单位|"
    "配合单位|配合部门|协办单位|协助单位|协同单位|参与单位|参加单位|实施单位|实施主体|落实单位|整改单位|督办单位|督导单位|执行单位|负责单位|负责部门"
)
TIME_LABELS: Final = (
    "完成时限|完成时间|完成期限|完成日期|整改时限|整改期限|整改时间|办结时限|办理时限|时限要求|时间要求|落实时限|落实时间|时间节点|"
    "时限|期限|上报时间|报送时间|报送时限|频次|频次要求"
)
MEASURE_LABELS: Final = (
    "整改措施|整改要求|整改内容|整改方案|整改情况|具体措施|工作措施|主要措施|防控措施|解决措施|措施|具体要求|工作要求|工作内容|工作任务|具体任务|任务内容|"
    "主要内容|具体内容|整改目标|工作目标|工作标准|具体做法"
)
MEASURE_LINE: Final = re.compile(rf"[\s*·-]*(?:{MEASURE_LABELS})[:]")
"""A line of a form that says what is to be done."""
_ALL: Final = f"{POST_LABELS}|{UNIT_LABELS}|{TIME_LABELS}"
_VALUE: Final = r"(?P<value>(?:\([^()\n]*\)|[^()\n])*?)"
_NEXT: Final = rf"(?:[;,。)]|\s)*(?:{_ALL})(?:及电话)?[:]|[ \t]*(?:\n|$)"
_HEAD: Final = rf"(?P<label>{_ALL})(?:及电话)?[:]"
IN_LINE: Final = re.compile(rf"{_HEAD}{_VALUE}(?={_NEXT})")
INSIDE: Final = re.compile(rf"{_HEAD}{_VALUE}(?={_NEXT}|[。;]|\))")
LABEL_LINE: Final = re.compile(rf"[\s(\[*·-]*(?:{_ALL})(?:及电话)?[:]")
_POST: Final = re.compile(POST_LABELS)
_TIME: Final = re.compile(TIME_LABELS)
_SPLIT: Final = re.compile(
    r"[,、;/]+\s*|\s+(?![\u4e00-\u9fff某]{2,3}(?:\s|[,、;/]|$)(?<![长员任记人所局院站科办部村镇组队心会\s,、;/]))|(?<=[长员记任人部局委办站所院])和(?=[^谐平])|以及"
)
_TAIL: Final = " 。.;,、)"


@dataclass(frozen=True, slots=True)
class Label:
    """A label and its value, each with its place; `kind` is post, unit or time."""

    name: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Named:
    """One name of a label's value and its place."""

    start: int
    end: int


def labels_in(view: str, start: int, end: int, *, whole_line: bool) -> Iterator[Label]:
    """Labels of a stretch, with the places of their values; inside a sentence a value ends with its clause."""
    for match in (IN_LINE if whole_line else INSIDE).finditer(view, start, end):
        name = match["label"]
        kind = "time" if _TIME.fullmatch(name) else "post" if _POST.fullmatch(name) else "unit"
        yield Label(name, kind, match.start("value"), match.end("value"))


def names_in(view: str, label: Label) -> Iterator[Named]:
    """The names of a label's value: what stands in brackets stays together."""
    value = view[label.start : label.end]
    masked = re.sub(r"\([^()]*\)", lambda found: "圈" * len(found.group()), value)
    at = 0
    for match in [*_SPLIT.finditer(masked), None]:
        stop = match.start() if match else len(value)
        left, right = at, stop
        while left < right and value[left] in " 　":
            left += 1
        while right > left and (value[right - 1] in _TAIL and not masked[left:right].endswith("圈")):
            right -= 1
        at = match.end() if match else stop
        if right > left:
            yield Named(label.start + left, label.start + right)
