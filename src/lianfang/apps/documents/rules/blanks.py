"""The blanks of usual papers: in “现在管x人” the words around say which figure belongs there.

The phrases are those in which the catalogue of figures itself prints them, and how offices say the same. A
blank of which they say nothing stays, and is a fault with its place: nobody fills it by guessing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lianfang.apps.reporting.terms import FIGURES, MEASURE_ROWS

BLANK: Final = re.compile(r"(?<![A-Za-z0-9{.])(?:[xX×]{1,4}|_{2,}|＿{2,}|[○〇]{2,})(?=[人项条份个次名例])")
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
    " ",
)


@dataclass(frozen=True)
class BlankFound:
    """A blank: the words before it, and the figure that they name, empty where they name none."""

    before: str
    text: str
    key: str


def phrases() -> dict[str, str]:
    """Return the figure of every phrase, the catalogue's own words and those of offices."""
    own = {
        match[1].strip(): each.key for each in FIGURES for match in PRINTED.finditer(each.words) if match[1]
    }
    return own | dict(SAID) | MEASURE_SAID


def blanks_in(text: str) -> Iterator[BlankFound]:
    """Yield the blanks of a paragraph in order."""
    named = phrases()
    for match in BLANK.finditer(text):
        before = re.split(r"[，。；、（(]", text[: match.start()])[-1]
        yield BlankFound(before, match[0], _key(before, named))


def _key(before: str, named: Mapping[str, str]) -> str:
    """Return the figure of the longest phrase that ends the words before a blank."""
    words = before.strip()
    for filler in sorted(FILLERS, key=len, reverse=True):
        words = words.removesuffix(filler) if words != filler else words
    ending = [phrase for phrase in named if words.endswith(phrase) or before.strip().endswith(phrase)]
    return named[max(ending, key=len)] if ending else ""


def filled_in(text: str) -> str:
    """Return a paragraph with placeholders in those of its blanks that are understood."""
    found = list(blanks_in(text))
    pieces = iter(found)

    def replaced(match: re.Match[str]) -> str:
        blank = next(pieces)
        return f"{{{{ {blank.key} }}}}" if blank.key else match[0]

    return BLANK.sub(replaced, text)
