"""The blanks of usual papers: in “现在管x人” the words around say which figure belongs there.

The phrases are those in which the catalogue of figures itself prints them, and how offices say the same. A
blank of which they say nothing stays, and is listed with its place: nobody fills it by guessing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lianfang.apps.reporting.terms import FIGURES, MEASURE_ROWS

ROOM: Final = r"[\s\u3000]*"
UNIT: Final = "[人项条份个次名例户]"
MARKED: Final = r"[xX×]{1,4}|[_＿]{2,}|[○〇]{2,}|[（(][\s\u3000]+[）)]"
BLANK: Final = re.compile(
    rf"(?<![A-Za-z0-9{{.])(?:{MARKED}|(?<=[\u4e00-\u9fff：])[ \u3000]{{2,}})(?={ROOM}{UNIT})"
)
"""A number left out: x, a line, rings, brackets with nothing in them, or only room before its unit."""
OUT: Final = rf"(?:{ROOM}[xX×_＿]*{ROOM})"
DAY_OUT: Final = rf"{OUT}月{OUT}日"
WORDS_OUT: Final = {
    re.compile(rf"[\u4e00-\u9fff]{{2,12}}[〔\[（(]\d{{4}}[〕\]）)]{OUT}号"): "文号",
    re.compile(rf"截至{ROOM}((?:(?:\d{{4}}|[xX×]{{2,4}})年)?{DAY_OUT}(?:{OUT}时(?:{OUT}分)?)?)"): "截至",
    re.compile(rf"(?:\d{{4}}|[xX×]{{2,4}})年{DAY_OUT}"): "成文日期",
    re.compile(rf"[xX×_＿]+{ROOM}月{ROOM}[xX×_＿]+{ROOM}日"): "日期",
}
"""Words left out: the number, the moment counted up to, the day under the document, the day that it tells."""
PRINTED: Final = re.compile(r"([^，。；：、{}]*)\{\}(人次|人|项|条|份|个)")
SAID: Final[Mapping[str, str]] = {
    "在管": "measures.persons",
    "管控": "measures.persons",
    "新增": "measures.new",
    "新增管控": "measures.new",
    "新增在管": "measures.new",
    "解除": "measures.released",
    "解除管控": "measures.released",
    "到期未解除": "measures.overdue",
    "发热": "readings.fever",
    "发热人员": "readings.fever",
    "尚未转运": "readings.waiting",
    "已转运": "readings.moved",
    "检测": "tests.all",
    "采样": "tests.all",
    "阳性": "tests.positive",
    "应办": "duty.due",
    "已办": "duty.done",
    "未办": "duty.gap",
    "缺口": "duty.gap",
    "逾期": "duty.overdue",
    "超时": "duty.overdue",
    "接收名单": "lists.received",
    "空缺岗位": "posts.vacant",
    "岗位空缺": "posts.vacant",
}
"""How offices say what a figure counts, just before its number."""
MEASURE_SAID: Final = {
    said: f"measure.{code}.persons"
    for code, name in MEASURE_ROWS.items()
    for said in (name, name.removesuffix("医学观察"))
}
FILLERS: Final = (
    "现有",
    "现",
    "共",
    "共有",
    "累计",
    "目前",
    "其中",
    "已",
    "有",
    "人员",
    "人数",
    "为",
    "：",
)


@dataclass(frozen=True)
class BlankFound:
    """A blank: where in its paragraph, the words before it, and the name that belongs there, if they tell."""

    start: int
    end: int
    before: str
    text: str
    name: str


def phrases() -> dict[str, str]:
    """Return the figure of every phrase, the catalogue's own words and those of offices."""
    own = {
        match[1].strip(): each.key for each in FIGURES for match in PRINTED.finditer(each.words) if match[1]
    }
    return own | dict(SAID) | MEASURE_SAID


def blanks_in(text: str) -> list[BlankFound]:
    """Return the blanks of a paragraph in order."""
    found: dict[int, BlankFound] = {}
    for pattern, name in WORDS_OUT.items():
        for match in pattern.finditer(text):
            start, end = match.span(match.lastindex or 0)
            if not _inside(start, found):
                found[start] = BlankFound(start, end, text[:start], text[start:end], name)
    for match in BLANK.finditer(text):
        if not _inside(match.start(), found):
            before = re.split(r"[，。；、（(]", text[: match.start()])[-1]
            found[match.start()] = BlankFound(*match.span(), before, match[0], _key(before))
    return [found[start] for start in sorted(found)]


def _inside(place: int, found: Mapping[int, BlankFound]) -> bool:
    return any(each.start <= place < each.end for each in found.values())


def _key(before: str) -> str:
    """Return the figure of the longest phrase that ends the words before a blank, however they are spaced."""
    named, whole = phrases(), re.sub(r"\s", "", before)
    words = whole
    for filler in sorted(FILLERS, key=len, reverse=True):
        words = words.removesuffix(filler) if words != filler else words
    ending = [phrase for phrase in named if words.endswith(phrase) or whole.endswith(phrase)]
    return named[max(ending, key=len)] if ending else ""
