"""Papers of a file: where each begins, its title, its date, who issued it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from lianfang.apps.directives.rules.days import Dated
from lianfang.apps.directives.rules.numerals import number_of
from lianfang.apps.directives.rules.tracing import Traced

_CN: Final = "[一二三四五六七八九十百]{1,4}"
CHAPTER: Final = re.compile(
    rf"(?P<title>.{{0,40}}?)[(【\[]?(?:第?(?:{_CN}|[0-9]{{1,3}})篇|篇(?:{_CN}|[0-9]{{1,3}})|范文(?:{_CN}|[0-9]{{1,3}}))[)】\]]?[:：]?(?P<more>.{{0,40}})"
)
KINDS: Final = "通知|通告|公告|通报|意见|方案|预案|纪要|讲话(?:稿|提纲)?|主持词|提纲|决定|要点|措施|办法|指令|命令|令|报告|告知书|整改通知书|通知书|告知单|整改单|建议书|指引|指南|规定|细则|计划|工作安排|任务清单|清单|责任制|倡议书|公开信|函|发言(?:稿|提纲)?|记录|简报|部署|制度|规范|须知|提示"
TITLE: Final = re.compile(
    rf"[^。;!?:]{{4,70}}(?:{KINDS})(?:\((?:试行|修订|第.{{1,3}}版|征求意见稿|暂行|草案|摘要|节选|[0-9年月日.]+)[^()]{{0,8}}\))?"
)
NOT_TITLE: Final = re.compile(
    r"(?:同志们|各位|大家|时间|日期|来源|作者|发布|地点|主持|出席|参加|记录|主送|抄送|附件|第[一二三四五六七八九十]+[章条编部]|第?[一二三四五六七八九十]+[、是要]|\([一二三四五六七八九十]+\)|[0-9]+[.、])|.*[::]$|.*文件$|.{0,12}[〔\[(][0-9]{4}[〕\])][0-9]+号$"
)
_BODY: Final = re.compile(r"[。;!?]")
_Y, _M, _D = (
    r"(?P<y>(?:19|20)[0-9]{2}|二[零〇○O0][零一二三四五六七八九〇○]{2})",
    r"(?P<m>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])",
    r"(?P<d>3[01]|[12][0-9]|0?[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])",
)
FULL_DATE: Final = re.compile(rf"{_Y}[-/.年]{_M}[-/.月]{_D}(?:[日号]|(?![0-9]))")
DATE_LINE: Final = re.compile(
    rf"[(\[]?(?:(?:时间|日期|发布时间|发文日期|发布日期|成文日期|印发日期|会议时间|更新时间)[:]?)?[ ]*{_Y}[-/.年]{_M}[-/.月]{_D}[日号]?(?:[ 上下]?[午]?.{{0,16}})?[)\]]?(?:印发|发布)?"
)
SHORT_DATE: Final = re.compile(rf"[(\[]?(?:(?:时间|日期)[:])?{_M}月{_D}[日号][)\]]?")
ISSUER: Final = re.compile(
    r"(?P<issuer>[^,。;:!?\s]{1,40}(?:指挥部(?:办公室)?|领导小组(?:办公室)?|人民政府(?:办公室)?|委员会(?:办公室)?|政府办公室|办公室|党委|党工委|局|委|学校|中学|小学|幼儿园|医院|卫生院|中心|公司|街道办事处|村委会|村民委员会|居民委员会|督查组|督导组|专班))(?:文件)?(?:\(.{1,10}\))?"
)
_TITLE_ISSUER: Final = re.compile(
    r"(?P<issuer>[^《》,。]{3,36}?(?:指挥部(?:办公室)?|人民政府(?:办公室)?|领导小组(?:办公室)?|委员会|办公室|局|党委|学校|中学|小学|街道办事处))(?:关于|印发|转发)"
)
_OVER: Final = re.compile(r"特此(?:通知|通告|公告|报告|函告)|散会|.*到此结束|抄送|[=\-_*~—·]{3,}")
HEAD_LINES: Final = 12
TAIL_LINES: Final = 8
NEAR_TITLE: Final = 50
LEAST_LINES: Final = 4
"""Lines of a paper: a head with its date is none yet."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper in the cleaned text: from a place until before another, its body after the title.

    Where it has no date, a day without a year is of the year of the first whole date that it names.
    """

    start: int
    body: int
    end: int
    title: str
    dated: date | None
    told_by: Dated
    year_assumed: bool
    issuer: str


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    view: str


def sheets_of(traced: Traced, today: date) -> list[Sheet]:
    """The papers of a cleaned text, in order; what stands before the first of a collection is none."""
    lines = list(_lines(traced.view))
    starts = _starts(lines)
    return [
        _sheet(traced, lines[at : starts[order + 1] if order + 1 < len(starts) else len(lines)], today)
        for order, at in enumerate(starts)
    ]


def _lines(view: str) -> Iterator[_Line]:
    start = 0
    for text in view.split("\n"):
        if text.strip():
            yield _Line(start, start + len(text), text.strip())
        start += len(text) + 1


def _starts(lines: list[_Line]) -> list[int]:
    chapters = [at for at, line in enumerate(lines) if len(line.view) <= NEAR_TITLE and is_chapter(line.view)]
    if chapters:
        return chapters
    return [0, *(at for at in range(LEAST_LINES, len(lines)) if _opens(lines, at))] if lines else []


def is_chapter(line: str) -> bool:
    """Whether a line opens one paper of a collection: …篇一."""
    match = CHAPTER.fullmatch(line)
    return match is not None and not _BODY.search(line) and "通用" not in line and not line.endswith("篇)")


def _opens(lines: list[_Line], at: int) -> bool:
    """Whether a further paper opens in the middle of a file: a title after an end."""
    line = lines[at].view
    if not _is_title(line) or len(line) > NEAR_TITLE:
        return False
    before = lines[at - 1].view
    ended = _OVER.match(before) or DATE_LINE.fullmatch(before)
    later = any(
        re.match(r"[一二三四五六七八九十]{1,2}、|\([一二三]\)|1[.、]|一是|各", line.view)
        for line in lines[at + 1 : at + 8]
    )
    return ended is not None and later


def _is_title(line: str) -> bool:
    return TITLE.fullmatch(line) is not None and NOT_TITLE.match(line) is None


def _sheet(traced: Traced, lines: list[_Line], today: date) -> Sheet:
    first, last = lines[0], lines[-1]
    title, body = _title(traced, lines)
    dated, assumed = _dated(lines, today)
    first_named = dated or _told(traced.view[body : last.end])
    told_by = Dated(dated, first_named.year if first_named else None)
    assumed = assumed or (dated is None and first_named is not None)
    return Sheet(first.start, body, last.end, title, dated, told_by, assumed, _issuer(traced, lines, title))


def _told(view: str) -> date | None:
    """The first whole date of a text: its year is the likeliest of dates without one."""
    found = (_date(match["y"], match["m"], match["d"]) for match in FULL_DATE.finditer(view))
    return next((day for day in found if day), None)


def _title(traced: Traced, lines: list[_Line]) -> tuple[str, int]:
    """The title as written, and where the body begins."""
    chapter = is_chapter(lines[0].view) and len(lines) > 1
    rest = lines[1:] if chapter else lines
    for at, line in enumerate(rest[:HEAD_LINES]):
        if _BODY.search(line.view) or re.match(r"[一二]、|\(一\)|1[.、]", line.view):
            break
        if _is_title(line.view):
            above = _upper_half(rest, at)
            text = "".join(traced.text[one.start : one.end].strip() for one in [*above, line])
            return text, line.end
    if chapter:
        return traced.text[lines[0].start : lines[0].end].strip(), lines[0].end
    first = lines[0]
    if (
        len(first.view) <= NEAR_TITLE
        and not _BODY.search(first.view)
        and not NOT_TITLE.match(first.view)
        and len(lines) > 1
    ):
        return traced.text[first.start : first.end].strip(), first.end
    return "", first.start


def _upper_half(lines: list[_Line], at: int) -> list[_Line]:
    """The line above a title that is the title's beginning: 关于印发…的 / 通知."""
    if at == 0:
        return []
    above = lines[at - 1]
    begins = "关于" in above.view and "关于" not in lines[at].view
    return (
        [above] if begins and not NOT_TITLE.match(above.view) and not DATE_LINE.fullmatch(above.view) else []
    )


