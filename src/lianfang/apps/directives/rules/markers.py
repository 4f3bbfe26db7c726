"""Marks by which papers number their parts: a table of styles, and where they stand in a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lianfang.apps.directives.rules import numerals
from lianfang.apps.directives.rules.tracing import CJK

CN: Final = "[一二三四五六七八九十]{1,3}"
_NOT_A_COUNT: Final = "(?![一二三四五六七八九十]{1,3}[、年月日类级次季批期楼组号层线轮])"
_BREAK: Final = "(?<=[。;:!?”])"
_PAUSE: Final = "(?<=[。;:!?,”)])"
_THING: Final = "点|步|招|层|件事?|桩事?|道关|关|个?(?:方面|重点|关键|环节|意见|建议|要求)"
"""What papers count by: 第一点，第二件事，第三个方面，."""


@dataclass(frozen=True, slots=True)
class Style:
    """A way of numbering. `line` opens a line, `run` stands inside one; `weak` needs a second mark to be a list."""

    family: str
    line: re.Pattern[str]
    run: re.Pattern[str] | None
    example: str
    weak: bool = False


def _style(family: str, pattern: str, example: str, *, run: str | None = None, weak: bool = False) -> Style:
    inside = re.compile(run) if run else None
    return Style(family, re.compile(pattern), inside, example, weak)


STYLES: Final = (
    _style("chapter", rf"(?P<mark>第(?P<n>{CN}|[0-9]{{1,2}})(?:章|编|部分)) ?[、:,]?", "第一章"),
    _style("article", rf"(?P<mark>第(?P<n>{CN}|[0-9]{{1,2}})条) ?[、:,]?", "第一条"),
    _style(
        "entry",
        rf"(?P<mark>(?:存在|反馈|整改|重点|工作)?(?P<s>问题|任务|事项|项目)(?P<n>{CN}|[0-9]{{1,2}}))[:、.,]",
        "问题1：",
    ),
    _style(
        "stage",
        rf"(?P<mark>第(?P<n>{CN})(?:阶段|项任务|项工作|个问题|项问题))(?=[:(、,])[:、,]?",
        "第一阶段：",
        weak=True,
    ),
    _style("problem", "(?P<mark>(?:存在|反馈|发现|具体)的?问题|问题)[:](?=.)", "存在问题："),
    _style(
        "agenda",
        rf"(?:(?:下面|接下来|现在|最后|首先|然后)[,、]?)?(?:请|会议)?(?:继续)?(?:进行)?(?P<mark>第(?P<n>{CN}|[0-9]{{1,2}})(?:项议程|个议程|项议题|项))[,、:。]?",
        "下面进行第二项议程",
    ),
    _style("comma", rf"(?P<mark>(?P<n>{CN})[、.]){_NOT_A_COUNT}", "一、"),
    _style(
        "round",
        rf"(?P<mark>\((?P<n>{CN})\)|(?P<s>[㈠-㈩]))[、.,]?",
        "（一）",
        run=rf"{_BREAK}(?P<mark>\((?P<n>{CN})\))",
    ),
    _style(
        "outline",
        rf"(?P<mark>[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{0,2}}\.(?P<n>[0-9]{{1,2}}))[、.]? ?(?=[{CJK}“])(?![米元倍万亿度吨公升份%级个天小时分秒岁人版月年日号])",
        "1.2",
    ),
    _style(
        "arabic",
        r"(?P<mark>(?P<n>[0-9]{1,2})(?P<s>[.、,]))(?:(?![0-9])|(?=(?:1[0-2]|[1-9])月(?!份)|20[0-9]{2}年|[0-9]{1,2}(?:小时|天(?!候)|[日号](?:前|之前|内)|个工作日)))",
        "1.",
        run=rf"{_BREAK}(?P<mark>(?P<n>[0-9]{{1,2}})(?P<s>[.、]))(?=[{CJK}“])",
    ),
    _style(
        "bracket",
        r"(?P<mark>\((?P<n>[0-9]{1,2})\)|(?P<c>[⑴-⒇]))[、.,]?",
        "（1）",
        run=rf"(?<=[。;:!?,”{CJK}])(?P<mark>\((?P<n>[0-9]{{1,2}})\)|[⑴-⒇])(?=[{CJK}“])",
    ),
    _style(
        "half",
        r"(?P<mark>(?P<n>[0-9]{1,2})\))",
        "1）",
        run=rf"{_BREAK}(?P<mark>(?P<n>[0-9]{{1,2}})\))(?=[{CJK}“])",
    ),
    _style("circle", "(?P<mark>(?P<n>[①-⑳]))[、.,]?", "①", run="(?P<mark>(?P<n>[①-⑳]))"),
    _style(
        "one",
        rf"(?P<mark>(?P<n>{CN})(?P<s>[是要]))(?!(?P=n)[,、;。])",
        "一是",
        run=rf"{_PAUSE}(?:[并还]?)(?P<mark>(?P<n>{CN})(?P<s>[是要]))(?!(?P=n)[,、;。])",
        weak=True,
    ),
    _style(
        "ordinal",
        rf"(?P<mark>第(?P<n>{CN})(?P<s>[,、:.]|(?:{_THING})[,、:]))",
        "第一，",
        run=rf"{_PAUSE}(?P<mark>第(?P<n>{CN})(?P<s>[,、:]|(?:{_THING})[,、:]))",
        weak=True,
    ),
    _style(
        "its",
        rf"(?P<mark>其(?P<n>{CN})(?P<s>[,、:是]))",
        "其一，",
        run=rf"{_PAUSE}(?P<mark>其(?P<n>{CN})(?P<s>[,、:是]))",
        weak=True,
    ),
    _style(
        "first",
        "(?P<mark>(?P<n>首先|其次|再次|最后)),",
        "首先，",
        run=f"{_PAUSE}(?P<mark>(?P<n>首先|其次|再次|最后)),",
        weak=True,
    ),
    _style("bullet", rf"(?P<mark>[-*+•·●○◆■▪★☆◇□▲])\s*(?=[{CJK}“（(0-9])", "• "),
)
"""Order matters: the first style that opens a line is the line's style."""

