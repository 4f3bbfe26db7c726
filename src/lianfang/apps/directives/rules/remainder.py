"""What of a paper is in none of its items: marked, so that a person sees what was not taken for a demand."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from lianfang.apps.directives.rules.papers import DATE_LINE, ISSUER, SHORT_DATE, Sheet
from lianfang.apps.directives.rules.tracing import Traced
from lianfang.apps.directives.terms import Mark, MarkKind

Place = tuple[int, int]
SHORT_LINE: Final = 20
_SAYS: Final = re.compile("[,。;!?]")
_LETTERHEAD: Final = re.compile(
    r"附件|抄[送报]|主送|联系(?:人|电话|方式)|电话[:]|(?:会议)?(?:时间|地点|日期)[:]|(?:主持|出席|列席|参加|缺席|请假|记录|签发|发布)(?:人|人员|单位)?[:]|"
    r"编号|密级|特急|加急|紧急程度|.{0,16}[〔\[(](?:19|20)[0-9]{2}[)\]〕].{0,8}号|特此|此[致复令]|敬礼|[^,。;]{1,40}[:]$|"
    r"[^。;!?]{1,80}(?:单位|部门|政府|委员会|办事处|党委|机构|企业|学校|中心|成员|局|办|村|社区)(?:\([^()]{1,8}\))?[:]$"
)
"""How lines begin that are the frame of a paper: to whom, from whom, when, with what."""


def marks_of(traced: Traced, sheets: list[Sheet], items: list[Place], fields: list[Place]) -> list[Mark]:
    """A mark for every stretch in no item: fields of its items, its frame, and paragraphs beside them."""
    marks = [_mark(traced, place, MarkKind.FIELD) for place in fields]
    for place in _lines_without(traced.view, sorted(chain(items, fields))):
        marks.append(_mark(traced, place, _kind(traced.view[slice(*place)].strip(), place[0], sheets)))
    return marks


def _kind(line: str, start: int, sheets: Iterable[Sheet]) -> MarkKind:
    headed = any(sheet.start <= start < sheet.body for sheet in sheets)
    framed = _LETTERHEAD.match(line) or any(
        pattern.fullmatch(line) for pattern in (DATE_LINE, SHORT_DATE, ISSUER)
    )
    short = len(line) <= SHORT_LINE and _SAYS.search(line) is None
    return MarkKind.FRAME if headed or framed or short else MarkKind.ASIDE


def _mark(traced: Traced, place: Place, kind: MarkKind) -> Mark:
    return Mark(kind, traced.span(*place), traced.text[slice(*place)])


def _lines_without(view: str, taken: list[Place]) -> Iterator[Place]:
    """The stretches of lines outside of the places taken, in order, without blanks around them."""
    at = 0
    for start, end in [*taken, (len(view), len(view))]:
        yield from _lines(view, at, start)
        at = max(at, end)


def _lines(view: str, start: int, end: int) -> Iterator[Place]:
    for found in re.compile(r"[^\s](?:[^\n]*[^\s])?").finditer(view, start, max(start, end)):
        yield found.span()