def _dated(lines: list[_Line], today: date) -> tuple[date | None, bool]:
    """The paper's own date: a line of its own at the end, else at the head."""
    near = [*reversed(lines[-TAIL_LINES:]), *lines[:HEAD_LINES]]
    for line in near:
        if match := DATE_LINE.fullmatch(line.view):
            found = _date(match["y"], match["m"], match["d"])
            if found:
                return found, False
    for line in lines[:3]:
        match = FULL_DATE.search(line.view) if len(line.view) <= NEAR_TITLE else None
        if match and not _BODY.search(line.view):
            return _date(match["y"], match["m"], match["d"]), False
    for line in near[:3]:
        if match := SHORT_DATE.fullmatch(line.view):
            return _latest(match["m"], match["d"], today), True
    return None, False


def _date(year: str, month: str, day: str) -> date | None:
    try:
        written = (
            year.replace("〇", "零").replace("○", "零").replace("O", "零").replace("0", "零")
            if year[0] == "二"
            else year
        )
        return date(int(number_of(written)), int(number_of(month)), int(number_of(day)))
    except ValueError:
        return None


def _latest(month: str, day: str, today: date) -> date | None:
    for year in (today.year, today.year - 1):
        found = _date(str(year), month, day)
        if found and found <= today:
            return found
    return None


def _issuer(traced: Traced, lines: list[_Line], title: str) -> str:
    for at in range(len(lines) - 1, max(0, len(lines) - TAIL_LINES), -1):
        if DATE_LINE.fullmatch(lines[at].view) or SHORT_DATE.fullmatch(lines[at].view):
            above = lines[at - 1]
            if match := ISSUER.fullmatch(above.view):
                return traced.text[above.start : above.end].strip()[: len(match["issuer"])]
    if match := _TITLE_ISSUER.match(title):
        return match["issuer"]
    for line in lines[:4]:
        if line.view.endswith("文件") and (match := ISSUER.fullmatch(line.view)):
            return match["issuer"]
    return ""