SUFFIXED: Final = frozenset({"one", "arabic", "entry"})
"""Styles whose sign tells lists apart: 一是 and 一要, 问题1 and 任务1."""
COUNTLESS: Final = frozenset({"bullet", "problem"})
"""Styles without numbers."""
ORDER_WORDS: Final = {"首先": 1, "其次": 2, "再次": 3, "最后": 4}
FAR: Final = 3000
"""Characters within which a second mark must follow the first of a weak list."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A mark found: `start` until `body` is the mark as it stands, the part's own text follows."""

    start: int
    body: int
    text: str
    family: str
    suffix: str
    number: int
    opens_line: bool
    weak: bool


def markers_of(view: str) -> list[Marker]:
    """Every mark of a text, in order; weak ones only where a second follows, and inside a line only lists."""
    found: list[Marker] = []
    start = 0
    for line in view.split("\n"):
        found += _in_line(line, start)
        start += len(line) + 1
    return [marker for at, marker in enumerate(found) if _is_meant(marker, found[at + 1 :], view)]


def _in_line(line: str, start: int) -> Iterator[Marker]:
    opening = next(
        (made for style in STYLES if (made := _made(style, style.line.match(line), start, opens=True))), None
    )
    inside: dict[int, Marker] = {}
    for style in STYLES:
        if style.run is None:
            continue
        for match in style.run.finditer(line):
            marker = _made(style, match, start, opens=False)
            if marker and (opening is None or marker.start >= opening.body):
                inside.setdefault(marker.start, marker)
    if opening:
        yield opening
    yield from (inside[at] for at in sorted(inside))


def _made(style: Style, match: re.Match[str] | None, start: int, *, opens: bool) -> Marker | None:
    if match is None:
        return None
    groups = match.groupdict()
    sign = groups.get("n") or groups.get("c") or (groups.get("s") if style.family == "round" else None) or ""
    try:
        number = ORDER_WORDS.get(sign) or (numerals.small(sign) if sign else 0)
    except ValueError:
        return None
    suffix = groups.get("s") or ""
    return Marker(
        start + match.start("mark"),
        start + match.end(),
        match["mark"].rstrip(",:"),
        f"outline{match['mark'].count('.')}" if style.family == "outline" else style.family,
        suffix if style.family in SUFFIXED else "",
        number,
        opens,
        style.weak,
    )


def _is_meant(marker: Marker, later: list[Marker], view: str) -> bool:
    if marker.number != 1 or (marker.opens_line and not marker.weak):
        return True
    end_of_line = view.find("\n", marker.start)
    end_of_line = len(view) if end_of_line < 0 else end_of_line
    for other in later:
        if other.start > marker.start + FAR:
            return False
        if other.start > end_of_line and not (marker.weak and other.opens_line):
            continue
        if other.family == marker.family and other.number == marker.number + 1:
            return True
    return False
