"""A rule of extraction: its name, its pattern, an example that it finds, and what it means."""

import re
from dataclasses import dataclass
from typing import Final

from lianfang.apps.directives.rules.numerals import NUMBER


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a table of rules; patterns see half-width Simplified text."""

    name: str
    pattern: re.Pattern[str]
    example: str
    meaning: str


def rule(name: str, pattern: str, example: str, meaning: str) -> Rule:
    """A row, its pattern compiled."""
    return Rule(name, re.compile(pattern), example, meaning)


N: Final = NUMBER
"""A number in a pattern."""

STOPS: Final = "。;!\n"
PAUSES: Final = ",:。;!\n"


def clause(view: str, start: int, end: int, stops: str = PAUSES) -> tuple[int, int]:
    """The clause, or with STOPS the sentence, in which a place lies."""
    left, right = start, end
    while left > 0 and view[left - 1] not in stops:
        left -= 1
    while right < len(view) and view[right] not in stops:
        right += 1
    return left, right


_TOLD: Final = re.compile(
    r"截[至止](?!.{0,12}前)|累计|同比|环比|去年|昨[天日晚]|前天|前几天|上[个]?(?:月|周|半年|季度)(?!情况|工作|排名|发现|问题)|近[日期来]|发生以来|发现首例|"
    r"已(?:有|经|达|对|完成|按|在|累|排查|检查|发现|查处|下发|建|储|开展|组织|设|成立|连续|复|为)|共(?:有|计|检查|发现|排查|处理|开展|储备|设(?:立|置)?了|摸排|报告|下发|接待|进行|处理|登记|转移|派出)|现(?:有(?=[^,。;]{0,10}[0-9])|已)|"
    r"仍有|还有(?=[0-9])|尚有|排名(?=第|倒数|靠|末|前|居|[0-9])|占比|占(?=.{0,8}[0-9])|新增[^,。;]{0,8}[0-9]|(?:确诊|死亡|疑似病例|阳性|无症状)[^,。;]{0,8}[0-9]+(?:例|人|名|起)|通报了|[检抽排]查(?:了|出|发现)|查处了|下发了|召开了|"
    r"涉及[^,。;]{0,6}[0-9]+(?:人|户|个|家|名|例)|增长|下降|上升|[0-9]了|完成了|达到了|投入了|目前(?!.{0,10}要)|截至目前|以来(?=[,0-9])|预计有|应到(?=[0-9])|(?<!落)实到(?=[0-9])|(?:缺口|库存)(?=[^,。;]{0,8}[0-9])(?![^,。;]{0,8}(?:日|天|小时|周)(?:之|以)?内)"
)
_ASKED: Final = re.compile(
    r"(?<![主需重首只想将就简摘纪提必概紧])要(?!求|点|素|闻)|必须|务必|确保|(?<![响反适供相对效])应(?![急对该届用邀])|须(?!知)|不得|力争|保持(?=[^,。;]{0,4}[0-9])|严禁|请(?!示|假)|保证|至少|不少于|不低于|前(?:完成|报|上报|落实|整改|反馈|提交|送)|一律|限期"
)


def is_told(view: str, start: int, end: int, *, sentence: bool = True) -> bool:
    """Whether a place tells what was (figures, earlier events) rather than asks: its clause, or what leads to it."""
    left, right = clause(view, start, end)
    own = view[left:right]
    if _ASKED.search(own):
        return False
    if _TOLD.search(own) or not sentence or _DONE_NEXT.search(own):
        return _TOLD.search(own) is not None
    first, _ = clause(view, start, end, STOPS)
    before = view[first:left]
    told, asked = _last(_TOLD, before), _last(_ASKED, before)
    return told > asked


_DONE_NEXT: Final = re.compile(
    "采购|购置|再|增加到|增设|补充|补足|补齐|配备|配齐|配足|配送|设立|设置|组建|抽调|腾出|筹备|提高到|提升到|扩大到"
)
"""Verbs of what is to come: such a clause asks, whatever was told before it in the sentence."""


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)
